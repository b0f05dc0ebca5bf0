package org.sluice.engine.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.sluice.engine.conformance.Comparison.Heading;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.Json;
import org.sluice.engine.file.SafetensorsFile;
import org.sluice.engine.tensor.Parameter;
import org.sluice.engine.tokenizer.Tokenizer;

/** Compares a subject with the numbers of its case. */
final class CaseCheck {
  private static final String GRADIENT = "grad.";
  private static final String TRAINED = "trained.";
  private static final String DEQUANTISED = "dequantised.";
  private static final String MERGED = "merged.";
  private static final String AFTER = "_after";

  private final GoldenCase golden;
  private final GoldenBatch batch;
  private final SafetensorsFile expected;
  private final Comparison comparison;

  CaseCheck(GoldenCase golden, GoldenBatch batch, SafetensorsFile expected, Comparison comparison) {
    this.golden = golden;
    this.batch = batch;
    this.expected = expected;
    this.comparison = comparison;
  }

  /** What the model computes as it is: outputs, loss, greedy tokens. */
  void evaluates(Subject subject) {
    outputs(Heading.LOGITS, subject.outputs(), "", "");
    if (expected.tensors().contains("loss")) {
      number(Heading.LOSS, "loss", subject.loss());
    }
    if (expected.tensors().contains("generated")) {
      greedy(subject);
    }
  }

  /** Weights out of few bits, and the tokenizer of a file that has one. */
  void reads(GoldenCase golden) {
    JsonNode example = golden.modelInfo().path("tokenizer_example");
    boolean packed = expected.tensors().stream().anyMatch(name -> name.startsWith(DEQUANTISED));
    if (!packed && example.isMissingNode()) {
      return;
    }
    try (Checkpoint checkpoint = golden.checkpoint()) {
      for (String name : expected.tensors()) {
        if (name.startsWith(DEQUANTISED)) {
          float[] got = checkpoint.read(name.substring(DEQUANTISED.length()));
          comparison.tensor(Heading.WEIGHTS, name, got, expected.floats(name));
        }
      }
      if (example.isObject()) {
        try (Tokenizer tokenizer = Tokenizer.of(checkpoint.tokenizerJson(), checkpoint.path())) {
          int[] got = tokenizer.ids(example.path("text").asText(), true);
          int[] wanted = Json.MAPPER.convertValue(example.path("ids"), int[].class);
          if (!Arrays.equals(got, wanted)) {
            comparison.failure("the tokenizer gives " + Arrays.toString(got) + " for its example");
          }
        }
      }
    }
  }

  /**
   * What the model computes with the adapter in its weights. Where PEFT's own merging changes the
   * output (its maker noted it), the output before merging is what is right.
   */
  void merged(Subject subject) {
    boolean faithful = !golden.info().has("merging_changes_the_output_by");
    if (faithful) {
      outputs(Heading.MERGED, subject.outputs(), MERGED, "");
    } else {
      outputs(Heading.MERGED, subject.outputs(), "", "");
    }
  }

  /** Whether the case has numbers of a merged model. */
  boolean hasMerged() {
    return expected.tensors().stream().anyMatch(name -> name.startsWith(MERGED));
  }

  /** Gradients of the first step, losses of all, parameters and outputs after the last. */
  void trains(Subject subject) {
    JsonNode hyper = golden.info().path("hyper");
    int steps = hyper.path("steps").asInt();
    subject.train(
        new Subject.Hyper(
            steps,
            hyper.path("lr").asDouble(),
            hyper.path("weight_decay").asDouble(),
            hyper.path("eps").asDouble(1e-8)));
    float[] losses = new float[steps];
    Set<String> seen = new LinkedHashSet<>();
    for (int step = 0; step < steps; step++) {
      boolean first = step == 0;
      losses[step] =
          (float)
              subject.step(
                  (parameter, part, gradient) -> {
                    if (first) {
                      seen.add(part.name());
                      named(Heading.GRADIENTS, GRADIENT + part.name(), gradient);
                    }
                  });
    }
    refuseUnseen(seen);
    comparison.tensor(Heading.LOSSES, "losses", losses, expected.floats("losses"));
    for (Parameter parameter : subject.parameters()) {
      for (Parameter.Part part : parameter.parts()) {
        named(Heading.TRAINED, TRAINED + part.name(), parameter.read(part));
      }
    }
    outputs(Heading.AFTER, subject.outputs(), "", AFTER);
    number(Heading.AFTER, "loss" + AFTER, subject.loss());
  }

  private void refuseUnseen(Set<String> seen) {
    for (String name : expected.tensors()) {
      String plain = plain(name);
      if (name.startsWith(GRADIENT) && !seen.contains(plain.substring(GRADIENT.length()))) {
        comparison.failure(plain.substring(GRADIENT.length()) + " is not trained");
      }
    }
  }

  private void named(Heading heading, String name, float[] got) {
    expected.tensors().stream()
        .filter(other -> plain(other).equals(name))
        .findFirst()
        .ifPresentOrElse(
            other -> comparison.tensor(heading, other, got, expected.floats(other)),
            () -> comparison.failure(name + " is not among the expected"));
  }

  /** Biases of modules that are trained whole may be named by where PEFT keeps the copy. */
  private static String plain(String name) {
    return name.replace(".modules_to_save.default.", ".");
  }

  private void number(Heading heading, String name, double got) {
    comparison.tensor(heading, name, new float[] {(float) got}, expected.floats(name));
  }

  private void outputs(Heading heading, Map<String, float[]> got, String before, String behind) {
    got.forEach(
        (name, values) -> {
          String full = before + name + behind;
          if (!expected.tensors().contains(full)) {
            comparison.failure(full + " is not among the expected");
            return;
          }
          float[] wanted = expected.floats(full);
          comparison.tensor(heading, full, values, wanted, counts(expected.info(full).shape()));
        });
  }

  /** Positions that count: the real ones of [rows, width, ...], all of anything else. */
  private boolean[] counts(long[] shape) {
    if (shape.length >= 2 && shape[0] == batch.rows() && shape[1] >= batch.width()) {
      return batch.real((int) shape[1] - batch.width());
    }
    boolean[] all = new boolean[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    Arrays.fill(all, true);
    return all;
  }

  /**
   * PEFT leaves a prompt's padding between the text and what a method puts in front of it, where it
   * counts as positions or takes up room in a window, so that a row's answer depends on the rows
   * beside it. A padded row that differs for that reason is noted, not failed.
   */
  private void greedy(Subject subject) {
    long[] shape = expected.info("generated").shape();
    int width = (int) shape[1];
    long[] all = expected.longs("generated");
    int prompt = batch.promptWidth();
    int tokens = width - prompt;
    long[] got = subject.generate(tokens);
    boolean[] padded = batch.paddedPrompts();
    long[] wanted = new long[(int) shape[0] * tokens];
    int excused = 0;
    for (int row = 0; row < shape[0]; row++) {
      System.arraycopy(all, row * width + prompt, wanted, row * tokens, tokens);
      int from = row * tokens;
      boolean same = Arrays.equals(got, from, from + tokens, wanted, from, from + tokens);
      if (!same && padded[row] && prompt > 1 && subject.standsInFront()) {
        System.arraycopy(got, from, wanted, from, tokens);
        excused++;
      }
    }
    boolean firm = golden.info().path("generated_same_in_float64").asBoolean(true);
    String note = excused > 0 ? " but for " + excused + " padded row of " + shape[0] : "";
    comparison.greedy(got, wanted, firm, note);
  }
}

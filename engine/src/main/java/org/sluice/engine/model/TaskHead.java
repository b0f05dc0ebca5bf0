package org.sluice.engine.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.sluice.engine.file.Architecture;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.model.Weights.Bias;
import org.sluice.engine.tensor.Activation;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.LossOps;
import org.sluice.engine.tensor.MathOps;
import org.sluice.engine.tensor.ShapeOps;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;

/** Heads of tasks other than foretelling tokens: from a body's states to scores and a loss. */
final class TaskHead {
  private static final String LOGITS = "logits";

  private final Task task;
  private final ModelConfig config;
  private final boolean pools;
  private final Optional<Linear> dense;
  private final Activation denseActivation;
  private final Optional<Linear> out;
  private final int labels;

  /**
   * @param own makes weights by the names that the task's class has
   */
  TaskHead(Weights own, Task task, boolean causal) {
    this.task = task;
    config = own.config();
    int width = config.integer("word_embed_proj_dim", config.hiddenSize());
    labels = task == Task.QUESTION_ANS ? 2 : labels(config);
    Architecture architecture = Architecture.named(config.modelType());
    Dense form = Dense.of(architecture, task);
    pools = form.module != null;
    boolean there = pools && (!form.optional || own.has(form.module + ".weight"));
    dense =
        there ? Optional.of(own.linear(form.module, width, width, Bias.WITH)) : Optional.empty();
    denseActivation =
        architecture == Architecture.DEBERTA_V2
            ? Activation.named(config.text("pooler_hidden_act", "gelu"))
            : Activation.TANH;
    out =
        task == Task.FEATURE_EXTRACTION
            ? Optional.empty()
            : Optional.of(
                own.linear(
                    name(own, form, causal),
                    labels,
                    width,
                    Bias.of(!causal || task != Task.SEQ_CLS)));
  }

  private static int labels(ModelConfig config) {
    int named = config.map("id2label").size();
    return config.integer("num_labels", named > 0 ? named : 2);
  }

  /** What stands before the last matrix. */
  private record Dense(String module, String last, boolean optional) {
    static Dense of(Architecture architecture, Task task) {
      boolean classifies = task == Task.SEQ_CLS;
      return switch (architecture) {
        case BERT ->
            classifies
                ? new Dense("bert.pooler.dense", "classifier", false)
                : task == Task.FEATURE_EXTRACTION
                    ? new Dense("bert.pooler.dense", null, true)
                    : new Dense(null, "classifier", false);
        case ROBERTA ->
            classifies
                ? new Dense("classifier.dense", "classifier.out_proj", false)
                : task == Task.FEATURE_EXTRACTION
                    ? new Dense("roberta.pooler.dense", null, true)
                    : new Dense(null, "classifier", false);
        case DEBERTA_V2 -> new Dense(classifies ? "pooler.dense" : null, "classifier", false);
        case T5, MT5, BART ->
            classifies
                ? new Dense("classification_head.dense", "classification_head.out_proj", false)
                : new Dense(null, "classifier", false);
        default -> new Dense(null, "score", false);
      };
    }
  }

  private String name(Weights own, Dense form, boolean causal) {
    if (task == Task.QUESTION_ANS) {
      return "qa_outputs";
    }
    boolean other = causal && task == Task.TOKEN_CLS && own.has("classifier.weight");
    return other ? "classifier" : form.last;
  }

  /** The last layer's name; none for features. */
  Set<String> outputs() {
    return out.map(o -> Set.of(o.parts().get(0).name())).orElse(Set.of());
  }

  /**
   * Scores and loss.
   *
   * @param states of all positions, in the order of the rows
   * @param lengths positions of each row among them
   * @param chosen for each row the position (of all) that stands for it
   */
  Outputs of(Tape tape, Var states, Inputs inputs, Layout layout, long[] chosen) {
    return switch (task) {
      case FEATURE_EXTRACTION -> features(tape, states, layout);
      case SEQ_CLS -> classes(tape, states, inputs, chosen);
      case TOKEN_CLS -> tokens(tape, states, inputs);
      case QUESTION_ANS -> spans(tape, states, inputs, layout);
      case CAUSAL_LM, SEQ_2_SEQ_LM -> throw new IllegalStateException("no such head");
    };
  }

  private Var scores(Tape tape, Var states) {
    return tape.linear(ShapeOps.cast(tape, states), out.orElseThrow());
  }

  /** The mean square of the real positions' states, virtual tokens among them: a loss of no use. */
  private static Outputs features(Tape tape, Var states, Layout layout) {
    int[] places = layout.realPositions();
    long[] real =
        IntStream.range(0, places.length).filter(i -> places[i] >= 0).asLongStream().toArray();
    Var seen = tape.pick(states, (PtNDArray) tape.manager().create(real));
    long columns = states.columns();
    float[] zeros = new float[(int) (real.length * columns)];
    PtNDArray target = (PtNDArray) tape.manager().create(zeros, new Shape(real.length, columns));
    Var loss = LossOps.meanSquare(tape, seen, target);
    return new Outputs(
        Map.of("last_hidden_state", states), Optional.of(loss), (double) real.length * columns);
  }

  private Outputs classes(Tape tape, Var states, Inputs inputs, long[] chosen) {
    Var x = tape.pick(states, (PtNDArray) tape.manager().create(chosen));
    if (dense.isPresent()) {
      x = denseActivation.of(tape, tape.linear(ShapeOps.cast(tape, x), dense.get()));
    }
    Var logits = scores(tape, x);
    Optional<Var> loss = Optional.empty();
    double count = 1;
    if (inputs.values().isPresent()) {
      float[][] values = inputs.values().get();
      PtNDArray target =
          (PtNDArray) tape.manager().create(flat(values), new Shape(values.length, labels));
      String kind = config.text("problem_type", labels == 1 ? "regression" : "");
      loss =
          Optional.of(
              kind.equals("regression")
                  ? LossOps.meanSquare(tape, logits, target)
                  : LossOps.binary(tape, logits, target));
      count = (double) values.length * labels;
    } else if (inputs.labels().isPresent()) {
      long[] target = longs(inputs.labels().get());
      loss = Optional.of(LossOps.tokenSum(tape, logits, (PtNDArray) tape.manager().create(target)));
      count = target.length;
    }
    return new Outputs(Map.of(LOGITS, logits), loss, count);
  }

  private Outputs tokens(Tape tape, Var states, Inputs inputs) {
    Var logits = scores(tape, states);
    Optional<Var> loss = Optional.empty();
    double count = 1;
    if (inputs.labels().isPresent()) {
      long[] target = longs(inputs.labels().get());
      loss = Optional.of(LossOps.tokenSum(tape, logits, (PtNDArray) tape.manager().create(target)));
      count = Math.max(1, Arrays.stream(target).filter(t -> t != Inputs.IGNORED).count());
    }
    return new Outputs(Map.of(LOGITS, logits), loss, count);
  }

  /** Start and end of an answer: each a softmax over the positions of its row. */
  private Outputs spans(Tape tape, Var states, Inputs inputs, Layout layout) {
    List<Var> both = ShapeOps.split(tape, scores(tape, states), 1, 1, 1);
    Map<String, Var> named = Map.of("start_logits", both.get(0), "end_logits", both.get(1));
    if (inputs.starts().isEmpty() || inputs.ends().isEmpty()) {
      return new Outputs(named, Optional.empty(), 1);
    }
    Var start = LossOps.spans(tape, both.get(0), segments(layout, inputs.starts().get()));
    Var end = LossOps.spans(tape, both.get(1), segments(layout, inputs.ends().get()));
    return new Outputs(
        named, Optional.of(MathOps.plus(tape, start, end)), 2.0 * inputs.ids().length);
  }

  private static long[] segments(Layout layout, int[] targets) {
    long[] segments = new long[3 * targets.length];
    long at = 0;
    for (int i = 0; i < targets.length; i++) {
      int length = layout.lengths()[i];
      segments[3 * i] = at;
      segments[3 * i + 1] = length;
      // a target outside of the row counts for nothing
      segments[3 * i + 2] = targets[i] < length ? Math.max(targets[i], 0) : -1;
      at += length;
    }
    return segments;
  }

  private static float[] flat(float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
    }
    return flat;
  }

  private static long[] longs(int[][] rows) {
    return Arrays.stream(rows).flatMapToInt(Arrays::stream).asLongStream().toArray();
  }
}

package org.sluice.engine.model;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.sluice.base.Check;
import org.sluice.base.UserError;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.tensor.HeadOps;
import org.sluice.engine.tensor.LossOps;
import org.sluice.engine.tensor.MathOps;
import org.sluice.engine.tensor.Spans;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Torch;
import org.sluice.engine.tensor.Var;

/**
 * A model for a task other than foretelling the next token: sequence to sequence, classes of texts
 * or tokens, answers as spans, features.
 */
public final class TaskModel extends Model {
  private final Task task;
  private final Encoder encoder;
  private final EncoderDecoder both;
  private final TaskHead head;
  private BiConsumer<String, Var> watcher = (name, state) -> {};

  private TaskModel(
      Torch torch, ModelConfig config, WeightSource source, Task task, LoadOptions options) {
    super(torch, config, options);
    this.task = task;
    Check.that(
        task != Task.CAUSAL_LM, "next tokens are foretold by a CausalModel, not for %s", task);
    task.require(config);
    Weights.Names names = Bodies.names(config, task);
    Weights weights = weights(source, names);
    boolean decodes = Bodies.decodes(config, task);
    encoder = decodes ? null : Bodies.encoder(weights, ops());
    both = decodes ? Bodies.encoderDecoder(weights) : null;
    // heads stand beside the body and keep their names, but for the pooler, which is part of it
    Weights.Names own = task == Task.FEATURE_EXTRACTION ? names : Weights.Names.HEAD;
    Weights heads = weights.with(own);
    head = task == Task.SEQ_2_SEQ_LM ? null : new TaskHead(heads, task, Bodies.causal(config));
    // an encoder alone may come out of a file with a decoder beside it
    made(weights, source, decodes ? Set.of() : Set.of("decoder.", "transformer.decoder."));
  }

  /**
   * Loads a model.
   *
   * @throws UserError when a tensor is missing, surplus or does not fit the configuration, or when
   *     the architecture does not know the task
   */
  public static TaskModel load(Torch torch, Checkpoint checkpoint, Task task, LoadOptions options) {
    return load(torch, checkpoint, checkpoint.config(), task, options);
  }

  /** The same with settings that differ from the checkpoint's own. */
  public static TaskModel load(
      Torch torch, Checkpoint checkpoint, ModelConfig config, Task task, LoadOptions options) {
    return new TaskModel(torch, config, WeightSource.of(checkpoint), task, options);
  }

  public Task task() {
    return task;
  }

  @Override
  public Set<String> outputs() {
    return head == null ? Set.of(both.head().parts().get(0).name()) : head.outputs();
  }

  /**
   * Lets someone see the hidden states while they live, as hidden.N, encoder_hidden.N or
   * decoder_hidden.N: N = 0 behind the embedding, then behind each layer.
   */
  public void watch(BiConsumer<String, Var> by) {
    watcher = by;
  }

  /** Computes scores, and the loss where there are targets. */
  public Outputs run(Tape tape, Inputs inputs) {
    Extra extra = both == null ? extra() : Halves.encoder(extra());
    Layout layout = Layout.of(inputs.sequences(), extra.virtualTokens(), extra.prefixTokens());
    String name = both == null ? "hidden." : "encoder_hidden.";
    Run.Builder first = builder(tape, inputs.flatIds(), extra, layout, name);
    inputs.types().ifPresent(types -> first.types(types(tape, layout, types)));
    if (both == null) {
      Var states = encoder.forward(first.build());
      return head.of(tape, states, inputs, layout, chosen(inputs, layout));
    }
    Var encoded = tape.shared(both.encode(first.build()));
    int[][] before = decoderIds(inputs);
    Layout decoded = decoderLayout(before);
    Cross cross = Cross.of(encoded, spans(decoded.spans(), layout.spans()));
    int[] ids = Arrays.stream(before).flatMapToInt(Arrays::stream).toArray();
    Run.Builder second = builder(tape, ids, Halves.decoder(extra()), decoded, "decoder_hidden.");
    Var states = both.decode(second.cross(cross).build());
    return head == null
        ? nextTokens(tape, states, inputs)
        : head.of(tape, states, inputs, decoded, chosen(inputs, decoded));
  }

  private Run.Builder builder(Tape tape, int[] ids, Extra extra, Layout layout, String name) {
    return new Run.Builder(tape, Ids.of(tape.manager(), ids, config()))
        .extra(extra)
        .layout(layout)
        .watcher((number, state) -> watcher.accept(name + number, state));
  }

  /** Virtual tokens belong to the first text. */
  private static PtNDArray types(Tape tape, Layout layout, int[][] types) {
    int[] all = new int[layout.positions().length];
    int at = 0;
    for (int[] row : types) {
      System.arraycopy(row, 0, all, at + layout.added(), row.length);
      at += layout.added() + row.length;
    }
    return (PtNDArray) tape.manager().create(all);
  }

  /** The target one place to the right, behind the token that begins an answer. */
  private int[][] decoderIds(Inputs inputs) {
    int[][] targets = task == Task.SEQ_2_SEQ_LM ? inputs.labels().orElseThrow() : inputs.ids();
    int pad = config().integer("pad_token_id", 0);
    int[][] shifted = new int[targets.length][];
    for (int i = 0; i < targets.length; i++) {
      shifted[i] = new int[targets[i].length];
      for (int j = 0; j < shifted[i].length; j++) {
        int token = j == 0 ? start() : targets[i][j - 1];
        shifted[i][j] = token == Inputs.IGNORED ? pad : token;
      }
    }
    return shifted;
  }

  private int start() {
    int missing = config().integer("pad_token_id", 0);
    return config().integer("decoder_start_token_id", missing);
  }

  private Layout decoderLayout(int[][] ids) {
    long[] lengths = Arrays.stream(ids).mapToLong(row -> row.length).toArray();
    return Layout.of(Layout.plain(lengths), 0, extra().prefixTokens());
  }

  /** Each sequence's queries with the keys of its encoder. */
  private static Spans spans(Spans queries, Spans keys) {
    List<Spans.Span> spans = new ArrayList<>();
    for (int i = 0; i < queries.list().size(); i++) {
      Spans.Span q = queries.list().get(i);
      Spans.Span k = keys.list().get(i);
      spans.add(new Spans.Span(q.query(), q.queries(), k.key(), k.keys(), k.from(), k.to()));
    }
    return new Spans(spans);
  }

  private Outputs nextTokens(Tape tape, Var states, Inputs inputs) {
    Var scaled = MathOps.scale(tape, states, both.outputFactor());
    Var logits = tape.linear(scaled, both.head());
    long[] targets =
        Arrays.stream(inputs.labels().orElseThrow())
            .flatMapToInt(Arrays::stream)
            .asLongStream()
            .toArray();
    Var loss = LossOps.tokenSum(tape, logits, (PtNDArray) tape.manager().create(targets));
    double count = Arrays.stream(targets).filter(t -> t != Inputs.IGNORED).count();
    return new Outputs(Map.of("logits", logits), Optional.of(loss), Math.max(1, count));
  }

  /** The position that stands for each row where texts are classified. */
  private long[] chosen(Inputs inputs, Layout layout) {
    long[] chosen = new long[inputs.ids().length];
    if (task != Task.SEQ_CLS) {
      return chosen;
    }
    long at = 0;
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = at + place(inputs.ids()[i], layout.added());
      at += layout.lengths()[i];
    }
    return chosen;
  }

  /** The first token for encoders, the last end mark for encoders with decoders, else the last. */
  private int place(int[] row, int virtual) {
    if (both != null) {
      int end = config().integer("eos_token_id", 1);
      return IntStream.range(0, row.length)
          .filter(i -> row[i] == end)
          .max()
          .orElseThrow(
              () ->
                  UserError.of(
                      "A text has no end token (" + end + "), at which its class is read",
                      "end each text with it"));
    }
    if (!Bodies.causal(config())) {
      return 0;
    }
    if (virtual > 0 || !config().has("pad_token_id")) {
      return virtual + row.length - 1; // without tokens to look at, the last position
    }
    int pad = config().integer("pad_token_id", 0);
    return IntStream.range(0, row.length).filter(i -> row[i] != pad).max().orElse(0);
  }

  /**
   * Answers of a sequence-to-sequence model: the most likely tokens, behind the one that begins an
   * answer. No end mark ends it.
   *
   * @param prompts without padding
   */
  public int[][] generate(List<int[]> prompts, int newTokens) {
    Inputs inputs = Inputs.of(prompts.toArray(int[][]::new));
    Extra half = Halves.encoder(extra());
    Layout layout = Layout.of(inputs.sequences(), half.virtualTokens(), 0);
    int[][] answers = new int[prompts.size()][newTokens + 1];
    int[] next = new int[prompts.size()];
    Arrays.fill(next, start());
    Extra own = Halves.decoder(extra());
    try (Tape encoding = inferenceTape();
        AttentionCache cache = new AttentionCache(ops(), newTokens + 1 + own.prefixTokens())) {
      Var encoded =
          both.encode(builder(encoding, inputs.flatIds(), half, layout, "encoder_hidden.").build());
      Cross cross = Cross.keeping(encoded, layout.spans(), encoding);
      for (int i = 0; i <= newTokens; i++) {
        for (int row = 0; row < next.length; row++) {
          answers[row][i] = next[row];
        }
        if (i < newTokens) {
          next = step(next, cache, cross, own, i == 0);
        }
      }
    }
    return answers;
  }

  private int[] step(int[] tokens, AttentionCache cache, Cross cross, Extra own, boolean first) {
    try (Tape tape = inferenceTape()) {
      int[][] rows = Arrays.stream(tokens).mapToObj(t -> new int[] {t}).toArray(int[][]::new);
      Layout layout = first ? decoderLayout(rows) : Layout.step(cache.lengths());
      if (first) {
        cache.begin(Arrays.stream(tokens).mapToLong(t -> 1L + own.prefixTokens()).toArray());
      }
      Spans queries = decoderLayout(rows).spans();
      Run.Builder run = builder(tape, tokens, own, layout, "decoder_hidden.");
      Cross seen = cross.with(spans(queries, cross.spans()));
      Var states = both.decode(run.cache(cache).cross(seen).build());
      if (first) {
        cache.ready();
      } else {
        cache.advance();
      }
      Var scaled = MathOps.scale(tape, states, both.outputFactor());
      return HeadOps.greedy(tape, scaled, both.head(), 0);
    }
  }
}

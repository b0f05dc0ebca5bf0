package org.sluice.engine.model;

import ai.djl.pytorch.engine.PtNDArray;
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
  private final Seq2Seq both;
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
    both = decodes ? new Seq2Seq(this, Bodies.encoderDecoder(weights)) : null;
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
    return new TaskModel(torch, config, WeightSource.of(checkpoint, options), task, options);
  }

  /** A model with fresh weights, as transformers starts them: to train from scratch. */
  public static TaskModel random(
      Torch torch, ModelConfig config, Task task, long seed, LoadOptions options) {
    return new TaskModel(torch, config, WeightSource.random(config, seed), task, options);
  }

  public Task task() {
    return task;
  }

  @Override
  public Set<String> outputs() {
    return head == null ? Set.of(both.body().head().parts().get(0).name()) : head.outputs();
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
    if (both != null) {
      Seq2Seq.Decoded decoded = both.decode(tape, inputs);
      return head == null
          ? nextTokens(tape, decoded.states(), inputs)
          : head.of(
              tape, decoded.states(), inputs, decoded.layout(), chosen(inputs, decoded.layout()));
    }
    Layout layout = Layout.of(inputs.sequences(), extra().virtualTokens(), extra().prefixTokens());
    Run.Builder run = builder(tape, inputs.flatIds(), extra(), layout, "hidden.");
    inputs.types().ifPresent(types -> run.types(types(tape, layout, types)));
    Var states = encoder.forward(run.build());
    return head.of(tape, states, inputs, layout, chosen(inputs, layout));
  }

  Run.Builder builder(Tape tape, int[] ids, Extra extra, Layout layout, String name) {
    return new Run.Builder(tape, Ids.of(tape.manager(), ids, config()))
        .extra(extra)
        .dropout(dropout())
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

  private Outputs nextTokens(Tape tape, Var states, Inputs inputs) {
    Var logits = tape.linear(both.scaled(tape, states), both.body().head());
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
   * Sum of the cross entropies of the batch's labels, in nats, without keeping a score for every
   * token of the vocabulary. On a training tape {@link Tape#backward} may follow.
   */
  public double crossEntropy(Tape tape, Inputs inputs) {
    return halves().crossEntropy(tape, inputs);
  }

  /**
   * Log probability of each token of each answer, in their order.
   *
   * @param prompts without padding
   * @param answers for each prompt; all of them are foretold in one pass
   */
  public float[] logProbabilities(List<int[]> prompts, List<List<int[]>> answers) {
    return halves().logProbabilities(prompts, answers);
  }

  /** The token with the highest score for each of the decoder's states. */
  public int[] greedy(Tape tape, Var states) {
    return HeadOps.greedy(tape, halves().scaled(tape, states), both.body().head(), 0);
  }

  /** Scores of all tokens for each of the decoder's states: [rows][vocabulary]. */
  public float[][] logits(Tape tape, Var states) {
    return HeadOps.logits(tape, halves().scaled(tape, states), both.body().head(), 0);
  }

  /**
   * Answers that can grow to texts.
   *
   * @param prompts without padding
   * @param newTokens the most that an answer will have
   */
  public AnswerCache answers(List<int[]> prompts, int newTokens) {
    return new AnswerCache(this, halves(), prompts, newTokens);
  }

  /**
   * Answers of a sequence-to-sequence model: the most likely tokens, behind the one that begins an
   * answer. No end mark ends it.
   *
   * @param prompts without padding
   */
  public int[][] generate(List<int[]> prompts, int newTokens) {
    int[][] answers = new int[prompts.size()][newTokens + 1];
    try (AnswerCache cache = answers(prompts, newTokens)) {
      for (int[] answer : answers) {
        answer[0] = both.start();
      }
      int[] next = newTokens > 0 ? cache.begin(this::greedy) : null;
      for (int i = 1; i <= newTokens; i++) {
        for (int row = 0; row < next.length; row++) {
          answers[row][i] = next[row];
        }
        next = i < newTokens ? cache.step(next, this::greedy) : next;
      }
    }
    return answers;
  }

  private Seq2Seq halves() {
    Check.that(both != null && head == null, "a model for %s gives no answers", task);
    return both;
  }
}

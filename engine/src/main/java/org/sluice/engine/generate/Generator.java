package org.sluice.engine.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.sluice.base.UserError;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.KvCache;
import org.sluice.engine.tokenizer.Tokenizer;

/** Lets a model go on from prompts, many at once; finished rows leave the batch. */
public final class Generator implements TextGenerator {
  /** Memory for keys and values of one batch; more prompts are taken in turns. */
  private static final long CACHE_BYTES = 128L << 20;

  private final CausalModel model;
  private final Tokenizer tokenizer;
  private final Set<Integer> endTokens;

  /**
   * @param endTokens tokens that end an answer, see {@link ModelConfig#eosTokenIds}
   */
  public Generator(CausalModel model, Tokenizer tokenizer, Set<Integer> endTokens) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.endTokens = Set.copyOf(endTokens);
  }

  /**
   * Answers to prompts, in their order.
   *
   * @throws UserError when a prompt leaves no room within the model's longest text
   */
  @Override
  public List<Generated> generate(List<int[]> prompts, SamplingOptions options) {
    List<Generated> answers = new ArrayList<>();
    for (int from = 0; from < prompts.size(); ) {
      int to = from + 1;
      while (to < prompts.size() && fits(prompts.subList(from, to + 1), options)) {
        to++;
      }
      answers.addAll(run(prompts.subList(from, to), options, NOBODY));
      from = to;
    }
    return answers;
  }

  /**
   * One answer, passed on piece by piece while it grows; the pieces together are its text.
   *
   * @param pieces called after each token that completes something to show
   */
  @Override
  public Generated stream(int[] prompt, SamplingOptions options, Consumer<String> pieces) {
    return run(List.of(prompt), options, pieces).get(0);
  }

  private boolean fits(List<int[]> prompts, SamplingOptions options) {
    ModelConfig config = model.config();
    long ofSlot =
        2L * config.numHiddenLayers() * config.numKeyValueHeads() * config.headDim() * Float.BYTES;
    return prompts.size() * ofSlot * slots(prompts, options) <= CACHE_BYTES;
  }

  private long slots(List<int[]> prompts, SamplingOptions options) {
    long longest = prompts.stream().mapToInt(prompt -> prompt.length).max().orElse(0);
    return Math.min(longest + options.maxNewTokens(), model.config().maxPositionEmbeddings());
  }

  private List<Generated> run(
      List<int[]> prompts, SamplingOptions options, Consumer<String> pieces) {
    List<Answer> answers = prompts.stream().map(prompt -> answer(prompt, options)).toList();
    List<Sampler> samplers = prompts.stream().map(p -> new Sampler(options, p)).toList();
    List<Integer> open = IntStream.range(0, prompts.size()).boxed().toList();
    boolean streams = pieces != NOBODY;
    try (KvCache cache = model.cache((int) slots(prompts, options))) {
      int[] next = cache.prefill(prompts, reader(options, samplers, open));
      while (true) {
        List<Integer> going = new ArrayList<>();
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < next.length; i++) {
          Answer answer = answers.get(open.get(i));
          if (answer.add(next[i], streams)) {
            going.add(open.get(i));
            kept.add(i);
          }
          if (streams) {
            show(answer, pieces);
          }
        }
        if (going.isEmpty()) {
          return answers.stream().map(Answer::done).toList();
        }
        if (going.size() < open.size()) {
          cache.select(kept.stream().mapToInt(i -> i).toArray());
        }
        int[] tokens = new int[kept.size()];
        for (int i = 0; i < tokens.length; i++) {
          tokens[i] = next[kept.get(i)];
        }
        open = going;
        next = cache.step(tokens, reader(options, samplers, open));
      }
    }
  }

  private static void show(Answer answer, Consumer<String> pieces) {
    String fresh = answer.fresh();
    if (!fresh.isEmpty()) {
      pieces.accept(fresh);
    }
  }

  private Answer answer(int[] prompt, SamplingOptions options) {
    int room = model.config().maxPositionEmbeddings() - prompt.length;
    if (prompt.length == 0 || room < 1) {
      throw UserError.of(
          "A prompt has "
              + prompt.length
              + " tokens; with an answer it must have 2 to "
              + model.config().maxPositionEmbeddings(),
          prompt.length == 0 ? "give a prompt" : "shorten it");
    }
    return new Answer(tokenizer, endTokens, options.stop(), Math.min(room, options.maxNewTokens()));
  }

  private KvCache.Reader<int[]> reader(
      SamplingOptions options, List<Sampler> samplers, List<Integer> open) {
    if (options.isGreedy()) {
      return model::greedy;
    }
    return (tape, hidden) -> {
      float[][] scores = model.logits(tape, hidden);
      return IntStream.range(0, scores.length)
          .map(i -> samplers.get(open.get(i)).draw(scores[i]))
          .toArray();
    };
  }
}

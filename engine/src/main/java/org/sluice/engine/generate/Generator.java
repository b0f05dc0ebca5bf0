package org.sluice.engine.generate;

import java.util.ArrayList;
import java.util.Arrays;
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

  private static final int[] NONE = {};

  private final CausalModel model;
  private final Tokenizer tokenizer;
  private final Set<Integer> endTokens;
  private long steps;

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

  /** Passes of the model behind prompts so far; drafts that were right make them fewer. */
  long steps() {
    return steps;
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
    List<GrowingRow> rows = prompts.stream().map(prompt -> row(prompt, options)).toList();
    KvCache.Reader<GrowingRow.Choice> reader = reader(options);
    List<GrowingRow> open = rows;
    try (KvCache cache = model.cache((int) slots(prompts, options))) {
      GrowingRow.Choice choice = cache.prefill(prompts, reader);
      while (true) {
        open = take(cache, open, choice, pieces);
        if (open.isEmpty()) {
          return rows.stream().map(GrowingRow::done).toList();
        }
        steps++;
        choice = cache.step(next(cache, open, options), reader);
      }
    }
  }

  /**
   * What the rows read next. A batch takes as many steps as its slowest row, so that drafts save
   * some only when all rows have one.
   */
  private static List<int[]> next(KvCache cache, List<GrowingRow> open, SamplingOptions options) {
    long[] held = cache.lengths();
    long longest = Arrays.stream(held).max().orElse(0);
    int reach = cache.reach((int) longest + 1 + options.promptLookupNumTokens());
    List<int[]> drafts =
        IntStream.range(0, held.length)
            .mapToObj(i -> open.get(i).draft(held.length, reach - (int) held[i]))
            .toList();
    boolean saves = drafts.stream().allMatch(draft -> draft.length > 0);
    return IntStream.range(0, held.length)
        .mapToObj(i -> open.get(i).next(saves ? drafts.get(i) : NONE))
        .toList();
  }

  /** Lets rows take what was chosen, and keeps in the cache what goes on; gives those rows. */
  private static List<GrowingRow> take(
      KvCache cache, List<GrowingRow> open, GrowingRow.Choice choice, Consumer<String> pieces) {
    boolean streams = pieces != NOBODY;
    List<GrowingRow> going = new ArrayList<>();
    List<Integer> kept = new ArrayList<>();
    int[] wrong = new int[open.size()];
    int first = 0;
    for (int i = 0; i < wrong.length; i++) {
      GrowingRow row = open.get(i);
      int sure = row.take(choice, first, streams);
      if (sure > 0) {
        going.add(row);
        kept.add(i);
        wrong[i] = row.reads() - sure;
      }
      if (streams) {
        row.show(pieces);
      }
      first += row.reads();
    }
    if (!going.isEmpty()) {
      cache.forget(wrong);
      if (going.size() < open.size()) {
        cache.select(kept.stream().mapToInt(i -> i).toArray());
      }
    }
    return going;
  }

  private GrowingRow row(int[] prompt, SamplingOptions options) {
    return new GrowingRow(
        answer(prompt, options),
        new Sampler(options, prompt),
        new PromptLookup(options.promptLookupNumTokens(), prompt));
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

  private KvCache.Reader<GrowingRow.Choice> reader(SamplingOptions options) {
    if (options.isGreedy()) {
      return (tape, hidden) -> {
        int[] best = model.greedy(tape, hidden);
        return (position, sampler) -> best[position];
      };
    }
    return (tape, hidden) -> {
      float[][] scores = model.logits(tape, hidden);
      return (position, sampler) -> sampler.draw(scores[position]);
    };
  }
}

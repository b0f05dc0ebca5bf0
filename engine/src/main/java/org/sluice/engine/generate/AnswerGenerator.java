package org.sluice.engine.generate;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.sluice.base.UserError;
import org.sluice.engine.model.AnswerCache;
import org.sluice.engine.model.KvCache;
import org.sluice.engine.model.TaskModel;
import org.sluice.engine.tokenizer.Tokenizer;

/** Answers of an encoder-decoder: the encoder reads the prompts, the decoder answers them. */
final class AnswerGenerator implements TextGenerator {
  private final TaskModel model;
  private final Tokenizer tokenizer;
  private final Set<Integer> endTokens;

  AnswerGenerator(TaskModel model, Tokenizer tokenizer, Set<Integer> endTokens) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.endTokens = Set.copyOf(endTokens);
  }

  @Override
  public List<Generated> generate(List<int[]> prompts, SamplingOptions options) {
    return prompts.isEmpty() ? List.of() : run(prompts, options, NOBODY);
  }

  @Override
  public Generated stream(int[] prompt, SamplingOptions options, Consumer<String> pieces) {
    return run(List.of(prompt), options, pieces).get(0);
  }

  /** Rows that are finished go on unheard until the last one is: answers here are short. */
  private List<Generated> run(
      List<int[]> prompts, SamplingOptions options, Consumer<String> pieces) {
    prompts.forEach(AnswerGenerator::requireText);
    int most =
        Math.min(
            options.maxNewTokens(),
            model.config().integer("max_position_embeddings", Integer.MAX_VALUE));
    List<Answer> answers =
        prompts.stream()
            .map(prompt -> new Answer(tokenizer, endTokens, options.stop(), most))
            .toList();
    KvCache.Reader<int[]> reader = reader(prompts, options);
    boolean[] ended = new boolean[answers.size()];
    try (AnswerCache cache = model.answers(prompts, most)) {
      int[] next = cache.begin(reader);
      while (listen(answers, next, ended, pieces)) {
        next = cache.step(next, reader);
      }
    }
    return answers.stream().map(Answer::done).toList();
  }

  /** Adds a token to each answer that goes on; whether any still does. */
  private static boolean listen(
      List<Answer> answers, int[] next, boolean[] ended, Consumer<String> pieces) {
    boolean streams = pieces != NOBODY;
    for (int row = 0; row < next.length; row++) {
      if (!ended[row]) {
        ended[row] = !answers.get(row).add(next[row], streams);
        if (streams) {
          pieces.accept(answers.get(row).fresh());
        }
      }
    }
    return IntStream.range(0, ended.length).anyMatch(row -> !ended[row]);
  }

  private KvCache.Reader<int[]> reader(List<int[]> prompts, SamplingOptions options) {
    if (options.isGreedy()) {
      return model::greedy;
    }
    List<Sampler> samplers = prompts.stream().map(p -> new Sampler(options, p)).toList();
    return (tape, states) -> {
      float[][] scores = model.logits(tape, states);
      return IntStream.range(0, scores.length)
          .map(row -> samplers.get(row).draw(scores[row]))
          .toArray();
    };
  }

  private static void requireText(int[] prompt) {
    if (prompt.length == 0) {
      throw UserError.of("A prompt has no token", "give a prompt");
    }
  }
}

package org.sluice.engine.generate;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.Model;
import org.sluice.engine.model.TaskModel;
import org.sluice.engine.tokenizer.Tokenizer;

/** Lets a model answer prompts, whatever kind of model it is. */
public interface TextGenerator {
  /** Nobody wants to see pieces. */
  Consumer<String> NOBODY = text -> {};

  /** Answers to prompts, in their order. */
  List<Generated> generate(List<int[]> prompts, SamplingOptions options);

  /**
   * One answer, passed on piece by piece while it grows; the pieces together are its text.
   *
   * @param pieces called after each token that completes something to show
   */
  Generated stream(int[] prompt, SamplingOptions options, Consumer<String> pieces);

  /**
   * The generator of a model.
   *
   * @param endTokens tokens that end an answer
   */
  static TextGenerator of(Model model, Tokenizer tokenizer, Set<Integer> endTokens) {
    return model instanceof TaskModel task
        ? new AnswerGenerator(task, tokenizer, endTokens)
        : new Generator((CausalModel) model, tokenizer, endTokens);
  }
}

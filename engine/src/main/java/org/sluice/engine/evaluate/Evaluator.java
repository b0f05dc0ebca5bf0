package org.sluice.engine.evaluate;

import java.util.Arrays;
import java.util.List;
import org.sluice.base.Check;
import org.sluice.engine.model.Branches;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.Model;
import org.sluice.engine.model.TaskModel;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.train.Row;
import org.sluice.engine.train.RowLoss;

/** Measures a model on tokenised rows, many at once and without padding. */
public final class Evaluator {
  private final Model model;
  private final int tokensAtOnce;

  /**
   * @param tokensAtOnce about how many tokens go through the model in one pass
   */
  public Evaluator(Model model, int tokensAtOnce) {
    Check.that(tokensAtOnce >= 1, "tokens at once must be at least 1, got %d", tokensAtOnce);
    this.model = model;
    this.tokensAtOnce = tokensAtOnce;
  }

  /** The loss over all targets of the rows. */
  public Loss loss(List<Row> rows) {
    Loss total = Loss.NONE;
    for (int from = 0; from < rows.size(); ) {
      int to = from + 1;
      int tokens = rows.get(from).inputIds().length;
      while (to < rows.size() && tokens + rows.get(to).inputIds().length <= tokensAtOnce) {
        tokens += rows.get(to++).inputIds().length;
      }
      total = total.plus(lossOf(rows.subList(from, to)));
      from = to;
    }
    return total;
  }

  private Loss lossOf(List<Row> rows) {
    try (Tape tape = model.inferenceTape()) {
      RowLoss found = RowLoss.of(model, tape, rows);
      return new Loss(found.sum(), found.targets());
    }
  }

  /**
   * How likely the model finds each token of each choice after its prompt and the tokens before it.
   *
   * @return log probabilities in nats: [questions][choices][tokens]
   */
  public float[][][] logProbabilities(List<Question> questions) {
    float[][][] all = new float[questions.size()][][];
    for (int from = 0; from < all.length; ) {
      int to = from + 1;
      int tokens = questions.get(from).tokens();
      while (to < all.length && tokens + questions.get(to).tokens() <= tokensAtOnce) {
        tokens += questions.get(to++).tokens();
      }
      ask(questions.subList(from, to), all, from);
      from = to;
    }
    return all;
  }

  private void ask(List<Question> questions, float[][][] all, int first) {
    List<int[]> prompts = questions.stream().map(Question::prompt).toList();
    List<List<int[]>> choices = questions.stream().map(Question::choices).toList();
    float[] found =
        model instanceof TaskModel task
            ? task.logProbabilities(prompts, choices)
            : ((CausalModel) model).logProbabilities(Branches.of(prompts, choices));
    int at = 0;
    for (int q = 0; q < questions.size(); q++) {
      all[first + q] = new float[choices.get(q).size()][];
      for (int c = 0; c < all[first + q].length; c++) {
        int end = at + choices.get(q).get(c).length;
        all[first + q][c] = Arrays.copyOfRange(found, at, end);
        at = end;
      }
    }
  }

  /**
   * How likely the model finds each choice as the continuation of its prompt: the sum of the log
   * probabilities of its tokens, in nats.
   *
   * @return [questions][choices]
   */
  public double[][] scores(List<Question> questions) {
    return Arrays.stream(logProbabilities(questions))
        .map(choices -> Arrays.stream(choices).mapToDouble(Evaluator::sum).toArray())
        .toArray(double[][]::new);
  }

  /** The sum in double precision. */
  public static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  /** The place of the highest score, the first one of equals. */
  public static int best(double[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }
}

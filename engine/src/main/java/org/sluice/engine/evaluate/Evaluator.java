package org.sluice.engine.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sluice.base.Check;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.KvCache;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.train.Batch;
import org.sluice.engine.train.Row;

/** Measures a model on tokenised rows, many at once and without padding. */
public final class Evaluator {
  private final CausalModel model;
  private final int tokensAtOnce;

  /**
   * @param tokensAtOnce about how many tokens go through the model in one pass
   */
  public Evaluator(CausalModel model, int tokensAtOnce) {
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
      total = total.plus(lossOf(Batch.of(rows.subList(from, to))));
      from = to;
    }
    return total;
  }

  private Loss lossOf(Batch batch) {
    if (batch.targets().length == 0) {
      return Loss.NONE;
    }
    try (Tape tape = model.inferenceTape()) {
      var hidden = model.hidden(tape, batch.ids(), batch.packing(), batch.wanted());
      double sum = model.crossEntropy(tape, hidden, batch.targets());
      return new Loss(sum, batch.targets().length);
    }
  }

  /**
   * How likely the model finds each choice as the continuation of its prompt: the sum of the log
   * probabilities of its tokens, in nats.
   *
   * @return [questions][choices]
   */
  public double[][] scores(List<Question> questions) {
    double[][] all = new double[questions.size()][];
    for (int from = 0; from < all.length; ) {
      int to = from + 1;
      while (to < all.length && cost(questions.subList(from, to + 1)) <= tokensAtOnce) {
        to++;
      }
      double[][] some = scoresOf(questions.subList(from, to));
      System.arraycopy(some, 0, all, from, some.length);
      from = to;
    }
    return all;
  }

  /** The place of the highest score, the first one of equals. */
  public static int best(double[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }

  /** Slots of the cache that these questions need together. */
  private static long cost(List<Question> questions) {
    long rows = questions.stream().mapToLong(Evaluator::rows).sum();
    return rows * slots(questions);
  }

  private static long rows(Question question) {
    return question.choices().stream().filter(choice -> choice.length > 1).count() + 1;
  }

  private static int slots(List<Question> questions) {
    return questions.stream().mapToInt(q -> q.prompt().length + q.longestChoice()).max().orElse(0);
  }

  /** A choice of a question, on its way through the cache. */
  private record Trial(int question, int choice, int[] tokens) {}

  /** Every prompt is read once; only choices of several tokens go on from there. */
  private double[][] scoresOf(List<Question> questions) {
    double[][] scores = new double[questions.size()][];
    List<Trial> open = new ArrayList<>();
    try (KvCache cache = model.cache(slots(questions))) {
      List<int[]> prompts = questions.stream().map(Question::prompt).toList();
      float[][] next = cache.prefill(prompts, model::logits);
      for (int q = 0; q < scores.length; q++) {
        List<int[]> choices = questions.get(q).choices();
        double all = logSumExp(next[q]);
        scores[q] = new double[choices.size()];
        for (int c = 0; c < choices.size(); c++) {
          scores[q][c] = next[q][choices.get(c)[0]] - all;
          if (choices.get(c).length > 1) {
            open.add(new Trial(q, c, choices.get(c)));
          }
        }
      }
      if (!open.isEmpty()) {
        cache.select(open.stream().mapToInt(Trial::question).toArray());
        goOn(cache, open, scores);
      }
    }
    return scores;
  }

  private void goOn(KvCache cache, List<Trial> trials, double[][] scores) {
    List<Trial> open = trials;
    for (int at = 1; !open.isEmpty(); at++) {
      int position = at;
      int[] read = open.stream().mapToInt(t -> t.tokens[position - 1]).toArray();
      long[] targets = open.stream().mapToLong(t -> t.tokens[position]).toArray();
      float[] found =
          cache.step(read, (tape, hidden) -> model.logProbabilities(tape, hidden, targets));
      List<Trial> longer = new ArrayList<>();
      int[] keep = new int[open.size()];
      for (int i = 0; i < found.length; i++) {
        Trial trial = open.get(i);
        scores[trial.question][trial.choice] += found[i];
        if (trial.tokens.length > at + 1) {
          keep[longer.size()] = i;
          longer.add(trial);
        }
      }
      if (!longer.isEmpty() && longer.size() < open.size()) {
        cache.select(Arrays.copyOf(keep, longer.size()));
      }
      open = longer;
    }
  }

  private static double logSumExp(float[] values) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      largest = Math.max(largest, value);
    }
    double sum = 0;
    for (float value : values) {
      sum += Math.exp(value - largest);
    }
    return largest + Math.log(sum);
  }
}

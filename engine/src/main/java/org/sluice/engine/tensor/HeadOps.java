package org.sluice.engine.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.Arrays;

/** From hidden states to scores of all tokens, in pieces: no tensor of all scores is kept. */
public final class HeadOps {
  private static final PtNDArray[] NONE = {};

  private HeadOps() {}

  /**
   * Sum over rows of −log softmax(cap(h headᵀ + bias))[target], in nats; the end of a tape. The
   * head's own gradients, where it trains, are added at once.
   *
   * @param h [m, w]
   * @param softCap limit of the scores, see {@link MathOps#softCap}; 0 for none
   * @param target [m] i64
   */
  public static double crossEntropy(
      Tape tape, Var h, Linear head, double softCap, PtNDArray target) {
    if (head.adapted()) {
      Var loss = LossOps.tokenSum(tape, scored(tape, h, head, softCap), target);
      tape.endAt(loss);
      return loss.value.getFloat();
    }
    boolean learns = tape.records(h, head);
    PtNDArray[] result =
        call(
            tape,
            "cross_entropy",
            h.value,
            head.weight()[0],
            head.biasValues(),
            target,
            tape.ops().chunk(),
            softCap,
            learns ? head.gradients() : NONE,
            learns ? head.biasGradients() : NONE);
    tape.end(h, result[1]);
    return result[0].getDouble();
  }

  /** Scores of all tokens: [m][vocabulary]. */
  public static float[][] logits(Tape tape, Var h, Linear head, double softCap) {
    try (PtNDArray logits = scores(tape, h, head, softCap)) {
      int vocabulary = (int) logits.getShape().get(1);
      float[] flat = logits.toFloatArray();
      float[][] rows = new float[flat.length / vocabulary][];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = Arrays.copyOfRange(flat, i * vocabulary, (i + 1) * vocabulary);
      }
      return rows;
    }
  }

  /** The token with the highest score for each row. */
  public static int[] greedy(Tape tape, Var h, Linear head, double softCap) {
    try (PtNDArray logits = scores(tape, h, head, softCap);
        PtNDArray best = call(tape, "argmax", logits)[0]) {
      return Arrays.stream(best.toLongArray()).mapToInt(Math::toIntExact).toArray();
    }
  }

  /** Log probability of a given next token for each row. */
  public static float[] logProbabilities(
      Tape tape, Var h, Linear head, double softCap, long[] targets) {
    if (head.adapted()) {
      return adaptedLogProbabilities(logits(tape, h, head, softCap), targets);
    }
    try (PtNDArray target = (PtNDArray) tape.manager().create(targets);
        PtNDArray result =
            call(
                tape,
                "log_probabilities",
                h.value,
                head.weight()[0],
                head.biasValues(),
                target,
                tape.ops().chunk(),
                softCap)[0]) {
      return result.toFloatArray();
    }
  }

  private static float[] adaptedLogProbabilities(float[][] scores, long[] targets) {
    float[] found = new float[targets.length];
    for (int i = 0; i < found.length; i++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (float score : scores[i]) {
        largest = Math.max(largest, score);
      }
      double sum = 0;
      for (float score : scores[i]) {
        sum += Math.exp(score - largest);
      }
      found[i] = (float) (scores[i][(int) targets[i]] - largest - Math.log(sum));
    }
    return found;
  }

  /** Scores as a value of the tape, all at once: for heads that have something added to them. */
  public static Var scored(Tape tape, Var h, Linear head, double softCap) {
    Var scores = tape.linear(h, head);
    return softCap > 0 ? MathOps.softCap(tape, scores, softCap) : scores;
  }

  private static PtNDArray scores(Tape tape, Var h, Linear head, double softCap) {
    if (head.adapted()) {
      Var scores = scored(tape, h, head, softCap);
      return tape.ops().cast(tape.work(), scores.value, DType.FP32);
    }
    return call(tape, "logits", h.value, head.weight(h.rows()), head.biasValues(), softCap)[0];
  }

  private static PtNDArray[] call(Tape tape, String method, Object... arguments) {
    return tape.ops().torch().call(tape.work(), method, arguments);
  }
}

package org.sluice.text.fasttext;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A supervised model of fastText, .bin or the product-quantised .ftz, with the probabilities that
 * fastText itself gives. Any number of threads may use one.
 */
public final class FastTextModel {
  private static final int MAGIC = 793712314;
  private static final int NEWEST = 12;
  private static final int WITHOUT_SUBWORDS = 11;
  private static final int SUPERVISED = 3;
  private static final int HIERARCHICAL = 1;
  private static final int SOFTMAX = 3;
  private static final float SIGMOID_BOUND = 8;
  private static final int SIGMOID_STEPS = 512;
  private static final float LEAST = 1e-5f;

  private final int width;
  private final int loss;
  private final Vocabulary vocabulary;
  private final List<String> labels;
  private final Matrix input;
  private final Matrix output;
  private final LabelTree tree;

  /** A label with its probability. */
  public record Prediction(String label, double probability) {}

  private FastTextModel(int width, int loss, Vocabulary vocabulary, Matrix input, Matrix output) {
    this.width = width;
    this.loss = loss;
    this.vocabulary = vocabulary;
    this.labels = vocabulary.labels();
    this.input = input;
    this.output = output;
    this.tree = loss == HIERARCHICAL ? new LabelTree(vocabulary.labelCounts()) : null;
  }

  /**
   * Reads a model.
   *
   * @throws IOException when the bytes are no supervised model of fastText, or end too early
   */
  public static FastTextModel read(InputStream file) throws IOException {
    ModelBytes in = new ModelBytes(new BufferedInputStream(file, 1 << 16));
    try {
      int magic = in.int32();
      int version = magic == MAGIC ? in.int32() : 0;
      if (magic != MAGIC || version > NEWEST) {
        throw new IOException("no model of fastText 0.9");
      }
      int width = in.int32();
      skip(in, 4); // window, epochs, least count, negatives
      int wordGrams = in.int32();
      int loss = in.int32();
      int kind = in.int32();
      int buckets = in.int32();
      int shortest = in.int32();
      int longest = in.int32();
      skip(in, 1); // update rate
      in.float64(); // sampling
      if (kind != SUPERVISED) {
        throw new IOException("the model gives vectors, no labels");
      }
      if (version == WITHOUT_SUBWORDS) {
        longest = 0;
      }
      Vocabulary vocabulary =
          Vocabulary.read(in, new Vocabulary.Arguments(wordGrams, buckets, shortest, longest));
      boolean quantised = in.bool();
      Matrix input = Matrix.read(in, quantised);
      boolean quantisedOutput = in.bool();
      Matrix output = Matrix.read(in, quantised && quantisedOutput);
      return new FastTextModel(width, loss, vocabulary, input, output);
    } catch (EOFException e) {
      throw new IOException("the model is cut off", e);
    }
  }

  private static void skip(ModelBytes in, int numbers) throws IOException {
    for (int i = 0; i < numbers; i++) {
      in.int32();
    }
  }

  public List<String> labels() {
    return labels;
  }

  /**
   * The likeliest labels of a line, at most {@code most}; what is behind a line feed is not read.
   */
  public List<Prediction> predict(String line, int most) {
    float[] probabilities = probabilities(line);
    if (probabilities == null) {
      return List.of();
    }
    List<Prediction> predictions = new ArrayList<>();
    IntStream.range(0, labels.size())
        .boxed()
        .filter(label -> probabilities[label] > 0)
        .sorted(Comparator.comparing(label -> -probabilities[label]))
        .limit(most)
        .forEach(label -> predictions.add(new Prediction(labels.get(label), probabilities[label])));
    return predictions;
  }

  /** The probability of one label; 0 for a label that the model has not. */
  public double probability(String line, String label) {
    int at = labels.indexOf(label);
    float[] probabilities = at < 0 ? null : probabilities(line);
    return probabilities == null ? 0 : probabilities[at];
  }

  private float[] probabilities(String line) {
    int[] rows = vocabulary.rows(line);
    if (rows.length == 0) {
      return null;
    }
    float[] hidden = new float[width];
    for (int row : rows) {
      input.addRow(hidden, row);
    }
    float scale = (float) (1.0 / rows.length);
    for (int i = 0; i < width; i++) {
      hidden[i] *= scale;
    }
    if (tree != null) {
      return tree.probabilities(hidden, output);
    }
    float[] scores = new float[labels.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = output.dotRow(hidden, i);
    }
    float[] probabilities = loss == SOFTMAX ? softmax(scores) : sigmoids(scores);
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] += LEAST; // fastText takes the logarithm of so much more
    }
    return probabilities;
  }

  private static float[] softmax(float[] scores) {
    float most = Float.NEGATIVE_INFINITY;
    for (float score : scores) {
      most = Math.max(most, score);
    }
    float sum = 0;
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) Math.exp(scores[i] - most);
      sum += scores[i];
    }
    for (int i = 0; i < scores.length; i++) {
      scores[i] /= sum;
    }
    return scores;
  }

  /** By fastText's table. */
  private static float[] sigmoids(float[] scores) {
    for (int i = 0; i < scores.length; i++) {
      float x = scores[i];
      if (x < -SIGMOID_BOUND || x > SIGMOID_BOUND) {
        scores[i] = x < 0 ? 0 : 1;
      } else {
        int step = (int) ((x + SIGMOID_BOUND) * SIGMOID_STEPS / SIGMOID_BOUND / 2);
        float at = step * 2 * SIGMOID_BOUND / SIGMOID_STEPS - SIGMOID_BOUND;
        scores[i] = (float) (1.0 / (1.0 + Math.exp(-at)));
      }
    }
    return scores;
  }
}

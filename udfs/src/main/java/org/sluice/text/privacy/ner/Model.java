package org.sluice.text.privacy.ner;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.sluice.text.privacy.ner.crf.Transitions;

/**
 * Weights of a trained tagger: a row of one byte a label for each hashed feature, in units of
 * {@link #UNIT}, and the weights of label after label.
 */
public final class Model {
  /** Weights are multiples of this; those of a trained tagger lie within plus and minus 4. */
  static final float UNIT = 1 / 32f;

  private static final int FORMAT = 1;
  private static final int LABELS = EntityType.LABELS;

  private final byte[] weights; // [row * LABELS + label]
  private final float[] following; // weights of label after label, [before * LABELS + label]
  private final Transitions transitions;

  Model(byte[] weights, float[] transitions) {
    this.weights = weights;
    this.following = transitions;
    this.transitions = transitions(transitions);
  }

  /** Rounds trained weights. */
  public static Model of(float[] weights, float[] transitions) {
    byte[] rounded = new byte[weights.length];
    for (int i = 0; i < weights.length; i++) {
      rounded[i] = (byte) Math.max(-127, Math.min(127, Math.round(weights[i] / UNIT)));
    }
    return new Model(rounded, transitions.clone());
  }

  int rows() {
    return weights.length / LABELS;
  }

  Transitions transitions() {
    return transitions;
  }

  /**
   * Transitions of weights of label after label: what {@link EntityType#mayFollow} says, a text
   * begins as after a token outside and may end anywhere.
   *
   * @param weights {@code [before * LABELS + label]}
   */
  public static Transitions transitions(float[] weights) {
    float[] all = new float[(LABELS + 2) * LABELS];
    for (int i = 0; i < LABELS * LABELS; i++) {
      boolean allowed = EntityType.mayFollow(i / LABELS, i % LABELS);
      all[2 * LABELS + i] = allowed ? weights[i] : Float.NEGATIVE_INFINITY;
    }
    System.arraycopy(all, (2 + EntityType.OUTSIDE) * LABELS, all, 0, LABELS);
    return Transitions.of(all, LABELS);
  }

  /** Adds the rows of a token's features up into {@code scores}. */
  void score(int[] rows, int count, float[] scores) {
    int[] sums = new int[LABELS];
    for (int i = 0; i < count; i++) {
      int row = rows[i] * LABELS;
      for (int label = 0; label < LABELS; label++) {
        sums[label] += weights[row + label];
      }
    }
    for (int label = 0; label < LABELS; label++) {
      scores[label] = sums[label] * UNIT;
    }
  }

  /** Writes the model, compressed. */
  public void write(OutputStream out) throws IOException {
    GZIPOutputStream zip =
        new GZIPOutputStream(out) {
          {
            def.setLevel(Deflater.BEST_COMPRESSION);
          }
        };
    DataOutputStream data = new DataOutputStream(zip);
    data.writeInt(FORMAT);
    data.writeInt(LABELS);
    data.writeInt(rows());
    for (float transition : following) {
      data.writeFloat(transition);
    }
    // label by label: columns are more alike than rows
    byte[] column = new byte[rows()];
    for (int label = 0; label < LABELS; label++) {
      for (int row = 0; row < column.length; row++) {
        column[row] = weights[row * LABELS + label];
      }
      data.write(column);
    }
    data.flush();
    zip.finish();
  }

  /** Reads a model that this package ships. */
  static Model shipped(String resource) {
    try (InputStream in = Model.class.getResourceAsStream(resource)) {
      return read(in);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the model " + resource, e);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static Model read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    }
  }

  private static Model read(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(new GZIPInputStream(in, 1 << 16));
    if (data.readInt() != FORMAT || data.readInt() != LABELS) {
      throw new IllegalStateException("the model is of another version");
    }
    int rows = data.readInt();
    float[] transitions = new float[LABELS * LABELS];
    for (int i = 0; i < transitions.length; i++) {
      transitions[i] = data.readFloat();
    }
    byte[] weights = new byte[rows * LABELS];
    byte[] column = new byte[rows];
    for (int label = 0; label < LABELS; label++) {
      data.readFully(column);
      for (int row = 0; row < rows; row++) {
        weights[row * LABELS + label] = column[row];
      }
    }
    return new Model(weights, transitions);
  }
}

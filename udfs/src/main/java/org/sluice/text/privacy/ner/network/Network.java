package org.sluice.text.privacy.ner.network;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Two bidirectional recurrent layers and a conditional random field over the words and letters of a
 * text. Safe for use by many threads; loaded once a JVM, when it is first asked.
 */
public final class Network {
  private static final int FORMAT = 1;
  private static final List<String> NAMES = List.of("PER", "LOC", "ORG");

  /** Stretches of less are not told of. */
  private static final double LEAST = 0.02;

  private static final class Words {
    static final Network NETWORK = read("lac.bin");
  }

  private static final class Letters {
    static final Network NETWORK = read("lac-small.bin");
  }

  private final Units units;
  private final Matrix.Rounded embeddings;
  private final List<GruLayer> layers; // forward and backward, in turn
  private final Matrix out;
  private final float[] outBias;
  private final List<String> labels;
  private final double[] transitions; // exp of the first, the last, and label after label

  private Network(DataInputStream in) throws IOException {
    if (in.readInt() != FORMAT) {
      throw new IllegalStateException("the network is of another version");
    }
    int hidden = in.readInt();
    units = Units.read(in);
    embeddings = Matrix.Rounded.read(in);
    List<GruLayer> read = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      read.add(GruLayer.read(in, hidden));
    }
    layers = List.copyOf(read);
    out = Matrix.read(in);
    outBias = Matrix.floats(in, out.columns());
    List<String> names = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      names.add(in.readUTF());
    }
    labels = List.copyOf(names);
    float[] weights = Matrix.floats(in, labels.size() * (labels.size() + 2));
    transitions = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      transitions[i] = StrictMath.exp(weights[i]);
    }
  }

  private static Network read(String resource) {
    try (DataInputStream in =
        new DataInputStream(
            new GZIPInputStream(Network.class.getResourceAsStream(resource), 1 << 16))) {
      return new Network(in);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the network " + resource, e);
    }
  }

  /** The shipped network over words: the surer one. */
  public static Network words() {
    return Words.NETWORK;
  }

  /** The shipped network over single letters, which no word hides the end of a name from. */
  public static Network letters() {
    return Letters.NETWORK;
  }

  /** The units of a text and the probabilities of their labels. */
  record Labelled(int[] ends, int count, LabelLattice lattice) {}

  /** Labels a text of at least one letter. */
  Labelled label(String text) {
    int[] rows = new int[text.length()];
    int[] ends = new int[text.length()];
    int count = units.cut(text, rows, ends);
    int width = embeddings.columns();
    float[] x = new float[count * width];
    for (int i = 0; i < count; i++) {
      embeddings.row(rows[i], x, i * width);
    }
    for (int layer = 0; layer < layers.size(); layer += 2) {
      int hidden = layers.get(layer).state().rows();
      float[] y = new float[2 * count * hidden];
      layers.get(layer).run(x, count, false, y, 0);
      layers.get(layer + 1).run(x, count, true, y, hidden);
      x = y;
    }
    float[] scores = new float[count * labels.size()];
    float[] score = new float[labels.size()];
    for (int i = 0; i < count; i++) {
      System.arraycopy(outBias, 0, score, 0, score.length);
      out.addProduct(x, i * out.rows(), score);
      System.arraycopy(score, 0, scores, i * score.length, score.length);
    }
    return new Labelled(ends, count, new LabelLattice(transitions, labels.size(), scores, count));
  }

  /** The stretches of a text that may be a person, a place or an organisation, also overlapping. */
  public List<Span> spans(String text) {
    List<Span> spans = new ArrayList<>();
    if (text.isEmpty()) {
      return spans;
    }
    Labelled labelled = label(text);
    int[] ends = labelled.ends();
    for (String name : NAMES) {
      int first = labels.indexOf(name + "-B");
      int further = labels.indexOf(name + "-I");
      for (int i = 0; i < labelled.count(); i++) {
        int start = i == 0 ? 0 : ends[i - 1];
        labelled
            .lattice()
            .stretches(
                i,
                first,
                further,
                LEAST,
                (end, probability) -> spans.add(new Span(name, start, ends[end - 1], probability)));
      }
    }
    return spans;
  }
}

package org.sluice.text.privacy.ner.network;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.sluice.text.privacy.ner.crf.Lattice;
import org.sluice.text.privacy.ner.crf.Transitions;

/**
 * Two bidirectional recurrent layers and a conditional random field over the words and letters of a
 * text. Safe for use by many threads; loaded once a JVM, when it is first asked.
 */
public final class Network {
  private static final int FORMAT = 1;
  private static final List<String> NAMES = List.of("PER", "LOC", "ORG");

  /** Stretches of less are not told of. */
  private static final double LEAST = 0.02;

  /** The rows and the ends of a text's units, and which text it is. */
  private record Cut(int text, int[] rows, int[] ends) {
    static Cut of(Units units, String text, int number) {
      int[] rows = new int[text.length()];
      int[] ends = new int[text.length()];
      int count = units.cut(text, rows, ends);
      return new Cut(number, Arrays.copyOf(rows, count), Arrays.copyOf(ends, count));
    }
  }

  private static final Comparator<Cut> LONGEST_FIRST =
      Comparator.comparingInt(cut -> -cut.rows.length);

  private static final class Words {
    static final Network NETWORK = read("lac.bin");
  }

  private static final class Letters {
    static final Network NETWORK = read("lac-small.bin");
  }

  private final Units units;
  private final UnitInputs inputs;
  private final List<GruLayer> layers; // forward and backward, in turn
  private final Matrix out;
  private final float[] outBias;
  private final List<String> labels;
  private final Transitions transitions;

  private Network(DataInputStream in) throws IOException {
    if (in.readInt() != FORMAT) {
      throw new IllegalStateException("the network is of another version");
    }
    int hidden = in.readInt();
    units = Units.read(in);
    Matrix.Rounded embeddings = Matrix.Rounded.read(in);
    List<GruLayer> read = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      read.add(GruLayer.read(in, hidden));
    }
    layers = List.copyOf(read);
    inputs = new UnitInputs(embeddings, layers.get(0), layers.get(1));
    out = Matrix.read(in);
    outBias = Matrix.floats(in, out.columns());
    List<String> names = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      names.add(in.readUTF());
    }
    labels = List.copyOf(names);
    float[] weights = Matrix.floats(in, labels.size() * (labels.size() + 2));
    transitions = Transitions.of(weights, labels.size());
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
  record Labelled(int[] ends, Lattice lattice) {}

  /** Labels texts side by side. */
  List<Labelled> label(List<String> texts) {
    if (texts.isEmpty()) {
      return List.of();
    }
    List<Cut> cuts = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      cuts.add(Cut.of(units, texts.get(i), i));
    }
    cuts.sort(LONGEST_FIRST);
    float[][][] scores = scores(cuts);
    Labelled[] labelled = new Labelled[cuts.size()];
    for (int i = 0; i < scores.length; i++) {
      Lattice lattice = new Lattice(transitions);
      lattice.set(scores[i], scores[i].length);
      lattice.sum();
      labelled[cuts.get(i).text] = new Labelled(cuts.get(i).ends, lattice);
    }
    return List.of(labelled);
  }

  /** Scores of the labels, {@code [sequence][unit][label]}, from the longest sequence on. */
  private float[][][] scores(List<Cut> cuts) {
    int lanes = cuts.size();
    float[][][] forward = new float[lanes][][];
    float[][][] backward = new float[lanes][][];
    for (int n = 0; n < lanes; n++) {
      int[] rows = cuts.get(n).rows;
      forward[n] = new float[rows.length][];
      backward[n] = new float[rows.length][];
      inputs.of(rows, forward[n], backward[n]);
    }
    float[][][] first = layer(0, forward, backward);
    for (int n = 0; n < lanes; n++) {
      forward[n] = layers.get(2).before(first[n]);
      backward[n] = layers.get(3).before(first[n]);
    }
    float[][][] x = layer(2, forward, backward);
    float[][][] scores = new float[lanes][][];
    for (int n = 0; n < lanes; n++) {
      scores[n] = new float[x[n].length][];
      Arrays.setAll(scores[n], step -> outBias.clone());
      out.addProducts(x[n], scores[n], x[n].length);
    }
    return scores;
  }

  /** Hidden states of both directions, {@code [sequence][unit][2 hidden]}. */
  private float[][][] layer(int layer, float[][][] forward, float[][][] backward) {
    int hidden = layers.get(layer).state().rows();
    float[][][] states = new float[forward.length][][];
    for (int n = 0; n < forward.length; n++) {
      states[n] = new float[forward[n].length][2 * hidden];
    }
    layers.get(layer).run(forward, false, states, 0);
    layers.get(layer + 1).run(backward, true, states, hidden);
    return states;
  }

  /**
   * The stretches of texts that may be a person, a place or an organisation, also overlapping. Many
   * texts at once take less time than one by one, and have the same stretches to the bit; memory is
   * 7 KB a unit.
   */
  public List<List<Span>> spans(List<String> texts) {
    return label(texts).stream().map(this::spans).toList();
  }

  private List<Span> spans(Labelled labelled) {
    List<Span> spans = new ArrayList<>();
    int[] ends = labelled.ends();
    for (String name : NAMES) {
      int first = labels.indexOf(name + "-B");
      int further = labels.indexOf(name + "-I");
      for (int i = 0; i < ends.length; i++) {
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

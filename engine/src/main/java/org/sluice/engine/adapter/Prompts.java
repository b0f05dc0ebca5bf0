package org.sluice.engine.adapter;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.sluice.engine.model.Extra;
import org.sluice.engine.tensor.Change;
import org.sluice.engine.tensor.ShapeOps;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;

/** What prompt methods add to a pass: a matrix that a formula makes of their parameters. */
final class Prompts {
  private Prompts() {}

  /** The formula's first rows stand in front of every sequence as embeddings. */
  static final class Virtual implements Extra {
    private final Change encoder;
    private final int tokens;
    private final int stored;
    private Var rows;

    /**
     * @param tokens rows that are used
     * @param stored rows that the formula makes
     */
    Virtual(Change encoder, int tokens, int stored) {
      this.encoder = encoder;
      this.tokens = tokens;
      this.stored = stored;
    }

    @Override
    public void begin(Tape tape) {
      Var all = tape.formula(encoder);
      rows = stored == tokens ? all : tape.pick(all, firstRows(tape, tokens));
    }

    private static PtNDArray firstRows(Tape tape, int count) {
      return (PtNDArray) tape.manager().create(LongStream.range(0, count).toArray());
    }

    @Override
    public Optional<Var> virtual(Tape tape) {
      return Optional.of(rows);
    }

    @Override
    public int virtualTokens() {
      return tokens;
    }
  }

  /**
   * The formula's rows, cut into a key and a value for each layer, stand in front of the keys and
   * values of every sequence.
   */
  static final class Prefix implements Extra {
    private final Change encoder;
    private final int tokens;
    private final int layers;
    private final int width;
    private final int stride;
    private List<Var> pieces;

    /**
     * @param layers that have a stored prefix
     * @param width of a key or a value
     * @param stride layer i takes the stored prefix of layer stride · i modulo the layers
     */
    Prefix(Change encoder, int tokens, int layers, int width, int stride) {
      this.encoder = encoder;
      this.tokens = tokens;
      this.layers = layers;
      this.width = width;
      this.stride = stride;
    }

    @Override
    public void begin(Tape tape) {
      int[] widths = new int[2 * layers];
      Arrays.fill(widths, width);
      pieces = ShapeOps.split(tape, tape.formula(encoder), 1, widths);
    }

    @Override
    public Optional<List<Var>> prefix(Tape tape, int layer) {
      int from = stride * layer % layers;
      return Optional.of(List.of(pieces.get(2 * from), pieces.get(2 * from + 1)));
    }

    @Override
    public int prefixTokens() {
      return tokens;
    }
  }
}

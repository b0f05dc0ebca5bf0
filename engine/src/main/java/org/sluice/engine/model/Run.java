package org.sluice.engine.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.sluice.engine.tensor.AttentionKind;
import org.sluice.engine.tensor.AttentionOps;
import org.sluice.engine.tensor.MathOps;
import org.sluice.engine.tensor.ScoreBias;
import org.sluice.engine.tensor.ShapeOps;
import org.sluice.engine.tensor.Spans;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;
import org.sluice.engine.tensor.Weight;

/**
 * One pass of positions through a model: all that differs between training, reading a prompt into a
 * cache, and generation. An architecture asks it for embeddings, positions and attention.
 */
final class Run {
  /** Sees the hidden states: number 0 behind the embedding, then behind each layer. */
  interface Watcher extends BiConsumer<Integer, Var> {}

  private final Tape tape;
  private final Extra extra;
  private final PtNDArray ids;
  private final Layout layout;
  private final PtNDArray positions;
  private final Optional<PtNDArray> wanted;
  private final Optional<AttentionCache> cache;
  private final Watcher watcher;
  private final Optional<Pass.Attention> stacked;
  private final Optional<UnaryOperator<Var>> layers;
  private final Optional<PtNDArray> types;
  private final Optional<Balance> balance;
  private final Optional<Cross> cross;
  private final Dropout dropout;
  private Var query;

  private Run(Builder builder, PtNDArray positions) {
    tape = builder.tape;
    extra = builder.extra;
    ids = builder.ids;
    layout = builder.layout;
    wanted = builder.wanted;
    cache = builder.cache;
    watcher = builder.watcher;
    stacked = builder.stacked;
    layers = builder.layers;
    types = builder.types;
    balance = builder.balance;
    cross = builder.cross;
    dropout = builder.dropout;
    this.positions = positions;
  }

  /** Gathers what a pass is made of. */
  static final class Builder {
    private final Tape tape;
    private final PtNDArray ids;
    private Layout layout;
    private Extra extra = Extra.NONE;
    private Optional<PtNDArray> wanted = Optional.empty();
    private Optional<AttentionCache> cache = Optional.empty();
    private Watcher watcher = (number, state) -> {};
    private Optional<Pass.Attention> stacked = Optional.empty();
    private Optional<UnaryOperator<Var>> layers = Optional.empty();
    private Optional<PtNDArray> types = Optional.empty();
    private Optional<Balance> balance = Optional.empty();
    private Optional<Cross> cross = Optional.empty();
    private Dropout dropout = Dropout.NONE;

    /**
     * @param ids token ids [n] i32
     */
    Builder(Tape tape, PtNDArray ids) {
      this.tape = tape;
      this.ids = ids;
    }

    /** The sequences; without them a pass only knows stacked attention. */
    Builder layout(Layout of) {
      layout = of;
      return this;
    }

    Builder extra(Extra of) {
      extra = of;
      return this;
    }

    /** The only positions whose result is wanted, [m] i64. */
    Builder wanted(PtNDArray places) {
      wanted = Optional.of(places);
      return this;
    }

    /** Writes keys and values there; a cache that has been read into gives those of before. */
    Builder cache(AttentionCache of) {
      cache = Optional.of(of);
      return this;
    }

    Builder watcher(Watcher of) {
      watcher = of;
      return this;
    }

    /** Attention over q, k and v side by side, for architectures that can leave it at that. */
    Builder stacked(Pass.Attention of) {
      stacked = Optional.of(of);
      return this;
    }

    /** All layers at once, in place of the architecture's own way through them. */
    Builder layers(UnaryOperator<Var> of) {
      layers = Optional.of(of);
      return this;
    }

    /** Which of two texts each position belongs to, [n] i32. */
    Builder types(PtNDArray of) {
      types = Optional.of(of);
      return this;
    }

    /** Gathers what routers of experts do, for a loss that keeps them in balance. */
    Builder balance(Optional<Balance> of) {
      balance = of;
      return this;
    }

    /** What a decoder attends to besides itself. */
    Builder cross(Cross of) {
      cross = Optional.of(of);
      return this;
    }

    /** What the model drops of itself on a training tape. */
    Builder dropout(Dropout of) {
      dropout = of;
      return this;
    }

    Run build() {
      PtNDArray positions =
          layout == null ? null : (PtNDArray) tape.manager().create(layout.positions());
      return new Run(this, positions);
    }
  }

  Tape tape() {
    return tape;
  }

  Extra extra() {
    return extra;
  }

  Layout layout() {
    return layout;
  }

  /** Token ids [n] i32, without virtual tokens. */
  PtNDArray ids() {
    return ids;
  }

  Optional<PtNDArray> types() {
    return types;
  }

  Optional<Pass.Attention> stacked() {
    return stacked;
  }

  Optional<UnaryOperator<Var>> layers() {
    return layers;
  }

  /** What each position counts as, [n] i64. */
  PtNDArray positions() {
    return positions;
  }

  /** One more than the largest position: how long tables of positions must be. */
  int reach() {
    return cache.map(c -> c.reading() ? layout.reach() : c.used()).orElse(layout.reach());
  }

  /** Embeddings, some of whose elements are dropped where the model does so. */
  Var dropEmbedding(Var x) {
    return MathOps.dropout(tape, x, dropout.embedding());
  }

  /** What a part gives to the residual stream, dropped where the model does so. */
  Var drop(Var y) {
    return MathOps.dropout(tape, y, dropout.residual());
  }

  /** Word embeddings times a factor, virtual tokens in front of each sequence: [n, w] f. */
  Var embed(Weight table, double factor) {
    extra.begin(tape);
    Var words = MathOps.scale(tape, tape.embed(table, ids), factor);
    if (layout == null || layout.added() == 0) {
      return words;
    }
    Var all = ShapeOps.rows(tape, List.of(extra.virtual(tape).orElseThrow(), words));
    return tape.pick(all, (PtNDArray) tape.manager().create(layout.rows()));
  }

  /** Rows of an embedding of positions that begin at {@code first} in it: [n, w] f. */
  Var embedPositions(Weight table, int first) {
    long[] places = positions.toLongArray();
    int[] rows = new int[places.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Math.toIntExact(places[i]) + first;
    }
    return tape.embed(table, (PtNDArray) tape.manager().create(rows, new Shape(rows.length)));
  }

  /** Rows of an embedding of the text that each position belongs to, the first unless said. */
  Var embedTypes(Weight table) {
    int n = layout.positions().length;
    PtNDArray zeros = (PtNDArray) tape.manager().create(new int[n]);
    return tape.embed(table, types.orElse(zeros));
  }

  /**
   * Rows of an embedding of positions that are counted over real tokens alone.
   *
   * @param first row of a sequence's first real token
   * @param padding row of padding
   */
  Var embedRealPositions(Weight table, int first, int padding) {
    int[] rows = layout.realPositions();
    for (int i = 0; i < rows.length; i++) {
      rows[i] = rows[i] < 0 ? padding : rows[i] + first;
    }
    return tape.embed(table, (PtNDArray) tape.manager().create(rows, new Shape(rows.length)));
  }

  /** x with zeros where padding is. */
  Var masked(Var x) {
    int[] places = layout.realPositions();
    float[] mask = new float[places.length];
    boolean padded = false;
    for (int i = 0; i < mask.length; i++) {
      mask[i] = places[i] < 0 ? 0 : 1;
      padded |= places[i] < 0;
    }
    if (!padded) {
      return x;
    }
    PtNDArray column = (PtNDArray) tape.manager().create(mask, new Shape(mask.length, 1));
    return MathOps.multiply(tape, x, tape.constant(column));
  }

  /** Attention to the states of an encoder: [n, heads · dim]. */
  Var cross(int layer, Var q, Supplier<List<Var>> keysAndValues, AttentionKind kind) {
    Cross to = cross.orElseThrow();
    List<Var> kv = to.keysAndValues(layer, keysAndValues);
    return AttentionOps.attend(
        tape, q, kv.get(0), kv.get(1), Optional.empty(), Optional.empty(), to.spans(), kind);
  }

  /** The encoder's states that a decoder attends to. */
  Var encoded() {
    return cross.orElseThrow().states();
  }

  /** Turns the channels of q or k by the positions; see {@link AttentionOps#rotate}. */
  Var rotate(Var x, Rope rope, int heads, int first, boolean interleaved) {
    return AttentionOps.rotate(tape, x, positions, rope.table(reach()), heads, first, interleaved);
  }

  /** Attention of a layer to its own sequence: [n, heads · dim]. */
  Var attend(int layer, Var q, Var k, Var v, Optional<ScoreBias> bias, AttentionKind kind) {
    query = q;
    Optional<List<Var>> before = extra.prefix(tape, layer);
    if (cache.isPresent() && !cache.get().reading()) {
      return cache.get().attend(tape, layer, new Var[] {q, k, v}, bias, kind);
    }
    cache.ifPresent(c -> c.fill(tape, layer, k, v, before));
    return AttentionOps.attend(tape, q, k, v, bias, before, layout.spans(), kind);
  }

  Var attend(int layer, Var q, Var k, Var v, AttentionKind kind) {
    return attend(layer, q, k, v, Optional.empty(), kind);
  }

  /** What the residual stream gets of an attention, of the wanted positions alone. */
  Var attended(int layer, boolean last, Var y) {
    if (extra == Extra.NONE) {
      return drop(y);
    }
    Var q = last ? wanted(query) : query;
    return drop(extra.attention(tape, layer, q, y));
  }

  /** The residual stream x with what a feed-forward part gives to it. */
  Var fed(int layer, Var x, Var y) {
    return fed(layer, y, given -> tape.add(x, given));
  }

  /**
   * The same where a norm follows.
   *
   * @param stream adds to the residual stream, and norms the sum
   */
  Var fed(int layer, Var y, UnaryOperator<Var> stream) {
    return stream.apply(drop(extra.feedForward(tape, layer, y, stream)));
  }

  /** Whether the last layer may leave positions out that are not wanted. */
  boolean narrows() {
    return balance.isEmpty();
  }

  /** The wanted rows: nothing behind the last attention looks at other positions. */
  Var wanted(Var x) {
    return wanted.map(places -> tape.pick(x, places)).orElse(x);
  }

  /** Shows hidden states to whoever watches. */
  void see(int number, Var state) {
    watcher.accept(number, state);
  }

  /**
   * Told by each mixture of experts.
   *
   * @param logits of the router, [n, experts]
   */
  void routed(Var logits, int chosen) {
    balance.ifPresent(b -> b.add(tape, logits, chosen));
  }

  /** Where the sequences lie. */
  Spans spans() {
    return layout.spans();
  }
}

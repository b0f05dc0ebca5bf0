package org.sluice.engine.model;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.sluice.base.Check;
import org.sluice.engine.tensor.AttentionKind;
import org.sluice.engine.tensor.AttentionOps;
import org.sluice.engine.tensor.Packing;
import org.sluice.engine.tensor.ScoreBias;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;

/**
 * Keys and values of what a batch of rows has read, so that each further token costs one position.
 * First {@link #prefill}, then {@link #step} as often as wanted. Both hand the hidden states of
 * each row's last token to a reader, who turns them into scores by {@link CausalModel#logits},
 * {@link CausalModel#greedy} or {@link CausalModel#logProbabilities}.
 *
 * <p>Keys and values are kept in float: rows · slots · layers · 2 · kvHeads · headDim · 4 bytes.
 */
public final class KvCache implements AutoCloseable {
  /** Reads the hidden states of each row's last token, [rows, hidden], while their tape is open. */
  public interface Reader<T> {
    T read(Tape tape, Var hidden);
  }

  private final CausalModel model;
  private final PtNDManager manager;
  private final int slots;
  private final List<PtNDArray> keys = new ArrayList<>();
  private final List<PtNDArray> values = new ArrayList<>();
  private final List<List<Integer>> texts = new ArrayList<>();
  private long[] lengths = {};
  private int room;
  private boolean reading;

  KvCache(CausalModel model, int slots) {
    this.model = model;
    this.slots = slots;
    room = slots;
    manager = model.torch().scope();
  }

  /** Rows now. */
  public int rows() {
    return lengths.length;
  }

  /** Tokens that each row holds. */
  public long[] lengths() {
    return lengths.clone();
  }

  /** Reads the prompts, one a row; what the cache held before is gone. */
  public <T> T prefill(List<int[]> prompts, Reader<T> reader) {
    for (int[] prompt : prompts) {
      Check.that(
          prompt.length >= 1 && prompt.length <= slots,
          "a prompt must have 1 to %d tokens, got %d",
          slots,
          prompt.length);
    }
    clear();
    texts.clear();
    prompts.forEach(prompt -> texts.add(IntStream.of(prompt).boxed().toList()));
    Packing apart = new Packing(prompts.stream().mapToInt(p -> p.length).toArray());
    int[] ids = prompts.stream().flatMapToInt(Arrays::stream).toArray();
    long[] last = apart.lengths();
    Arrays.parallelPrefix(last, Long::sum);
    long[] wanted = Arrays.stream(last).map(p -> p - 1).toArray();
    try (Tape tape = model.inferenceTape()) {
      Var hidden =
          model.stacks(slots)
              ? stacked(tape, new Sequences(ids, apart, wanted).sharingPrefix(), apart.lengths())
              : general(tape, ids, apart.lengths(), wanted);
      return reader.read(tape, hidden);
    }
  }

  private Var stacked(Tape tape, Sequences sequences, long[] rows) {
    lengths = rows;
    Packing packing = sequences.packing();
    int width = model.heads().keyValue() * model.heads().dim();
    for (int i = 0; i < model.config().numHiddenLayers(); i++) {
      allocate(width, width);
    }
    PtNDArray[] rope = model.decoder().rope().table(slots);
    PtNDArray wanted = (PtNDArray) tape.manager().create(sequences.wanted());
    Pass.Attention fill =
        (layer, qkv) -> {
          tape.fill(keys.get(layer), values.get(layer), qkv, rope, packing, model.heads());
          return tape.attention(qkv, rope, packing, model.heads());
        };
    Run.Builder run = model.run(tape, sequences.ids()).stacked(fill).wanted(wanted);
    return model.decoder().forward(run.build());
  }

  private Var general(Tape tape, int[] ids, long[] rows, long[] wanted) {
    Layout layout = model.layout(rows);
    room = slots + model.extra().virtualTokens() + model.extra().prefixTokens();
    lengths =
        Arrays.stream(layout.lengths())
            .mapToLong(n -> n + (long) model.extra().prefixTokens())
            .toArray();
    reading = true;
    PtNDArray places = (PtNDArray) tape.manager().create(layout.moved(wanted));
    Run run = model.run(tape, ids).layout(layout).cache(this).wanted(places).build();
    Var hidden = model.decoder().forward(run);
    reading = false;
    return hidden;
  }

  private void allocate(long keyWidth, long valueWidth) {
    Shape shape = new Shape(lengths.length, room, keyWidth);
    keys.add((PtNDArray) manager.zeros(shape, DataType.FLOAT32));
    Shape other = new Shape(lengths.length, room, valueWidth);
    values.add((PtNDArray) manager.zeros(other, DataType.FLOAT32));
  }

  /** Whether prompts are being read, not single tokens. */
  boolean reading() {
    return reading;
  }

  /** Slots that the longest row uses, its newest token among them. */
  int used() {
    return 1 + (int) Arrays.stream(lengths).max().orElse(0);
  }

  /** Takes in keys and values of the prompts that are being read. */
  void fill(Tape tape, int layer, Var k, Var v, Optional<List<Var>> before) {
    allocate(k.columns(), v.columns());
    int first = before.map(b -> (int) b.get(0).rows()).orElse(0);
    LongStream.Builder own = LongStream.builder();
    LongStream.Builder shared = LongStream.builder();
    LongStream.Builder source = LongStream.builder();
    for (int row = 0; row < lengths.length; row++) {
      for (int i = 0; i < lengths[row]; i++) {
        (i < first ? shared : own).add((long) row * room + i);
        if (i < first) {
          source.add(i);
        }
      }
    }
    PtNDArray at = (PtNDArray) tape.manager().create(own.build().toArray());
    AttentionOps.write(tape, keys.get(layer), k, at);
    AttentionOps.write(tape, values.get(layer), v, at);
    if (before.isPresent()) {
      PtNDArray places = (PtNDArray) tape.manager().create(shared.build().toArray());
      PtNDArray rows = (PtNDArray) tape.manager().create(source.build().toArray());
      AttentionOps.write(tape, keys.get(layer), tape.pick(before.get().get(0), rows), places);
      AttentionOps.write(tape, values.get(layer), tape.pick(before.get().get(1), rows), places);
    }
  }

  /** Attention of one new token a row, whose key and value are taken in first. */
  Var attend(Tape tape, int layer, Var[] qkv, Optional<ScoreBias> bias, AttentionKind kind) {
    long[] places = new long[lengths.length];
    for (int row = 0; row < places.length; row++) {
      places[row] = (long) row * room + lengths[row];
    }
    PtNDArray at = (PtNDArray) tape.manager().create(places);
    PtNDArray last = (PtNDArray) tape.manager().create(lengths);
    AttentionOps.write(tape, keys.get(layer), qkv[1], at);
    AttentionOps.write(tape, values.get(layer), qkv[2], at);
    return AttentionOps.cached(
        tape, qkv[0], keys.get(layer), values.get(layer), bias, last, used(), kind);
  }

  /**
   * Reads one more token a row.
   *
   * @param tokens one a row
   */
  public <T> T step(int[] tokens, Reader<T> reader) {
    Check.that(tokens.length == lengths.length, "one token a row, got %d", tokens.length);
    Check.that(used() <= room, "the cache has %d slots, all are used", room);
    for (int row = 0; row < tokens.length; row++) {
      List<Integer> longer = new ArrayList<>(texts.get(row));
      longer.add(tokens[row]);
      texts.set(row, longer);
    }
    if (model.decoder().restartsAt(used())) {
      List<int[]> all = texts.stream().map(KvCache::ints).toList();
      return prefill(all, reader);
    }
    try (Tape tape = model.inferenceTape()) {
      Run run = model.stacks(slots) ? stackedStep(tape, tokens) : step(tape, tokens);
      Var hidden = model.decoder().forward(run);
      lengths = Arrays.stream(lengths).map(n -> n + 1).toArray();
      return reader.read(tape, hidden);
    }
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(n -> n).toArray();
  }

  private Run stackedStep(Tape tape, int[] tokens) {
    PtNDArray[] rope = model.decoder().rope().table(slots);
    PtNDArray positions = (PtNDArray) tape.manager().create(lengths);
    PtNDArray[] shared = tape.cacheStep(positions, rope, slots, used());
    return model
        .run(tape, tokens)
        .stacked(
            (layer, qkv) ->
                tape.cached(qkv, keys.get(layer), values.get(layer), shared, model.heads()))
        .build();
  }

  private Run step(Tape tape, int[] tokens) {
    return model.run(tape, tokens).layout(Layout.step(lengths)).cache(this).build();
  }

  /**
   * Keeps these rows alone, in this order; a row may be named more than once. Drops rows that are
   * finished, or tries several answers to one prompt.
   */
  public void select(int[] rows) {
    try (PtNDArray index =
        (PtNDArray) manager.create(Arrays.stream(rows).asLongStream().toArray())) {
      for (List<PtNDArray> list : List.of(keys, values)) {
        for (int i = 0; i < list.size(); i++) {
          try (PtNDArray old = list.get(i)) {
            list.set(i, model.ops().select(manager, old, index));
          }
        }
      }
    }
    List<List<Integer>> old = List.copyOf(texts);
    texts.clear();
    IntStream.of(rows).forEach(row -> texts.add(old.get(row)));
    long[] before = lengths;
    lengths = IntStream.of(rows).mapToLong(row -> before[row]).toArray();
  }

  private void clear() {
    keys.forEach(PtNDArray::close);
    values.forEach(PtNDArray::close);
    keys.clear();
    values.clear();
  }

  @Override
  public void close() {
    manager.close();
  }
}

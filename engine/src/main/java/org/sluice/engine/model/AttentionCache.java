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
import org.sluice.engine.tensor.Ops;
import org.sluice.engine.tensor.ScoreBias;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;

/**
 * Keys and values of a batch of rows, layer by layer, in float: rows · slots · layers · (key width
 * + value width) · 4 bytes. Row b fills its slots from 0.
 */
final class AttentionCache implements AutoCloseable {
  private final PtNDManager manager;
  private final Ops ops;
  private final List<PtNDArray> keys = new ArrayList<>();
  private final List<PtNDArray> values = new ArrayList<>();
  private final int slots;
  private long[] lengths = {};
  private Reading next = Reading.oneEach(lengths);
  private boolean reading;

  AttentionCache(Ops ops, int slots) {
    this.ops = ops;
    this.slots = slots;
    manager = ops.torch().scope();
  }

  /** Begins anew with rows that will hold so many tokens once their prompts are read. */
  void begin(long[] prompts) {
    keys.forEach(PtNDArray::close);
    values.forEach(PtNDArray::close);
    keys.clear();
    values.clear();
    lengths = prompts.clone();
    next = Reading.oneEach(lengths);
    reading = true;
  }

  /** The prompts are read. */
  void ready() {
    reading = false;
  }

  /** Whether prompts are being read, not single tokens. */
  boolean reading() {
    return reading;
  }

  long[] lengths() {
    return lengths.clone();
  }

  PtNDArray keys(int layer) {
    return keys.get(layer);
  }

  PtNDArray values(int layer) {
    return values.get(layer);
  }

  /** Of all layers. */
  List<PtNDArray> keys() {
    return keys;
  }

  List<PtNDArray> values() {
    return values;
  }

  /** Slots that the longest row uses, its newest tokens among them. */
  int used() {
    return next.used();
  }

  /** The tokens that are read next: one a row, unless said otherwise. */
  Reading next() {
    return next;
  }

  /**
   * Says how many tokens each row reads next.
   *
   * @throws IllegalArgumentException when there are no slots for them
   */
  void next(int[] counts) {
    next = new Reading(lengths, counts);
    Check.that(used() <= slots, "the cache has %d slots, all are used", slots);
  }

  /** The tokens are read. */
  void advance() {
    lengths = next.heldAfter();
    next = Reading.oneEach(lengths);
  }

  /** Each row forgets so many of its newest tokens. */
  void forget(int[] tokens) {
    long[] left = lengths.clone();
    Arrays.setAll(left, row -> lengths[row] - tokens[row]);
    lengths = left;
    next = Reading.oneEach(lengths);
  }

  /** Makes room for the next layer. */
  void allocate(long keyWidth, long valueWidth) {
    keys.add(zeros(keyWidth));
    values.add(zeros(valueWidth));
  }

  private PtNDArray zeros(long width) {
    return (PtNDArray) manager.zeros(new Shape(lengths.length, slots, width), DataType.FLOAT32);
  }

  /**
   * Takes in keys and values of the prompts that are being read.
   *
   * @param before what every row has in front of its own
   */
  void fill(Tape tape, int layer, Var k, Var v, Optional<List<Var>> before) {
    allocate(k.columns(), v.columns());
    int first = before.map(b -> (int) b.get(0).rows()).orElse(0);
    LongStream.Builder own = LongStream.builder();
    LongStream.Builder shared = LongStream.builder();
    LongStream.Builder source = LongStream.builder();
    for (int row = 0; row < lengths.length; row++) {
      for (int i = 0; i < lengths[row]; i++) {
        (i < first ? shared : own).add((long) row * slots + i);
        if (i < first) {
          source.add(i);
        }
      }
    }
    write(tape, layer, k, v, own.build().toArray());
    if (before.isPresent()) {
      PtNDArray rows = (PtNDArray) tape.manager().create(source.build().toArray());
      Var sharedKeys = tape.pick(before.get().get(0), rows);
      Var sharedValues = tape.pick(before.get().get(1), rows);
      write(tape, layer, sharedKeys, sharedValues, shared.build().toArray());
    }
  }

  private void write(Tape tape, int layer, Var k, Var v, long[] places) {
    PtNDArray at = (PtNDArray) tape.manager().create(places);
    AttentionOps.write(tape, keys.get(layer), k, at);
    AttentionOps.write(tape, values.get(layer), v, at);
  }

  /** Attention of the tokens that are read, whose keys and values are taken in first. */
  Var attend(Tape tape, int layer, Var[] qkv, Optional<ScoreBias> bias, AttentionKind kind) {
    write(tape, layer, qkv[1], qkv[2], next.places(slots));
    PtNDArray last = (PtNDArray) tape.manager().create(next.positions());
    PtNDArray[] layout = next.layout(tape.manager());
    return AttentionOps.cached(
        tape, qkv[0], keys.get(layer), values.get(layer), bias, last, layout, used(), kind);
  }

  /** Keeps these rows alone, in this order; a row may come more than once. */
  void select(int[] rows) {
    try (PtNDArray index =
        (PtNDArray) manager.create(Arrays.stream(rows).asLongStream().toArray())) {
      for (List<PtNDArray> list : List.of(keys, values)) {
        for (int i = 0; i < list.size(); i++) {
          try (PtNDArray old = list.get(i)) {
            list.set(i, ops.select(manager, old, index));
          }
        }
      }
    }
    long[] before = lengths;
    lengths = IntStream.of(rows).mapToLong(row -> before[row]).toArray();
    next = Reading.oneEach(lengths);
  }

  @Override
  public void close() {
    manager.close();
  }
}

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

  /** Slots that the longest row uses, its newest token among them. */
  int used() {
    return 1 + (int) Arrays.stream(lengths).max().orElse(0);
  }

  /** Refuses a token for which there is no slot. */
  void requireRoom() {
    Check.that(used() <= slots, "the cache has %d slots, all are used", slots);
  }

  /** Each row holds one token more. */
  void advance() {
    lengths = Arrays.stream(lengths).map(n -> n + 1).toArray();
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

  /** Attention of one new token a row, whose key and value are taken in first. */
  Var attend(Tape tape, int layer, Var[] qkv, Optional<ScoreBias> bias, AttentionKind kind) {
    long[] places = new long[lengths.length];
    for (int row = 0; row < places.length; row++) {
      places[row] = (long) row * slots + lengths[row];
    }
    write(tape, layer, qkv[1], qkv[2], places);
    PtNDArray last = (PtNDArray) tape.manager().create(lengths);
    return AttentionOps.cached(
        tape, qkv[0], keys.get(layer), values.get(layer), bias, last, used(), kind);
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
  }

  @Override
  public void close() {
    manager.close();
  }
}

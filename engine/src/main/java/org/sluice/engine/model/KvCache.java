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
import org.sluice.base.Check;
import org.sluice.engine.tensor.Packing;
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
  private long[] lengths = {};

  KvCache(CausalModel model, int slots) {
    this.model = model;
    this.slots = slots;
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
    int[] ids = prompts.stream().flatMapToInt(Arrays::stream).toArray();
    Packing apart = new Packing(prompts.stream().mapToInt(p -> p.length).toArray());
    lengths = apart.lengths();
    long[] last = lengths.clone();
    Arrays.parallelPrefix(last, Long::sum);
    long[] wantedPositions = Arrays.stream(last).map(p -> p - 1).toArray();
    Sequences sequences = new Sequences(ids, apart, wantedPositions).sharingPrefix();
    Packing packing = sequences.packing();
    int width = model.heads().keyValue() * model.heads().dim();
    for (int i = 0; i < model.config().numHiddenLayers(); i++) {
      Shape shape = new Shape(lengths.length, slots, width);
      keys.add((PtNDArray) manager.zeros(shape, DataType.FLOAT32));
      values.add((PtNDArray) manager.zeros(shape, DataType.FLOAT32));
    }
    PtNDArray[] rope = model.ropeTable(slots);
    try (Tape tape = model.inferenceTape()) {
      PtNDArray idArray = model.ids(tape.manager(), sequences.ids());
      PtNDArray wanted = (PtNDArray) tape.manager().create(sequences.wanted());
      Pass.Attention fill =
          (layer, qkv) -> {
            tape.fill(keys.get(layer), values.get(layer), qkv, rope, packing, model.heads());
            return tape.attention(qkv, rope, packing, model.heads());
          };
      Var hidden = model.decoder().forward(tape, new Pass(idArray, Optional.of(wanted), fill));
      return reader.read(tape, hidden);
    }
  }

  /**
   * Reads one more token a row.
   *
   * @param tokens one a row
   */
  public <T> T step(int[] tokens, Reader<T> reader) {
    Check.that(tokens.length == lengths.length, "one token a row, got %d", tokens.length);
    long used = 1 + Arrays.stream(lengths).max().orElse(0);
    Check.that(used <= slots, "the cache has %d slots, all are used", slots);
    PtNDArray[] rope = model.ropeTable(slots);
    try (Tape tape = model.inferenceTape()) {
      PtNDArray idArray = model.ids(tape.manager(), tokens);
      PtNDArray positions = (PtNDArray) tape.manager().create(lengths);
      PtNDArray[] shared = tape.cacheStep(positions, rope, slots, used);
      Pass.Attention read =
          (layer, qkv) ->
              tape.cached(qkv, keys.get(layer), values.get(layer), shared, model.heads());
      Var hidden = model.decoder().forward(tape, new Pass(idArray, Optional.empty(), read));
      lengths = Arrays.stream(lengths).map(n -> n + 1).toArray();
      return reader.read(tape, hidden);
    }
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

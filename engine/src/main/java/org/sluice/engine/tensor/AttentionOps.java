package org.sluice.engine.tensor;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Attention of any kind, each packed sequence by itself, in memory that grows linearly with length.
 * Plain kinds run as flash attention.
 */
public final class AttentionOps {
  private AttentionOps() {}

  /**
   * softmax(cap(scale q kᵀ) + bias + mask) v.
   *
   * @param q [n, query heads · d]
   * @param k [m, key heads · d]
   * @param v [m, key heads · e]
   * @param bias added to the scores
   * @param before keys and values that every sequence sees before its own, [p, ...] each
   * @param spans where the sequences lie
   * @return [n, query heads · e]
   */
  public static Var attend(
      Tape tape,
      Var q,
      Var k,
      Var v,
      Optional<ScoreBias> bias,
      Optional<List<Var>> before,
      Spans spans,
      AttentionKind kind) {
    List<Var> in = new ArrayList<>(List.of(q, k, v));
    bias.ifPresent(b -> in.add(b.values()));
    before.ifPresent(in::addAll);
    long[] shape = kind.shape(bias, before.isPresent(), spans.front());
    return TextOp.apply(
        tape,
        "attend",
        TextOp.Keeps.INPUTS,
        in,
        spans.numbers(),
        shape,
        kind.scale(),
        kind.softCap());
  }

  /**
   * Rotary positions (Su et al. 2021): pairs of channels of each head turned by the position's
   * angles.
   *
   * @param x [n, heads · d]
   * @param positions rows of the table, [n] i64
   * @param table cosines and sines [positions, r]: 2 r channels turn, the others stay
   * @param first the first channel of a head that turns
   * @param interleaved whether channels 2 i and 2 i + 1 are a pair, or i and i + r
   */
  public static Var rotate(
      Tape tape,
      Var x,
      PtNDArray positions,
      PtNDArray[] table,
      int heads,
      int first,
      boolean interleaved) {
    return TextOp.apply(
        tape,
        "rotary",
        TextOp.Keeps.NOTHING,
        List.of(x),
        positions,
        table[0],
        table[1],
        heads,
        first,
        interleaved);
  }

  /** Writes rows of x into the slots {@code at} of a cache [rows, slots, w]; no gradients. */
  public static void write(Tape tape, PtNDArray cache, Var x, PtNDArray at) {
    tape.ops().torch().call(tape.manager(), "cache_write", cache, x.value, at);
  }

  /**
   * Attention of the last queries of each row to the row's cache; no gradients.
   *
   * @param last the slot of the last key that each query sees, [n] i64
   * @param layout none where rows have as many queries; else see {@link StackedAttention#step}
   * @param used slots that are looked at: one more than the largest of them
   */
  public static Var cached(
      Tape tape,
      Var q,
      PtNDArray keys,
      PtNDArray values,
      Optional<ScoreBias> bias,
      PtNDArray last,
      PtNDArray[] layout,
      long used,
      AttentionKind kind) {
    NDManager work = tape.work();
    PtNDArray[] given = bias.map(b -> new PtNDArray[] {b.values().value}).orElse(new PtNDArray[0]);
    PtNDArray y =
        tape.ops()
            .torch()
            .one(
                work,
                "attend_cached",
                q.value,
                keys,
                values,
                given,
                last,
                layout,
                used,
                kind.shape(bias, false, 0),
                kind.scale(),
                kind.softCap());
    return tape.constant(y);
  }
}

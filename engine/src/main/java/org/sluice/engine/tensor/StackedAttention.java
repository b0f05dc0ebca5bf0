package org.sluice.engine.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.Arrays;
import java.util.List;

/**
 * Attention where nothing but rotary positions stands between the product and it: q, k and v stay
 * side by side, [n, (nq + 2 nk) dim]. Formulas, shapes and types are those of {@link StackedOps}.
 */
public final class StackedAttention {
  private StackedAttention() {}

  /** Causal attention with RoPE, each packed sequence by itself. */
  public static Var attend(Tape tape, Var qkv, PtNDArray[] rope, Packing packing, Heads heads) {
    PtNDArray[] result =
        tape.ops().stacked().attention(tape.work(), qkv.value, rope, packing, heads);
    Var y = tape.made(result[0], qkv.needsGradient);
    if (tape.records(y)) {
      PtNDArray[] saved = Arrays.copyOfRange(result, 1, result.length);
      tape.save(saved);
      tape.then(
          () ->
              tape.accumulate(
                  qkv,
                  tape.ops()
                      .stacked()
                      .attentionBack(tape.work(), y.gradient, saved, rope, packing, heads)));
    }
    return y;
  }

  /** silu of the first half times the second. */
  public static Var swiglu(Tape tape, Var gateUp) {
    Var y = tape.made(tape.ops().stacked().swiglu(tape.work(), gateUp.value), gateUp.needsGradient);
    if (tape.records(y)) {
      tape.save(gateUp.value);
      tape.then(
          () ->
              tape.accumulate(
                  gateUp, tape.ops().stacked().swigluBack(tape.work(), y.gradient, gateUp.value)));
    }
    return y;
  }

  /**
   * Attention in trees that share their first positions: each tree by itself, over copies of its
   * rows.
   *
   * @param trees for each tree the indices of its rows in qkv; the shared ones first
   * @param packings for each tree how those rows see each other
   * @param shared rows in front that every tree has; what follows them lies tree by tree
   */
  public static Var attendTrees(
      Tape tape,
      Var qkv,
      PtNDArray[] rope,
      List<PtNDArray> trees,
      List<Packing> packings,
      int shared,
      Heads heads) {
    int width = heads.query() * heads.dim();
    PtNDArray out = tape.ops().empty(tape.work(), tape.type(), qkv.rows(), width);
    int row = 0;
    for (int i = 0; i < trees.size(); i++) {
      try (PtNDManager scratch = tape.ops().torch().scope()) {
        PtNDArray own = tape.ops().pick(scratch, qkv.value, trees.get(i));
        PtNDArray y = tape.ops().stacked().attention(scratch, own, rope, packings.get(i), heads)[0];
        int known = i == 0 ? 0 : shared;
        tape.ops().place(out, row, y, known);
        row += (int) y.getShape().get(0) - known;
      }
    }
    return tape.made(out, false);
  }

  /** Writes the keys and values of packed sequences into a cache. */
  public static void fill(
      Tape tape,
      PtNDArray keys,
      PtNDArray values,
      Var qkv,
      PtNDArray[] rope,
      Packing packing,
      Heads heads) {
    tape.ops().stacked().cacheFill(keys, values, qkv.value, rope, packing, heads);
  }

  /**
   * What all layers share in one step.
   *
   * @param positions of the new tokens, row after row, [n] i64
   * @param slots of the cache that they are written to, counted over all rows, [n] i64
   * @param layout none where rows have as many new tokens; else for each place of the row with the
   *     most, in each row, which of the n lies there, and of each of the n its place
   * @param used slots that are looked at: one more than the largest position
   */
  public static PtNDArray[] step(
      Tape tape,
      PtNDArray positions,
      PtNDArray slots,
      PtNDArray[] layout,
      int rows,
      PtNDArray[] rope,
      long used,
      Heads heads) {
    return tape.ops()
        .stacked()
        .cacheStep(tape.manager(), positions, slots, layout, rows, rope, used, heads);
  }

  /** Attention of the new positions of each row to its cache. */
  public static Var cached(
      Tape tape, Var qkv, PtNDArray keys, PtNDArray values, PtNDArray[] shared, Heads heads) {
    return tape.made(
        tape.ops().stacked().cacheAttention(tape.work(), qkv.value, keys, values, shared, heads),
        false);
  }
}

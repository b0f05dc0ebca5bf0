package org.sluice.engine.tensor;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;

/**
 * Attention over q, k and v that lie side by side, and the feed-forward function over gate and up
 * that do; letters as in {@link Ops}.
 */
final class StackedOps {
  private final Torch torch;

  StackedOps(Torch torch) {
    this.torch = torch;
  }

  /**
   * Causal attention of each sequence by itself, with RoPE (Su et al. 2021; halves of a head turned
   * against each other) on q and k before it, softmax(q kᵀ / sqrt(dim)) v. qkv [n, (nq + 2 nk) dim]
   * c.
   *
   * @return y [n, nq dim] c, then for each group of sequences what the backward pass wants
   */
  PtNDArray[] attention(
      NDManager to, PtNDArray qkv, PtNDArray[] rope, Packing packing, Heads heads) {
    return torch.call(
        to,
        "attention_f",
        qkv,
        rope[0],
        rope[1],
        packing.prefix(),
        packing.starts(),
        packing.sortedLengths(),
        packing.groups(),
        heads.query(),
        heads.keyValue(),
        heads.dim());
  }

  /** dqkv from dy [n, nq dim] c and what {@link #attention} gave after y. */
  PtNDArray attentionBack(
      NDManager to,
      PtNDArray dy,
      PtNDArray[] saved,
      PtNDArray[] rope,
      Packing packing,
      Heads heads) {
    return torch.one(
        to,
        "attention_b",
        dy,
        saved,
        rope[0],
        rope[1],
        packing.prefix(),
        packing.starts(),
        packing.sortedLengths(),
        packing.groups(),
        heads.query(),
        heads.keyValue(),
        heads.dim());
  }

  /**
   * Writes the turned keys and the values of packed sequences into a cache [rows, slots, nk dim].
   */
  void cacheFill(
      PtNDArray keys,
      PtNDArray values,
      PtNDArray qkv,
      PtNDArray[] rope,
      Packing packing,
      Heads heads) {
    torch.call(
        torch.manager(),
        "cache_fill",
        keys,
        values,
        qkv,
        rope[0],
        rope[1],
        packing.prefix(),
        packing.lengths(),
        heads.query(),
        heads.keyValue(),
        heads.dim());
  }

  /** What all layers share in one step: slots to write, cosines, sines, mask, the layout. */
  PtNDArray[] cacheStep(
      NDManager to,
      PtNDArray positions,
      PtNDArray slots,
      PtNDArray[] layout,
      int rows,
      PtNDArray[] rope,
      long used,
      Heads heads) {
    long shared = heads.query() / heads.keyValue();
    return torch.call(
        to, "cache_step", positions, slots, layout, rows, rope[0], rope[1], used, shared);
  }

  /** Attention of new positions of each row to the row's cache, which takes them in. */
  PtNDArray cacheAttention(
      NDManager to,
      PtNDArray qkv,
      PtNDArray keys,
      PtNDArray values,
      PtNDArray[] step,
      Heads heads) {
    return torch.one(
        to,
        "cache_attention",
        qkv,
        keys,
        values,
        step,
        heads.query(),
        heads.keyValue(),
        heads.dim());
  }

  /** silu(g) u for g, u the halves of gu [n, 2 w]: [n, w] (Shazeer 2020). */
  PtNDArray swiglu(NDManager to, PtNDArray gu) {
    return torch.one(to, "swiglu_f", gu);
  }

  PtNDArray swigluBack(NDManager to, PtNDArray dy, PtNDArray gu) {
    return torch.one(to, "swiglu_b", dy, gu);
  }
}

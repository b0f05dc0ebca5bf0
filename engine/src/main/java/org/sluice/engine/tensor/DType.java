package org.sluice.engine.tensor;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;

/** The type that products are computed in. Sums that run long (norms, losses) are always float. */
public enum DType {
  FP32(6, 4),
  BF16(15, 2);

  private final int code;
  private final int bytes;

  DType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** The type of a tensor's elements. */
  static DType of(PtNDArray tensor) {
    return tensor.getDataType() == DataType.FLOAT32 ? FP32 : BF16;
  }

  /** The number that TorchScript gives this type. */
  int code() {
    return code;
  }

  /** Bytes an element. */
  public int bytes() {
    return bytes;
  }

  /**
   * The type in which this machine multiplies matrices faster, measured on the spot in some tens of
   * milliseconds. Processors with avx512_bf16 differ: some are twice as fast in bfloat16, others
   * twice as fast in float, and those without it emulate bfloat16.
   */
  public static DType fastest(Torch torch) {
    if (torch.isCuda()) {
      return BF16; // what its matrix units are made for
    }
    // a margin, since bfloat16 halves the memory too
    return seconds(torch, BF16) < 1.1 * seconds(torch, FP32) ? BF16 : FP32;
  }

  /** The best of some products of [256, 512] and [1024, 512]ᵀ. */
  private static double seconds(Torch torch, DType type) {
    double best = Double.POSITIVE_INFINITY;
    try (PtNDManager scope = torch.scope()) {
      PtNDArray x = torch.one(scope, "ones", new long[] {256, 512}, type.code());
      PtNDArray w = torch.one(scope, "ones", new long[] {1024, 512}, type.code());
      for (int i = 0; i < 12; i++) {
        long begin = System.nanoTime();
        torch.one(scope, "product", x, w).close();
        best = Math.min(best, (System.nanoTime() - begin) / 1e9);
      }
    }
    return best;
  }
}

package org.sluice.engine.tensor;

/** The type that products are computed in. Sums that run long (norms, losses) are always float. */
public enum DType {
  FP32(6),
  BF16(15);

  private final int code;

  DType(int code) {
    this.code = code;
  }

  /** The number that TorchScript gives this type. */
  int code() {
    return code;
  }
}

package org.sluice.engine.file;

import java.util.Arrays;
import org.sluice.base.Check;

/** Name, element type and shape of a tensor, slowest dimension first as in PyTorch. */
public record TensorInfo(String name, TensorType type, long[] shape) {
  public TensorInfo {
    shape = shape.clone();
    for (long size : shape) {
      Check.that(size >= 0, "tensor %s has the negative dimension %d", name, size);
    }
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }

  /** Number of elements; {@link ArithmeticException} beyond 2^63. */
  public long count() {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** Bytes of all elements. */
  public long bytes() {
    return Math.multiplyExact(count(), type.bytes());
  }
}

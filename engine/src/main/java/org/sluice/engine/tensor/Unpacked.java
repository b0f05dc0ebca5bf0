package org.sluice.engine.tensor;

import ai.djl.pytorch.engine.PtNDManager;
import java.util.List;

/**
 * Packed matrices that are kept unpacked beside it for a while: generation multiplies with each of
 * them once a token, and unpacking costs more than that product. The values are the same.
 */
public final class Unpacked implements AutoCloseable {
  /** Share of the free memory that unpacked matrices may take. */
  private static final int SHARE = 4;

  private final List<Linear> linears;
  private final PtNDManager manager;

  private Unpacked(Ops ops, List<Linear> linears, DType type) {
    this.linears = linears;
    manager = ops.torch().scope();
    for (Linear linear : linears) {
      linear.unpack(ops.linears().dense(manager, linear, type));
    }
  }

  /**
   * Unpacks those of the layers that are packed, or none of them: where they would take more than a
   * quarter of the free memory, and on a graphics processor, which unpacks as fast as it
   * multiplies.
   */
  public static Unpacked of(Ops ops, List<Linear> layers, DType type) {
    List<Linear> packed = layers.stream().filter(Linear::packed).toList();
    long bytes = packed.stream().mapToLong(l -> (long) l.rows() * l.columns()).sum() * type.bytes();
    boolean fits = !ops.torch().isCuda() && bytes <= Memory.available() / SHARE;
    return new Unpacked(ops, fits ? packed : List.of(), type);
  }

  /** Whether there are any. */
  public boolean isAny() {
    return !linears.isEmpty();
  }

  @Override
  public void close() {
    linears.forEach(Linear::repack);
    manager.close();
  }
}

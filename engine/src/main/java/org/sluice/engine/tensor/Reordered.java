package org.sluice.engine.tensor;

import ai.djl.pytorch.engine.PtNDManager;
import java.util.List;

/**
 * Frozen matrices a second time, in the order of oneDNN or MKL, beside them for a while: products
 * of 2 to 256 rows with them take two thirds to four fifths of the time. The values are the same.
 */
public final class Reordered implements AutoCloseable {
  /** Share of the free memory that the second copies may take. */
  private static final int SHARE = 4;

  private final List<Linear> layers;
  private final PtNDManager manager;

  private Reordered(Ops ops, List<Linear> layers) {
    this.layers = layers;
    manager = ops.torch().scope();
    for (Linear layer : layers) {
      layer.reorder(ops.torch().one(manager, "reorder", layer.weight()[0]));
    }
  }

  /**
   * Reorders those of the layers that are neither packed nor trained, or none of them: where they
   * would take more than a quarter of the free memory, on a graphics processor, and where libtorch
   * has no oneDNN or the processor lacks what that needs for the type.
   */
  public static Reordered of(Ops ops, List<Linear> layers, DType type) {
    List<Linear> frozen = layers.stream().filter(Linear::reorderable).toList();
    long bytes = frozen.stream().mapToLong(l -> (long) l.rows() * l.columns()).sum() * type.bytes();
    boolean fits = bytes <= Memory.available() / SHARE;
    boolean can = Torch.hasOneDnn() && !ops.torch().isCuda() && multiplies(ops, frozen);
    return new Reordered(ops, fits && can ? frozen : List.of());
  }

  private static boolean multiplies(Ops ops, List<Linear> layers) {
    try (PtNDManager scope = ops.torch().scope()) {
      return layers.isEmpty()
          || ops.torch().one(scope, "reorders", layers.get(0).weight()[0]).getFloat() != 0;
    }
  }

  /** Whether all of the layers still multiply with the matrices that were reordered. */
  public boolean upToDate() {
    return layers.stream().allMatch(Linear::isReordered);
  }

  @Override
  public void close() {
    layers.forEach(Linear::forgetOrder);
    manager.close();
  }
}

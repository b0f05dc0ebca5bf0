package org.sluice.engine.model;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.Arrays;
import org.sluice.engine.tensor.Ops;

/** Tables of cosines and sines for rotary positions, made for texts as long as they come. */
final class Rope {
  private final Ops ops;
  private final RopeScaling scaling;
  private PtNDArray[] table;
  private float[] frequencies = {};
  private int length;

  Rope(Ops ops, RopeScaling scaling) {
    this.ops = ops;
    this.scaling = scaling;
  }

  /**
   * Cosines and sines of at least so many positions, [positions, channels / 2] each.
   *
   * @param longest positions of the longest text in this pass; some scalings depend on it
   */
  PtNDArray[] table(int longest) {
    float[] wanted = scaling.frequencies(longest);
    boolean same = Arrays.equals(wanted, frequencies);
    if (longest > length || !same) {
      length = same ? Math.max(longest, 2 * length) : longest;
      frequencies = wanted;
      if (table != null) {
        table[0].close();
        table[1].close();
      }
      PtNDManager manager = ops.torch().manager();
      try (PtNDArray list = (PtNDArray) manager.create(wanted)) {
        table = ops.rope(list, length, scaling.strength());
      }
    }
    return table;
  }

  /** Whether texts of this length are the first for which another table holds. */
  boolean switchesAt(int longest) {
    return scaling.switchesAt(longest);
  }
}

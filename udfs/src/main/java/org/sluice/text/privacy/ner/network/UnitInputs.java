package org.sluice.text.privacy.ner.network;

/**
 * What a unit puts into both directions of the first layer: its embedding times their matrices,
 * which is a fifth of a network's products and the same wherever the unit stands. Units that came
 * lately are kept, at most {@link #KEPT} of them. Safe for use by many threads.
 */
final class UnitInputs {
  /** Units of 3 KB each; of news and reviews, four of five words and all but 4 % of letters. */
  private static final int KEPT = 4096;

  /** Final fields: other threads see the numbers with the record. */
  private record Unit(int row, float[] forward, float[] backward) {}

  private final Matrix.Rounded embeddings;
  private final GruLayer forward;
  private final GruLayer backward;
  private final Unit[] kept = new Unit[KEPT]; // by the last bits of the row

  UnitInputs(Matrix.Rounded embeddings, GruLayer forward, GruLayer backward) {
    this.embeddings = embeddings;
    this.forward = forward;
    this.backward = backward;
  }

  /**
   * Sets what the units of a sequence put in.
   *
   * @param rows of the embeddings
   * @param toForward takes an array of [3 hidden] for each; not to be changed
   * @param toBackward the same
   */
  void of(int[] rows, float[][] toForward, float[][] toBackward) {
    for (int i = 0; i < toForward.length; i++) {
      Unit unit = of(rows[i]);
      toForward[i] = unit.forward;
      toBackward[i] = unit.backward;
    }
  }

  private Unit of(int row) {
    int slot = row % KEPT;
    Unit unit = kept[slot];
    if (unit == null || unit.row != row) {
      float[][] x = new float[1][embeddings.columns()];
      embeddings.row(row, x[0], 0);
      unit = new Unit(row, forward.before(x)[0], backward.before(x)[0]);
      kept[slot] = unit;
    }
    return unit;
  }
}

package org.sluice.engine.tensor;

/**
 * Another form of a frozen matrix, in which products of some numbers of rows are faster. The values
 * are the same; the first form that serves is the fastest.
 */
enum QuickForm {
  /** oneDNN's own order: two thirds of the time. */
  REORDERED("reorder", 2, 64, 4, true);

  private final String method;
  private final int fewest;
  private final int most;
  private final double bytes;
  private final boolean forOutputs;

  QuickForm(String method, int fewest, int most, double bytes, boolean forOutputs) {
    this.method = method;
    this.fewest = fewest;
    this.most = most;
    this.bytes = bytes;
    this.forOutputs = forOutputs;
  }

  /** Makes the form: its tensors; none where the matrix has no such form. */
  String method() {
    return method;
  }

  /** Whether it is for products of so many rows. */
  boolean serves(long rows) {
    return rows >= fewest && rows <= most;
  }

  /** Bytes that an element takes at most. */
  double bytes() {
    return bytes;
  }

  /** Whether output layers take it. */
  boolean forOutputs() {
    return forOutputs;
  }
}

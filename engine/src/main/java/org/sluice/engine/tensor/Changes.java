package org.sluice.engine.tensor;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What methods make of one tensor, each of its own rows: of a stack of matrices only some may
 * change. What was made for a pass without gradients is kept until a parameter changes.
 */
public final class Changes {
  /**
   * Rows that change.
   *
   * @param first the first of them
   * @param rows how many
   */
  record Slice(int first, int rows, Change change) {}

  private final List<Slice> slices = new ArrayList<>();
  private PtNDArray kept;
  private long keptVersion = -1;

  /** Changes rows; the same rows only once. */
  public void add(int first, int rows, Change change) {
    slices.add(new Slice(first, rows, change));
  }

  /** Takes a change back. */
  public void remove(Change change) {
    slices.removeIf(slice -> slice.change().equals(change));
    forget();
  }

  boolean isEmpty() {
    return slices.isEmpty();
  }

  List<Slice> slices() {
    return slices;
  }

  /** Whether a part of the difference is to be computed apart from the base. */
  boolean drops() {
    return slices.stream().anyMatch(slice -> slice.change().dropout() > 0);
  }

  /** Whether all that is done is to add what does not depend on the base. */
  boolean additive() {
    return !slices.isEmpty() && slices.stream().allMatch(slice -> slice.change().additive());
  }

  long[] firsts() {
    return slices.stream().mapToLong(Slice::first).toArray();
  }

  long[] counts() {
    return slices.stream().mapToLong(Slice::rows).toArray();
  }

  /** W' in float. */
  PtNDArray apply(Ops ops, NDManager to, PtNDArray base) {
    AdapterOps adapters = ops.adapters();
    try (PtNDManager scratch = ops.torch().scope()) {
      List<PtNDArray> pieces = new ArrayList<>();
      for (Slice slice : slices) {
        PtNDArray rows = adapters.rows(scratch, base, slice.first(), slice.rows());
        pieces.add(adapters.apply(scratch, slice.change(), rows));
      }
      return adapters.withRows(to, base, pieces, firsts());
    }
  }

  /** Adds to the gradients of all parameters what dW' [as W] f gives them. */
  void pullBack(Ops ops, PtNDArray base, PtNDArray gradient) {
    AdapterOps adapters = ops.adapters();
    try (PtNDManager scratch = ops.torch().scope()) {
      for (Slice slice : slices) {
        if (!slice.change().parameters().isEmpty()) {
          PtNDArray rows = adapters.rows(scratch, base, slice.first(), slice.rows());
          PtNDArray part = adapters.rows(scratch, gradient, slice.first(), slice.rows());
          adapters.pullBack(slice.change(), part, rows);
        }
      }
    }
  }

  /** What {@code make} gives, made again only when a parameter has changed since. */
  PtNDArray kept(Ops ops, Supplier<PtNDArray> make) {
    if (kept == null || keptVersion != ops.version()) {
      forget();
      kept = make.get();
      keptVersion = ops.version();
    }
    return kept;
  }

  private void forget() {
    if (kept != null) {
      kept.close();
      kept = null;
    }
  }
}

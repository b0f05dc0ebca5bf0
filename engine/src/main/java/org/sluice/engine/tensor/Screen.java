package org.sluice.engine.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.Optional;

/**
 * The likeliest token of one row without reading the output matrix in float, which is a fifth of
 * what a step of a small model reads: a copy in half precision gives each score and how wrong it
 * may be; the few tokens that may be the likeliest by that are computed as ever. The token is that
 * of {@link HeadOps#greedy}, but for scores that are equal to float's last digits.
 */
public final class Screen {
  /** Calls before the copy is made: it costs as much as reading the matrix some fifty times. */
  private static final int PATIENCE = 16;

  /** Share of the free memory that the copy may take. */
  private static final int SHARE = 4;

  private final Ops ops;
  private final Linear head;
  private int asked;
  private Optional<Copy> copy = Optional.empty();

  private record Copy(PtNDManager manager, PtNDArray of, IValue half, PtNDArray errors) {}

  /** A screen before an output layer; it takes nothing yet. */
  public Screen(Ops ops, Linear head) {
    this.ops = ops;
    this.head = head;
  }

  /** The likeliest token for one row in float; none where it must be sought in the usual way. */
  public Optional<Integer> best(Tape tape, Var h) {
    if (h.rows() != 1 || !serves() || ++asked < PATIENCE) {
      return Optional.empty();
    }
    Copy known = copy();
    try (PtNDArray best =
        ops.torch()
            .one(
                tape.work(),
                "screened",
                h.value,
                known.half,
                known.errors,
                known.of,
                head.biasValues())) {
      return Optional.of(Math.toIntExact(best.getLong()));
    }
  }

  private boolean serves() {
    boolean plain = head.reorderable() && !head.adapted() && !ops.torch().isCuda();
    if (!plain || !Torch.hasOneDnn() || DType.of(head.weight()[0]) != DType.FP32) {
      return false;
    }
    return copy.isPresent() || 2L * head.rows() * head.columns() <= Memory.available() / SHARE;
  }

  @SuppressWarnings("ReferenceEquality") // the same tensor, not one of equal values
  private Copy copy() {
    PtNDArray matrix = head.weight()[0];
    if (copy.isEmpty() || copy.get().of != matrix) {
      forget();
      PtNDManager manager = ops.torch().scope();
      IValue half = ops.torch().opaque(manager, "screen_half", matrix);
      PtNDArray errors = ops.torch().one(manager, "screen_errors", matrix);
      copy = Optional.of(new Copy(manager, matrix, half, errors));
    }
    return copy.get();
  }

  /** Gives the copy's memory back. */
  public void forget() {
    copy.ifPresent(known -> known.manager.close());
    copy = Optional.empty();
    asked = 0;
  }
}

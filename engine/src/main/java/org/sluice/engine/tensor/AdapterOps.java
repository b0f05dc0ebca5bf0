package org.sluice.engine.tensor;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The formulas of fine-tuning methods, adapters.py: forward as they stand there, backward by
 * libtorch's autograd. Methods are many and their tensors small, so nothing is won by writing their
 * backward passes out.
 */
public final class AdapterOps {
  private static final Pattern FORMULA =
      Pattern.compile(
          "^def (\\w+)\\(w: Tensor, p: List\\[Tensor\\], n: Tensor\\) -> Tensor:",
          Pattern.MULTILINE);

  private final Torch script;

  AdapterOps(Torch torch) {
    script = torch.library(source());
  }

  /** The text, with two methods for each formula. */
  private static String source() {
    String[] parts = Torch.text("adapters.py").split(Torch.FUNCTIONS, 2);
    String[] starts = Torch.text("starts.py").split(Torch.FUNCTIONS, 2);
    StringBuilder text = new StringBuilder(parts[0]).append(starts[0]);
    Matcher found = FORMULA.matcher(parts[1]);
    while (found.find()) {
      text.append(
          """
            def NAME_f(self: __torch__.M, w: Tensor, p: List[Tensor], n: Tensor) -> Tensor:
              return __torch__.NAME(w, p, n)
            def NAME_b(self: __torch__.M, dy: Tensor, w: Tensor, n: Tensor, p: List[Tensor]) -> List[Tensor]:
              torch.set_grad_enabled(True)
              q = __torch__.leaves(p, int(n[0]))
              g = __torch__.pulled(__torch__.NAME(w.clone(), q, n.clone()), dy, q, int(n[0]))
              torch.set_grad_enabled(False)
              return g
          """
              .replace("NAME", found.group(1)));
    }
    return text.append('\n').append(parts[1]).append('\n').append(starts[1]).toString();
  }

  /** W' in float. */
  PtNDArray apply(NDManager to, Change change, PtNDArray w) {
    try (PtNDArray n = numbers(change)) {
      return script.one(to, change.formula() + "_f", w, change.tensors(), n);
    }
  }

  /** Adds to the gradients of the change's parameters what dW' gives them. */
  void pullBack(Change change, PtNDArray gradient, PtNDArray w) {
    try (PtNDManager scope = script.scope();
        PtNDArray n = numbers(change)) {
      change.parameters().forEach(Parameter::reach);
      PtNDArray[] p = change.tensors();
      NDList arguments = new NDList(gradient, w, n);
      PtNDArray[] found = script.autograd(scope, change.formula() + "_b", arguments, p);
      PtNDArray[] gradients =
          change.parameters().stream().map(Parameter::gradient).toArray(PtNDArray[]::new);
      script.call(scope, "add_all", gradients, found);
    }
  }

  /** A method of the text by its name; for {@link Factoring}. */
  PtNDArray[] call(NDManager to, String method, Object... arguments) {
    return script.call(to, method, arguments);
  }

  /** W + s B A in float, the factors B spread over the stack. */
  PtNDArray withLowRank(NDManager to, PtNDArray base, LowRank low) {
    return script.one(to, "with_low_rank", base, low.factors(), low.scale());
  }

  /** Rows of x in float. */
  PtNDArray rows(NDManager to, PtNDArray x, int first, int count) {
    return script.one(to, "rows", x, first, count);
  }

  /** x in float with some of its rows replaced. */
  PtNDArray withRows(NDManager to, PtNDArray x, List<PtNDArray> pieces, long[] firsts) {
    return script.one(to, "with_rows", x, pieces.toArray(new PtNDArray[0]), firsts);
  }

  /** W' − W in a type. */
  PtNDArray difference(NDManager to, PtNDArray changed, PtNDArray base, DType type) {
    return script.one(to, "difference", changed, base, type.code());
  }

  /**
   * y[slice] += (x mask) differenceᵀ[slice] for each slice, in place.
   *
   * @param masks one a slice, or none
   */
  void addDifference(
      PtNDArray y, PtNDArray x, PtNDArray difference, PtNDArray[] masks, Changes changes) {
    script.call(
        script.manager(),
        "difference_f",
        y,
        x,
        difference,
        masks,
        changes.firsts(),
        changes.counts());
  }

  /** The way back of {@link #addDifference}: adds to dx where it is wanted, and to dW' f. */
  void differenceBack(
      PtNDArray[] dx,
      PtNDArray dy,
      PtNDArray x,
      PtNDArray difference,
      PtNDArray gradient,
      PtNDArray[] masks,
      Changes changes) {
    script.call(
        script.manager(),
        "difference_b",
        dx,
        dy,
        x,
        difference,
        gradient,
        masks,
        changes.firsts(),
        changes.counts());
  }

  private PtNDArray numbers(Change change) {
    float[] settings = change.settings();
    return (PtNDArray) script.manager().create(settings, new Shape(settings.length));
  }
}

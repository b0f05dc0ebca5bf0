package org.sluice.engine.tensor;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * An op of the text with inputs of some shapes.
 *
 * @param op its name: the text has op_f and op_b
 * @param outputs how many of the tensors that op_f gives are outputs
 * @param settings what op_f takes behind its inputs: numbers, flags, lists of numbers, {@link
 *     Numbers} for tensors, lists of those for lists of tensors
 */
record OpCase(String op, int outputs, long[][] shapes, Object... settings) {

  /** A tensor among the settings: int64 when it has no shape, else float64. */
  record Numbers(double[] values, long... shape) {
    static Numbers whole(int... values) {
      return new Numbers(Arrays.stream(values).asDoubleStream().toArray());
    }

    PtNDArray tensor(PtNDManager to) {
      return shape.length == 0
          ? (PtNDArray) to.create(Arrays.stream(values).mapToLong(v -> (long) v).toArray())
          : (PtNDArray) to.create(values, new Shape(shape));
    }
  }

  static OpCase of(String op, int outputs, List<long[]> shapes, Object... settings) {
    return new OpCase(op, outputs, shapes.toArray(long[][]::new), settings);
  }

  static OpCase of(String op, List<long[]> shapes, Object... settings) {
    return of(op, 1, shapes, settings);
  }

  /** The name in the product's text; the tests' text wraps ops of other shapes. */
  String productName() {
    return op.startsWith(OpCases.WRAPPED) ? op.substring(OpCases.WRAPPED.length()) : op;
  }

  /** The arguments of op_f or op_b: the first ones, then the settings. */
  Object[] arguments(PtNDManager to, Object... first) {
    List<Object> all = new ArrayList<>(Arrays.asList(first));
    for (Object setting : settings) {
      if (setting instanceof Numbers numbers) {
        all.add(numbers.tensor(to));
      } else if (setting instanceof List<?> list) {
        all.add(list.stream().map(n -> ((Numbers) n).tensor(to)).toArray(PtNDArray[]::new));
      } else {
        all.add(setting);
      }
    }
    return all.toArray();
  }

  /** The tensors among the settings, in their order. */
  List<PtNDArray> tensors(PtNDManager to) {
    return Arrays.stream(arguments(to))
        .flatMap(
            a ->
                a instanceof PtNDArray one
                    ? List.of(one).stream()
                    : a instanceof PtNDArray[] many
                        ? Arrays.stream(many)
                        : List.<PtNDArray>of().stream())
        .toList();
  }

  /**
   * A method of a list t of tensors (inputs, gradients of the outputs, the settings' tensors) that
   * gives the outputs and autograd's gradients of the inputs.
   */
  String autograd(String method) {
    int[] next = {shapes.length + outputs};
    String given =
        Arrays.stream(settings).map(s -> ", " + literal(s, next)).collect(Collectors.joining());
    return """
          def %s(self: __torch__.M, t: List[Tensor]) -> List[Tensor]:
            torch.set_grad_enabled(True)
            ins = annotate(List[Tensor], [])
            for i in range(%d):
              ins.append(t[i].clone().requires_grad_())
            y = (self).%s_f(ins%s)[0:%d]
            dy = annotate(List[Optional[Tensor]], [])
            out = annotate(List[Tensor], [])
            for i in range(len(y)):
              dy.append(t[%d + i])
              out.append(y[i].detach())
            j = 0
            for g in torch.autograd.grad(y, ins, dy, allow_unused=True):
              if g is None:
                out.append(torch.zeros_like(t[j]))
              else:
                out.append(g)
              j = j + 1
            torch.set_grad_enabled(False)
            return out
        """
        .formatted(method, shapes.length, op, given, outputs, shapes.length);
  }

  private static String literal(Object setting, int[] next) {
    if (setting instanceof Numbers) {
      return "t[" + next[0]++ + "]";
    } else if (setting instanceof List<?> list) {
      String parts = list.stream().map(n -> literal(n, next)).collect(Collectors.joining(", "));
      return "annotate(List[Tensor], [" + parts + "])";
    } else if (setting instanceof long[] numbers) {
      return Arrays.toString(numbers);
    } else if (setting instanceof Boolean flag) {
      return flag ? "True" : "False";
    }
    return setting.toString().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return op
        + Arrays.stream(shapes).map(Arrays::toString).toList()
        + Arrays.stream(settings)
            .map(s -> s instanceof long[] n ? Arrays.toString(n) : s.getClass().isRecord() ? "" : s)
            .toList();
  }
}

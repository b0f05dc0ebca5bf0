package org.sluice.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every op's backward pass in float64 against autograd, and that against difference quotients. */
class GradientTest {
  private static final double STEP = 1e-6;
  private static final List<OpCase> CASES = OpCases.all();

  /**
   * In-place steps within an expression, which would change what autograd has kept. Steps that are
   * a statement of their own work on fresh memory and stay.
   */
  private static final Pattern IN_PLACE =
      Pattern.compile("\\.(mul|div|add|sub|square|neg|rsqrt|exp|masked_fill)_\\(");

  private static final Pattern EXPRESSION = Pattern.compile("\\s*(return|\\w+(, \\w+)* =) .*");

  private static Torch product;
  private static Torch autograd;

  private final PtNDManager scope = product.scope();
  private final Random random = new Random(11);

  @BeforeAll
  static void load() throws IOException {
    product = Torch.withSource(withMethods(""));
    StringBuilder methods = new StringBuilder();
    for (int i = 0; i < CASES.size(); i++) {
      methods.append(CASES.get(i).autograd("auto" + i));
    }
    autograd =
        Torch.withSource(
            withMethods(methods.toString())
                .lines()
                .map(
                    line ->
                        EXPRESSION.matcher(line).matches()
                            ? IN_PLACE.matcher(line).replaceAll(".$1(")
                            : line)
                .collect(Collectors.joining("\n")));
  }

  /** The product's text, with wrapped.py and more methods in its class. */
  private static String withMethods(String more) throws IOException {
    String source = Torch.source();
    int functions = source.indexOf("\ndef ");
    try (var in = GradientTest.class.getResourceAsStream("wrapped.py")) {
      String wrapped = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return source.substring(0, functions) + "\n" + wrapped + more + source.substring(functions);
    }
  }

  @AfterAll
  static void unload() {
    product.close();
    autograd.close();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  static List<OpCase> cases() {
    return CASES;
  }

  @Test
  void everyOpHasACase() {
    Matcher backward = Pattern.compile("def (\\w+)_b\\(self").matcher(Torch.source());
    Set<String> ops = new TreeSet<>(Set.of("cross_entropy"));
    while (backward.find()) {
      ops.add(backward.group(1));
    }
    assertThat(CASES.stream().map(OpCase::productName)).hasSizeGreaterThan(60);
    assertThat(CASES.stream().map(OpCase::productName).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(ops);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isThatOfAutograd(OpCase op) {
    PtNDArray[] in = new PtNDArray[op.shapes().length];
    for (int i = 0; i < in.length; i++) {
      in[i] = normal(new Shape(op.shapes()[i]));
    }
    PtNDArray[] result = product.call(scope, op.op() + "_f", op.arguments(scope, (Object) in));
    PtNDArray[] dys = new PtNDArray[op.outputs()];
    for (int i = 0; i < dys.length; i++) {
      dys[i] = normal(result[i].getShape());
    }
    PtNDArray[] saved = Arrays.copyOfRange(result, dys.length, result.length);
    long need = (1L << in.length) - 1;
    Object[] arguments = op.arguments(scope, dys, in, saved, need);
    PtNDArray[] got = product.call(scope, op.op() + "_b", arguments);

    List<PtNDArray> tensors = new ArrayList<>(Arrays.asList(in));
    tensors.addAll(Arrays.asList(dys));
    tensors.addAll(op.tensors(scope));
    PtNDArray[] expected =
        autograd.autograd(
            scope, "auto" + CASES.indexOf(op), new NDList(), tensors.toArray(PtNDArray[]::new));
    assertThat(got).hasSameSizeAs(in);
    for (int i = 0; i < dys.length; i++) {
      close(op + ": output " + i, result[i].toDoubleArray(), expected[i].toDoubleArray(), 1e-12);
    }
    for (int i = 0; i < in.length; i++) {
      double[] values = expected[dys.length + i].toDoubleArray();
      close(op + ": gradient of input " + i, got[i].toDoubleArray(), values, 1e-11);
      close(op + ": quotients of input " + i, quotients(op, in, i, dys), values, 2e-7);
    }
  }

  private PtNDArray normal(Shape shape) {
    double[] values = random.doubles(shape.size(), -1.5, 1.5).toArray();
    return (PtNDArray) scope.create(values, shape);
  }

  private static void close(String what, double[] got, double[] expected, double tolerance) {
    assertThat(got).as(what).hasSameSizeAs(expected);
    double largest = Math.max(1e-3, Arrays.stream(expected).map(Math::abs).max().orElse(0));
    for (int i = 0; i < got.length; i++) {
      assertThat(Math.abs(got[i] - expected[i]) / largest)
          .as("%s, element %d", what, i)
          .isLessThan(tolerance);
    }
  }

  private double[] quotients(OpCase op, PtNDArray[] in, int input, PtNDArray[] dys) {
    double[] values = in[input].toDoubleArray();
    double[] quotients = new double[values.length];
    PtNDArray[] moved = in.clone();
    for (int j = 0; j < quotients.length; j++) {
      double at = values[j];
      double difference = 0;
      for (int side : new int[] {1, -1}) {
        values[j] = at + side * STEP;
        try (PtNDManager own = product.scope()) {
          moved[input] = (PtNDArray) own.create(values, in[input].getShape());
          difference +=
              side * dot(product.call(own, op.op() + "_f", op.arguments(own, (Object) moved)), dys);
        }
      }
      values[j] = at;
      quotients[j] = difference / (2 * STEP);
    }
    return quotients;
  }

  /** Σ outputs · dys. */
  private static double dot(PtNDArray[] outputs, PtNDArray[] dys) {
    double sum = 0;
    for (int i = 0; i < dys.length; i++) {
      double[] values = outputs[i].toDoubleArray();
      double[] weights = dys[i].toDoubleArray();
      for (int j = 0; j < values.length; j++) {
        sum += values[j] * weights[j];
      }
    }
    return sum;
  }
}

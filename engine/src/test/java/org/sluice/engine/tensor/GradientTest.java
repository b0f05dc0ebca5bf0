package org.sluice.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every general op's backward pass against difference quotients of its forward pass, in float64.
 */
class GradientTest {
  private static final int DOUBLE = 7;
  private static final PtNDArray[] NONE = {};
  private static final double STEP = 1e-6;

  private final Torch torch = Torch.onCpu(1);
  private final PtNDManager scope = torch.scope();
  private final Random random = new Random(11);

  @AfterEach
  void close() {
    scope.close();
    torch.close();
  }

  private double[] normal(int count) {
    return random.doubles(count, -1.5, 1.5).toArray();
  }

  private PtNDArray tensor(double[] values, long[] shape) {
    return (PtNDArray) scope.create(values, new Shape(shape));
  }

  /** Checks all inputs' gradients of Σ outputs · random numbers. */
  private void check(String op, int outputs, long[][] shapes, Object... settings) {
    double[][] inputs = new double[shapes.length][];
    for (int i = 0; i < shapes.length; i++) {
      inputs[i] = normal((int) new Shape(shapes[i]).size());
    }
    PtNDArray[] in = tensors(inputs, shapes);
    PtNDArray[] result = torch.call(scope, op + "_f", with(settings, (Object) in));
    double[][] weights = new double[outputs][];
    PtNDArray[] dys = new PtNDArray[outputs];
    for (int i = 0; i < outputs; i++) {
      weights[i] = normal((int) result[i].size());
      dys[i] = (PtNDArray) scope.create(weights[i], result[i].getShape());
    }
    PtNDArray[] saved = Arrays.copyOfRange(result, outputs, result.length);
    long need = (1L << shapes.length) - 1;
    PtNDArray[] got = torch.call(scope, op + "_b", with(settings, dys, in, saved, need));
    for (int i = 0; i < shapes.length; i++) {
      double[] expected = quotients(op, i, inputs, shapes, weights, settings);
      double largest = Math.max(1e-3, Arrays.stream(expected).map(Math::abs).max().orElse(0));
      double[] values = got[i].toDoubleArray();
      assertThat(values).as("gradient of input %d of %s", i, op).hasSameSizeAs(expected);
      for (int j = 0; j < expected.length; j++) {
        assertThat(Math.abs(values[j] - expected[j]) / largest)
            .as("gradient of element %d of input %d of %s", j, i, op)
            .isLessThan(2e-7);
      }
    }
  }

  private double[] quotients(
      String op, int input, double[][] inputs, long[][] shapes, double[][] weights, Object[] set) {
    double[] quotients = new double[inputs[input].length];
    for (int j = 0; j < quotients.length; j++) {
      double at = inputs[input][j];
      inputs[input][j] = at + STEP;
      double above = value(op, inputs, shapes, weights, set);
      inputs[input][j] = at - STEP;
      double below = value(op, inputs, shapes, weights, set);
      inputs[input][j] = at;
      quotients[j] = (above - below) / (2 * STEP);
    }
    return quotients;
  }

  private double value(
      String op, double[][] inputs, long[][] shapes, double[][] weights, Object[] settings) {
    PtNDArray[] in = tensors(inputs, shapes);
    PtNDArray[] result = torch.call(scope, op + "_f", with(settings, (Object) in));
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double[] values = result[i].toDoubleArray();
      for (int j = 0; j < values.length; j++) {
        sum += values[j] * weights[i][j];
      }
    }
    for (PtNDArray array : result) {
      array.close();
    }
    return sum;
  }

  private PtNDArray[] tensors(double[][] inputs, long[][] shapes) {
    PtNDArray[] in = new PtNDArray[inputs.length];
    for (int i = 0; i < in.length; i++) {
      in[i] = tensor(inputs[i], shapes[i]);
    }
    return in;
  }

  private static Object[] with(Object[] settings, Object... first) {
    Object[] all = Arrays.copyOf(first, first.length + settings.length);
    System.arraycopy(settings, 0, all, first.length, settings.length);
    return all;
  }

  private static long[][] shapes(long[]... shapes) {
    return shapes;
  }

  private static long[] of(long... shape) {
    return shape;
  }

  @Test
  void norms() {
    check("rms", 1, shapes(of(3, 8), of(4)), 1e-5, 1.0, DOUBLE);
    check("layer_norm", 1, shapes(of(3, 5), of(5), of(5)), 1e-5, DOUBLE);
    check("layer_norm", 1, shapes(of(3, 5), of(5)), 1e-5, DOUBLE);
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void activations(Activation activation) {
    check("act", 1, shapes(of(3, 5)), activation.ordinal());
    check("gated", 1, shapes(of(3, 5), of(3, 5)), activation.ordinal());
  }

  @Test
  void shapesAndArithmetic() {
    check("split", 3, shapes(of(3, 12)), 2, of(1, 3, 2));
    check("join", 1, shapes(of(3, 4), of(3, 3)), 2, of(2, 3));
    check("rows", 1, shapes(of(3, 4), of(1, 4)));
    check("place", 1, shapes(of(3, 2)), (PtNDArray) scope.create(new long[] {1, 4, 1}), 5);
    check("transpose", 1, shapes(of(3, 2)));
    check("scale", 1, shapes(of(3, 2)), 0.3);
    check("multiply", 1, shapes(of(3, 2), of(3, 1)));
    check("plus", 1, shapes(of(3, 2), of(2)));
    check("matmul", 1, shapes(of(3, 2), of(2, 4)));
    check("cast", 1, shapes(of(3, 2)), DOUBLE);
    check("soft_cap", 1, shapes(of(3, 2)), 0.7);
  }

  @Test
  void losses() {
    PtNDArray target = (PtNDArray) scope.create(new long[] {1, -100, 0, 2});
    check("token_sum", 1, shapes(of(4, 3)), target);
    PtNDArray numbers = (PtNDArray) scope.create(new double[] {0, 1, 1, 0.5}, new Shape(4, 1));
    check("mean_square", 1, shapes(of(4, 1)), numbers);
    check("binary_loss", 1, shapes(of(4, 1)), numbers);
  }

  @ParameterizedTest
  @CsvSource({"2, 1, 1, 0, 1", "2, 1, 1, 0, 0", "2, 3, 2, 1, 1", "1, 3, 1, 1, 0"})
  void routing(long chosen, long groups, long chosenGroups, long sigmoid, long normed) {
    PtNDArray[] correction = sigmoid == 1 ? new PtNDArray[] {tensor(normal(6), of(6))} : NONE;
    long[] numbers = {chosen, groups, chosenGroups, sigmoid, normed};
    check("route", 1, shapes(of(4, 6)), correction, numbers, 2.5);
  }

  @Test
  void balanceOfExperts() {
    check("balance", 1, shapes(of(4, 5), of(3, 5)), 2, 0.3);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void disentangledAttention(boolean c2p, boolean p2c) {
    long[] spans = {0, 4, 0, 4, 0, 3, 4, 3, 4, 3, 0, 3};
    PtNDArray places = (PtNDArray) scope.create(new long[] {0, 0, 1, 2, 3, 4, 5, 5, 5});
    List<long[]> all = new java.util.ArrayList<>(List.of(of(7, 4), of(7, 4), of(7, 4)));
    if (c2p) {
      all.add(of(6, 4));
    }
    if (p2c) {
      all.add(of(6, 4));
    }
    check("disentangled", 1, all.toArray(long[][]::new), spans, places, 2, c2p, p2c, 0.4);
  }

  @Test
  void convolutionAlongSequences() {
    long[] spans = {0, 4, 0, 4, 0, 4, 4, 1, 4, 1, 0, 1};
    check("neighbours", 1, shapes(of(5, 2)), spans, 3);
    check("kernel", 1, shapes(of(4, 2, 3)));
    check("span_loss", 1, shapes(of(5, 1)), (Object) new long[] {0, 4, 2, 4, 1, -1});
  }

  @Test
  void rotary() {
    PtNDArray at = (PtNDArray) scope.create(new long[] {0, 3, 1});
    PtNDArray cos = tensor(new double[] {1, 1, .9, .8, .3, .2, -.4, .1}, of(4, 2));
    PtNDArray sin = tensor(new double[] {0, 0, .4, .5, .7, .8, .9, -.3}, of(4, 2));
    for (boolean interleaved : List.of(true, false)) {
      check("rotary", 1, shapes(of(3, 12)), at, cos, sin, 2, 1, interleaved);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // heads, key heads, window, causal, bias, keys before, cap
    "flash, 4, 2, 0, 1, 0, 0, 0",
    "flash full, 2, 2, 0, 0, 0, 0, 0",
    "window, 4, 2, 3, 1, 0, 0, 0",
    "capped, 4, 2, 2, 1, 0, 0, 0.8",
    "biased, 4, 4, 0, 1, 1, 0, 0",
    "biased full, 2, 1, 0, 0, 1, 0, 0",
    "by key, 4, 2, 0, 1, 2, 1, 0",
    "before, 4, 2, 0, 1, 0, 3, 0",
    "all, 4, 2, 3, 1, 1, 2, 0.8",
  })
  void attention(
      String name,
      int heads,
      int keyHeads,
      int window,
      int causal,
      int bias,
      int before,
      double cap) {
    long[] spans = {0, 5, 0, 5, 0, 5, 5, 4, 5, 4, 0, 4};
    long[] shape = {heads, keyHeads, window, causal, bias, before > 0 ? 1 : 0};
    long[][] all =
        shapes(
            of(9, heads * 2L),
            of(9, keyHeads * 2L),
            of(9, keyHeads * 2L),
            of(heads, 21),
            of(before, keyHeads * 2L),
            of(before, keyHeads * 2L));
    List<long[]> used = new java.util.ArrayList<>(Arrays.asList(all).subList(0, 3));
    if (bias > 0) {
      used.add(all[3]);
    }
    if (before > 0) {
      used.add(all[4]);
      used.add(all[5]);
    }
    check("attend", 1, used.toArray(long[][]::new), spans, shape, 0.7, cap);
  }

  @Test
  void attentionToOtherSequencesWithPadding() {
    long[] spans = {0, 2, 0, 5, 1, 5, 2, 3, 5, 4, 0, 3};
    long[] shape = {2, 2, 0, 0, 0, 0};
    check("attend", 1, shapes(of(5, 6), of(9, 6), of(9, 4)), spans, shape, 0.7, 0.0);
  }
}

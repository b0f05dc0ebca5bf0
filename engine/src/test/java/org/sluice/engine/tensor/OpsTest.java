package org.sluice.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sluice.engine.quantization.BlockCode;
import org.sluice.engine.tensor.WeightFactory.Factors;

/** Every op against plain steps and autograd's gradients: resources/.../reference.py. */
class OpsTest {
  private static final PtNDArray[] NONE = {};

  private final Torch torch = Torch.onCpu(1);
  private final Torch reference = Torch.withSource(referenceText());
  private final Ops ops = new Ops(torch);
  private final PtNDManager scope = torch.scope();
  private final Random random = new Random(3);

  private static String referenceText() {
    try (var in = OpsTest.class.getResourceAsStream("reference.py")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() {
    scope.close();
    torch.close();
    reference.close();
  }

  private float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private PtNDArray normal(int rows, int columns) {
    return (PtNDArray) scope.create(values(rows * columns), new Shape(rows, columns));
  }

  private static void same(String what, PtNDArray got, PtNDArray expected) {
    assertThat(got.toFloatArray()).as(what).containsExactly(expected.toFloatArray(), within(2e-5f));
  }

  private WeightFactory factory(boolean trains) {
    return new WeightFactory(ops, DType.FP32, Quantization.NONE, trains);
  }

  @Test
  void norm() {
    PtNDArray x = normal(5, 12);
    PtNDArray dy = normal(5, 12);
    WeightFactory factory = factory(true);
    Weight gain = factory.vector("gain", values(12));
    PtNDArray[] expected = reference.callWithAutograd(scope, "norm", x, gain.value(), dy);
    PtNDArray[] got = ops.norm(scope, x, gain.value(), 1e-5, DType.FP32);
    same("y", got[0], expected[0]);
    same("dx", ops.normBack(scope, dy, x, got[1], gain, NONE), expected[1]);
    same("dgain", factory.parameters().get(0).gradient(), expected[2]);
    PtNDArray[] residual = {normal(5, 12)};
    PtNDArray with = ops.normBack(scope, dy, x, got[1], gain, residual);
    same("dx with residual", with, ops.add(scope, expected[1], residual[0]));
  }

  @Test
  void linearWithLowRankAdditions() {
    WeightFactory factory = factory(false);
    List<String> names = List.of("one", "between", "two");
    Linear linear = factory.linear(names, List.of(values(5 * 8), values(3 * 8), values(4 * 8)), 8);
    Factors one = new Factors(linear.parts().get(0), "a1", "b1", values(2 * 8), values(5 * 2));
    Factors two = new Factors(linear.parts().get(2), "a2", "b2", values(2 * 8), values(4 * 2));
    linear.attach(factory.lowRank(linear, List.of(one, two), new LowRank.Scaling(0.5, 0)));
    PtNDArray x = normal(7, 8);
    PtNDArray dy = normal(7, 12);
    LowRank low = linear.lowRank().orElseThrow();
    PtNDArray[] expected =
        reference.callWithAutograd(
            scope, "linear", x, linear.weight()[0], low.a().master(), low.b().master(), dy);
    PtNDArray[] got = ops.linears().linear(scope, x, linear, linear.weight(), NONE);
    same("y", got[0], expected[0]);
    PtNDArray[] u = {got[1]};
    same(
        "dx",
        ops.linears().linearBack(scope, dy, x, u, linear, linear.weight(), true),
        expected[1]);
    same("dA", low.a().gradient(), expected[3]);
    same("dB", low.b().gradient(), expected[4]);
  }

  @Test
  void linearThatTrains() {
    WeightFactory factory = factory(true);
    Linear linear = factory.linear(List.of("all"), List.of(values(12 * 8)), 8);
    PtNDArray x = normal(7, 8);
    PtNDArray dy = normal(7, 12);
    PtNDArray noA = (PtNDArray) scope.zeros(new Shape(4, 8));
    PtNDArray noB = (PtNDArray) scope.zeros(new Shape(9, 2));
    PtNDArray[] expected =
        reference.callWithAutograd(scope, "linear", x, linear.weight()[0], noA, noB, dy);
    same("y", ops.linears().linear(scope, x, linear, linear.weight(), NONE)[0], expected[0]);
    same(
        "dx",
        ops.linears().linearBack(scope, dy, x, NONE, linear, linear.weight(), true),
        expected[1]);
    same("dW", factory.parameters().get(0).gradient(), expected[2]);
  }

  @Test
  void attentionOfPackedSequences() {
    attention(new Packing(0, new int[] {9, 3, 8, 1, 30}));
  }

  @Test
  void attentionOfSequencesBehindASharedPrefix() {
    attention(new Packing(6, new int[] {4, 2, 5, 5, 20}));
  }

  private void attention(Packing packing) {
    Heads heads = new Heads(4, 2, 8);
    PtNDArray frequencies = (PtNDArray) scope.create(new float[] {1f, 0.3f, 0.1f, 0.03f});
    PtNDArray[] rope = ops.ropeTable(scope, frequencies, 40, 1.0);
    PtNDArray x = normal(packing.tokens(), 64);
    PtNDArray dy = normal(packing.tokens(), 32);
    long[] lengths = new long[packing.lengths().length + 1];
    lengths[0] = packing.prefix();
    System.arraycopy(packing.lengths(), 0, lengths, 1, lengths.length - 1);
    PtNDArray list = (PtNDArray) scope.create(lengths);
    PtNDArray[] expected =
        reference.callWithAutograd(scope, "attention", x, rope[0], rope[1], list, dy);
    PtNDArray[] got = ops.stacked().attention(scope, x, rope, packing, heads);
    same("y", got[0], expected[0]);
    PtNDArray[] saved = java.util.Arrays.copyOfRange(got, 1, got.length);
    same("dx", ops.stacked().attentionBack(scope, dy, saved, rope, packing, heads), expected[1]);
  }

  @Test
  void swiglu() {
    PtNDArray x = normal(6, 20);
    PtNDArray dy = normal(6, 10);
    PtNDArray[] expected = reference.callWithAutograd(scope, "swiglu", x, dy);
    same("y", ops.stacked().swiglu(scope, x), expected[0]);
    same("dx", ops.stacked().swigluBack(scope, dy, x), expected[1]);
  }

  @Test
  void crossEntropyInChunks() {
    int n = 300; // more than two chunks
    long[] targets = new long[n];
    for (int i = 0; i < n; i++) {
      targets[i] = random.nextInt(11);
    }
    PtNDArray target = (PtNDArray) scope.create(targets);
    PtNDArray h = normal(n, 6);
    WeightFactory factory = factory(true);
    Weight head = factory.matrix("head", values(11 * 6), 6);
    PtNDArray[] expected =
        reference.callWithAutograd(scope, "cross_entropy", h, head.value(), target);
    try (Tape tape = Tape.training(ops, DType.FP32, 0)) {
      Var states = new Var(h, true, true);
      Linear layer = Linear.over("head", head, Optional.empty());
      double loss = HeadOps.crossEntropy(tape, states, layer, 0, target);
      tape.backward();
      assertThat(loss).isCloseTo(expected[0].getFloat(), within(1e-2));
      same("dh", states.gradient, expected[1]);
    }
    assertThat(factory.parameters().get(0).gradient().toFloatArray())
        .containsExactly(expected[2].toFloatArray(), within(1e-3f));
  }

  @Test
  void crossEntropyOfLimitedScoresWithBias() {
    PtNDArray target = (PtNDArray) scope.create(new long[] {1, 0, 4});
    PtNDArray h = normal(3, 6);
    WeightFactory factory = factory(true);
    Weight matrix = factory.matrix("head", values(5 * 6), 6);
    Linear head = Linear.over("head", matrix, Optional.of(factory.bias("bias", values(5))));
    PtNDArray[] found = new PtNDArray[2];
    double[] losses = new double[2];
    for (int i = 0; i < 2; i++) {
      Tape tape = Tape.training(ops, DType.FP32, 0);
      Var states = new Var(h, true, true);
      if (i == 0) {
        losses[i] = HeadOps.crossEntropy(tape, states, head, 1.5, target);
        tape.backward();
      } else {
        Var loss = LossOps.tokenSum(tape, HeadOps.scored(tape, states, head, 1.5), target);
        losses[i] = loss.value.getFloat();
        tape.backward(loss);
      }
      found[i] = states.gradient;
    }
    assertThat(losses[0]).isCloseTo(losses[1], within(1e-5));
    same("dh", found[0], found[1]);
    for (Parameter parameter : factory.parameters()) {
      assertThat(parameter.gradient().toFloatArray()).doesNotContain(0f);
    }
  }

  @Test
  void nf4UnpacksToTheNearestCodes() {
    float[] matrix = values(8 * 256);
    for (DType type : DType.values()) {
      WeightFactory factory = new WeightFactory(ops, type, Quantization.NF4, false);
      Linear packed = factory.linear(List.of("m"), List.of(matrix), 256);
      float[] got =
          ops.cast(scope, ops.linears().dense(scope, packed, type), DType.FP32).toFloatArray();
      for (int block = 0; block < matrix.length / 64; block++) {
        float max = 0;
        for (int i = 64 * block; i < 64 * block + 64; i++) {
          max = Math.max(max, Math.abs(matrix[i]));
        }
        for (int i = 64 * block; i < 64 * block + 64; i++) {
          float expected = nearestCode(matrix[i] / max) * max;
          float tolerance = type == DType.FP32 ? 1e-6f : 0.012f * Math.abs(expected);
          assertThat(got[i]).isCloseTo(expected, within(tolerance + 1e-7f));
        }
      }
    }
  }

  private static float nearestCode(float value) {
    float best = 0;
    for (float code : BlockCode.NF4.table()) {
      best = Math.abs(code - value) < Math.abs(best - value) ? code : best;
    }
    return best;
  }

  @Test
  void doubleQuantisationMovesScalesByLittle() {
    float[] matrix = values(64 * 1024); // 1024 blocks, four groups
    WeightFactory one = new WeightFactory(ops, DType.FP32, Quantization.NF4, false);
    WeightFactory two = new WeightFactory(ops, DType.FP32, Quantization.NF4_DOUBLE, false);
    float[] single =
        ops.linears()
            .dense(scope, one.linear(List.of("m"), List.of(matrix), 1024), DType.FP32)
            .toFloatArray();
    float[] twice =
        ops.linears()
            .dense(scope, two.linear(List.of("m"), List.of(matrix), 1024), DType.FP32)
            .toFloatArray();
    assertThat(twice).containsExactly(single, within(0.05f));
    assertThat(twice).isNotEqualTo(single);
  }
}

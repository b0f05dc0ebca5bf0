package org.sluice.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sluice.engine.tensor.WeightFactory.Factors;

class ReorderedTest {
  private static final int IN = 96;
  private static final int OUT = 160;

  private final Torch torch = Torch.onCpu(1);
  private final Ops ops = new Ops(torch);
  private final Random random = new Random(5);

  @AfterEach
  void close() {
    torch.close();
  }

  private float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private Linear layer(boolean trains) {
    WeightFactory factory = new WeightFactory(ops, DType.FP32, Quantization.NONE, trains);
    Weight bias = factory.buffer("l.bias", values(OUT));
    return factory.linear(List.of("l"), List.of(values(OUT * IN)), IN, Optional.of(bias));
  }

  private float[] product(Linear layer, PtNDArray x) {
    try (Tape tape = Tape.inference(ops, DType.FP32)) {
      return tape.linear(tape.constant(x), layer).value.toFloatArray();
    }
  }

  private PtNDArray input(int rows) {
    return (PtNDArray) torch.manager().create(values(rows * IN), new Shape(rows, IN));
  }

  private Reordered reordered(Linear layer) {
    return Reordered.of(ops, List.of(layer), DType.FP32);
  }

  @Test
  void productsOfAnyRowsAreTheSame() {
    Linear layer = layer(false);
    for (int rows : new int[] {1, 2, 7, 32, 64, 256, 257}) {
      PtNDArray x = input(rows);
      float[] plain = product(layer, x);
      try (Reordered made = reordered(layer)) {
        assertThat(layer.quick(rows).isPresent()).isEqualTo(rows > 1 && rows <= 256);
        assertThat(made.upToDate()).isTrue();
        assertThat(product(layer, x)).as("%d rows", rows).containsExactly(plain, within(1e-4f));
      }
      assertThat(layer.quick(rows)).isEmpty();
    }
  }

  @Test
  void mergedMatrixIsNotTheOneThatWasReordered() {
    Linear layer = layer(false);
    WeightFactory factory = new WeightFactory(ops, DType.FP32, Quantization.NONE, false);
    Factors factors = new Factors(layer.parts().get(0), "a", "b", values(4 * IN), values(OUT * 4));
    layer.attach(factory.lowRank(layer, List.of(factors), new LowRank.Scaling(0.5, 0)));
    PtNDArray x = input(8);
    float[] adapted = product(layer, x);
    try (Reordered made = reordered(layer)) {
      assertThat(product(layer, x)).containsExactly(adapted, within(1e-3f));
      layer.merge(ops, DType.FP32);
      assertThat(made.upToDate()).isFalse();
      assertThat(product(layer, x)).containsExactly(adapted, within(1e-3f));
    }
  }

  @Test
  void matricesThatTrainStayAsTheyAre() {
    Linear layer = layer(true);
    try (Reordered made = reordered(layer)) {
      assertThat(layer.quick(8)).isEmpty();
      assertThat(made.upToDate()).isTrue();
    }
  }
}

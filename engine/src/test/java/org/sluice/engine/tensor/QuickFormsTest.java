package org.sluice.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sluice.engine.tensor.WeightFactory.Factors;

class QuickFormsTest {
  private static final int IN = 96;
  private static final int OUT = 160;
  private static final int BLOCK = 32;

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

  private QuickForms formsOf(Linear layer) {
    return new QuickForms(ops, List.of(layer), List.of(), DType.FP32);
  }

  private Linear layer(float[] values, boolean biased) {
    WeightFactory factory = new WeightFactory(ops, DType.FP32, Quantization.NONE, false);
    Optional<Weight> bias =
        biased ? Optional.of(factory.buffer("l.bias", values(OUT))) : Optional.empty();
    return factory.linear(List.of("l"), List.of(values), IN, bias);
  }

  /** Of each 32 values codes below {@code codes} times a step in half precision, more or less. */
  private float[] inSteps(int codes, double least, boolean holes) {
    float[] values = new float[OUT * IN];
    float step = 0;
    float low = 0;
    for (int i = 0; i < values.length; i++) {
      if (i % BLOCK == 0) {
        step = (float) Math.scalb(Math.rint(1100 + 900 * random.nextDouble()), -20);
        low = (float) least * step;
      }
      int used = holes && i / BLOCK % 3 == 0 ? codes / 3 : codes;
      int code = i % BLOCK == 0 ? 0 : i % BLOCK == 1 ? used - 1 : random.nextInt(used);
      values[i] = holes && i / BLOCK % 5 == 0 ? 0 : code * step + low;
    }
    return values;
  }

  /** Largest error of a product with one matrix over |x| |w|, by arithmetic in double. */
  private double error(float[] product, PtNDArray x, float[] w) {
    float[] in = x.toFloatArray();
    double worst = 0;
    for (int i = 0; i < product.length; i++) {
      double sum = 0;
      double xx = 0;
      double ww = 0;
      for (int k = 0; k < IN; k++) {
        double a = in[i / OUT * IN + k];
        double b = w[i % OUT * IN + k];
        sum += a * b;
        xx += a * a;
        ww += b * b;
      }
      worst = Math.max(worst, Math.abs(product[i] - sum) / Math.max(Math.sqrt(xx * ww), 1e-30));
    }
    return worst;
  }

  @Test
  void productsOfAnyRowsAreTheSame() {
    Linear layer = layer(false);
    for (int rows : new int[] {1, 2, 7, 32, 64, 65}) {
      PtNDArray x = input(rows);
      float[] plain = product(layer, x);
      try (QuickForms made = formsOf(layer)) {
        made.prepare(rows);
        assertThat(layer.quick(rows).isPresent()).isEqualTo(rows > 1 && rows <= 64);
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
    try (QuickForms made = formsOf(layer)) {
      made.prepare(8);
      assertThat(product(layer, x)).containsExactly(adapted, within(1e-3f));
      layer.merge(ops, DType.FP32);
      assertThat(layer.quick(8)).isEmpty();
      assertThat(product(layer, x)).containsExactly(adapted, within(1e-3f));
      made.prepare(8);
      assertThat(layer.quick(8)).isPresent();
      assertThat(product(layer, x)).containsExactly(adapted, within(1e-3f));
    }
  }

  @Test
  void matricesThatTrainStayAsTheyAre() {
    Linear layer = layer(true);
    try (QuickForms made = formsOf(layer)) {
      made.prepare(8);
      assertThat(layer.quick(8)).isEmpty();
    }
  }

  @Test
  void productsInStepsAreAsExactAsThoseInFloat() {
    Map<String, float[]> matrices =
        Map.of(
            "Q4_0", inSteps(16, -8, false),
            "Q4_1", inSteps(16, -3.7, true),
            "Q5_1", inSteps(32, -11.3, true),
            "Q8_0", inSteps(255, -127, false));
    matrices.forEach(
        (name, values) -> {
          Linear layer = layer(values, false);
          try (QuickForms made = formsOf(layer)) {
            for (int rows : new int[] {1, 3, 4}) {
              PtNDArray x = input(rows);
              double plain = error(product(layer, x), x, values);
              made.prepare(rows);
              assertThat(layer.quick(rows).orElseThrow()).as(name).hasSize(2);
              double quick = error(product(layer, x), x, values);
              assertThat(quick).as("%s, %d rows", name, rows).isLessThan(3 * plain + 1e-7);
              made.forget();
            }
          }
        });
  }

  @Test
  void stepsTakeABiasAndAnAddition() {
    float[] values = inSteps(16, -5, false);
    Linear layer = layer(values, true);
    WeightFactory factory = new WeightFactory(ops, DType.FP32, Quantization.NONE, false);
    Factors factors = new Factors(layer.parts().get(0), "a", "b", values(4 * IN), values(OUT * 4));
    layer.attach(factory.lowRank(layer, List.of(factors), new LowRank.Scaling(0.5, 0)));
    PtNDArray x = input(1);
    float[] plain = product(layer, x);
    try (QuickForms made = formsOf(layer)) {
      made.prepare(1);
      assertThat(layer.quick(1).orElseThrow()).hasSize(2);
      assertThat(product(layer, x)).containsExactly(plain, within(1e-4f));
    }
  }

  @Test
  void oneValueOffItsStepIsNoMatrixInSteps() {
    float[] values = inSteps(16, -8, false);
    values[values.length - 3] += 1e-5f;
    for (float[] other : List.of(values, values(OUT * IN))) {
      Linear layer = layer(other, false);
      try (QuickForms made = formsOf(layer)) {
        made.prepare(1);
        assertThat(layer.quick(1)).isEmpty();
      }
    }
  }
}

package org.sluice.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private static final int WIDTH = 64;
  private static final int VOCABULARY = 3000;
  private static final int ALIKE = 8;

  private final Torch torch = Torch.onCpu(1);
  private final Ops ops = new Ops(torch);
  private final Random random = new Random(11);

  @AfterEach
  void close() {
    torch.close();
  }

  /** Each eight rows differ by less than half precision can tell. */
  private float[] matrix() {
    float[] values = new float[VOCABULARY * WIDTH];
    for (int row = 0; row < VOCABULARY; row++) {
      for (int i = 0; i < WIDTH; i++) {
        int at = row * WIDTH + i;
        values[at] =
            row % ALIKE == 0
                ? (float) random.nextGaussian()
                : values[(row - row % ALIKE) * WIDTH + i] + 1e-4f * (float) random.nextGaussian();
      }
    }
    return values;
  }

  private Linear head(boolean biased) {
    WeightFactory factory = new WeightFactory(ops, DType.FP32, Quantization.NONE, false);
    float[] bias = new float[VOCABULARY];
    for (int i = 0; i < bias.length; i++) {
      bias[i] = (float) random.nextGaussian() * 8;
    }
    return Linear.over(
        "lm_head",
        factory.matrix("lm_head.weight", matrix(), WIDTH),
        biased ? Optional.of(factory.buffer("lm_head.bias", bias)) : Optional.empty());
  }

  private Var input(Tape tape, float scale) {
    float[] x = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      x[i] = scale * (float) random.nextGaussian();
    }
    return tape.constant((PtNDArray) tape.manager().create(x, new Shape(1, WIDTH)));
  }

  @Test
  void findsTheTokenThatAllScoresFind() {
    for (boolean biased : List.of(false, true)) {
      Linear head = head(biased);
      Screen screen = new Screen(ops, head);
      int screened = 0;
      for (int i = 0; i < 300; i++) {
        try (Tape tape = Tape.inference(ops, DType.FP32)) {
          Var h = input(tape, i % 3 == 0 ? 0.01f : 20);
          int usual = HeadOps.greedy(tape, h, head, 0)[0];
          Optional<Integer> best = screen.best(tape, h);
          screened += best.isPresent() ? 1 : 0;
          assertThat(best.orElse(usual)).isEqualTo(usual);
        }
      }
      assertThat(screened).isGreaterThan(250);
      screen.forget();
    }
  }

  @Test
  void scoresThatAreNoNumbersAreLeftToTheUsualWay() {
    Linear head = head(false);
    Screen screen = new Screen(ops, head);
    for (int i = 0; i < 20; i++) {
      try (Tape tape = Tape.inference(ops, DType.FP32)) {
        Var h = input(tape, Float.NaN);
        int usual = HeadOps.greedy(tape, h, head, 0)[0];
        assertThat(screen.best(tape, h).orElse(usual)).isEqualTo(usual);
      }
    }
  }
}

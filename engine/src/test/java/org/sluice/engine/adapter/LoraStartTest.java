package org.sluice.engine.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sluice.engine.TinyModel;
import org.sluice.engine.evaluate.Evaluator;
import org.sluice.engine.train.Row;

class LoraStartTest {
  private static final int[] TEXT = {5, 9, 3, 17, 11};

  private static Method method(int rank) {
    return new LoraMethod(
        Map.of("r", rank, "target_modules", List.of("k_proj"), "init_lora_weights", "orthogonal"));
  }

  private static double loss(TinyModel tiny) {
    return new Evaluator(tiny.model(), 64).loss(List.of(Row.of(TEXT, TEXT))).mean();
  }

  @Test
  void orthogonalFactorsAreRandomAndAddNothing() {
    try (TinyModel tiny = TinyModel.load()) {
      double before = loss(tiny);
      Adapter adapter = Methods.attach(tiny.model(), method(4), Start.fresh(), 3);
      assertThat(adapter.saved()).hasSize(4);
      for (Adapter.Saved factor : adapter.saved()) {
        double squares = 0;
        for (float value : factor.values().get()) {
          squares += (double) value * value;
        }
        // of its r numbers r/2 are free, each a tenth of a normal one
        double each = squares * 4 / 2 / factor.values().get().length;
        assertThat(Math.sqrt(each)).as(factor.name()).isCloseTo(0.1, within(0.04));
      }
      assertThat(loss(tiny)).isCloseTo(before, within(1e-5));
    }
  }

  @Test
  void orthogonalFactorsNeedAnEvenRank() {
    try (TinyModel tiny = TinyModel.load()) {
      assertThatThrownBy(() -> Methods.attach(tiny.model(), method(3), Start.fresh(), 3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("even r, got 3");
    }
  }
}

package org.sluice.pipelines.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void valuesHaveThreeDigits() {
    assertThat(
            List.of(
                0.0,
                0.00021,
                0.0123,
                0.5,
                1.0,
                2.941,
                18.93,
                1234.5,
                2e-4,
                5e-5,
                3.5e7,
                Double.NaN))
        .extracting(Numbers::value)
        .containsExactly(
            "0", "2.1e-4", "0.012", "0.5", "1", "2.94", "18.9", "1,235", "2e-4", "5e-5", "3.5e7",
            "–");
  }

  @Test
  void shares() {
    assertThat(Numbers.share(0.938)).isEqualTo("93.8 %");
    assertThat(Numbers.share(1)).isEqualTo("100 %");
  }

  @Test
  void axesEndAtRoundValues() {
    Axis axis = Axis.rounded(0.13, 3.4, 0, 100);
    assertThat(axis.low()).isZero();
    assertThat(axis.high()).isEqualTo(3.5);
    assertThat(axis.at(1.75)).isEqualTo(50);
    assertThat(new Axis(0, 1, 0, 1).ticks(4)).hasSize(6).startsWith(0.0).endsWith(1.0);
    assertThat(Axis.rounded(2, 2, 0, 1).high()).isGreaterThan(2);
  }

  @Test
  void smoothingStartsAtTheFirstValueAndPassesOverGaps() {
    assertThat(Smoothing.average(List.of(4.0, Double.NaN, 4.0, 4.0), 0.9))
        .allSatisfy(value -> assertThat(value).isCloseTo(4.0, offset(1e-9)));
    // (0.9 * 0.1 * 2 + 0.1 * 4) / (1 - 0.81)
    assertThat(Smoothing.average(List.of(2.0, 4.0), 0.9).get(1))
        .isCloseTo(0.58 / 0.19, offset(1e-9));
  }
}

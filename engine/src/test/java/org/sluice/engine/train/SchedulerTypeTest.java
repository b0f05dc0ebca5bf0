package org.sluice.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Against transformers' get_scheduler with 4 warm-up steps of 12. */
class SchedulerTypeTest {
  @Test
  void linear() {
    assertThat(SchedulerType.LINEAR.factor(0, 4, 12)).isZero();
    assertThat(SchedulerType.LINEAR.factor(3, 4, 12)).isEqualTo(0.75);
    assertThat(SchedulerType.LINEAR.factor(4, 4, 12)).isEqualTo(1);
    assertThat(SchedulerType.LINEAR.factor(10, 4, 12)).isEqualTo(0.25);
    assertThat(SchedulerType.LINEAR.factor(12, 4, 12)).isZero();
  }

  @Test
  void cosine() {
    assertThat(SchedulerType.COSINE.factor(2, 4, 12)).isEqualTo(0.5);
    assertThat(SchedulerType.COSINE.factor(6, 4, 12)).isCloseTo(0.8535533906, within(1e-9));
    assertThat(SchedulerType.COSINE.factor(8, 4, 12)).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void constant() {
    assertThat(SchedulerType.CONSTANT.factor(1, 4, 12)).isEqualTo(0.25);
    assertThat(SchedulerType.CONSTANT.factor(11, 4, 12)).isEqualTo(1);
  }

  @Test
  void warmupStepsOrRatio() {
    assertThat(TrainOptions.warmupSteps(0, 0.03, 100)).isEqualTo(3);
    assertThat(TrainOptions.warmupSteps(0, 0.03, 101)).isEqualTo(4);
    assertThat(TrainOptions.warmupSteps(7, 0.03, 100)).isEqualTo(7);
  }
}

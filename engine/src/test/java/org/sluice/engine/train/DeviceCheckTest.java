package org.sluice.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.engine.Engine;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.sluice.engine.tensor.DType;

class DeviceCheckTest {
  @Test
  void theCpuAgreesWithItself() {
    assertThat(DeviceCheck.difference(Device.cpu(), DType.FP32)).isZero();
  }

  @Test
  void bfloat16IsNearFloat() {
    assertThat(DeviceCheck.difference(Device.cpu(), DType.BF16)).isBetween(1e-9, 0.02);
  }

  @Test
  void theGpuAgreesWithTheCpu() {
    Assumptions.assumeTrue(Engine.getInstance().getGpuCount() > 0, "no GPU here");
    assertThat(DeviceCheck.difference(Device.gpu(0), DType.FP32)).isLessThan(1e-4);
  }
}

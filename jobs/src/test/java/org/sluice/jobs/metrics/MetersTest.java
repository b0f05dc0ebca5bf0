package org.sluice.jobs.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;

class MetersTest {
  private final MetricRegistry registry = new MetricRegistry();

  @Test
  void countsEachRowOnceAndLooksAtTheClockSeldom() {
    Meters.registerIn(registry);
    long before = registry.getMeters().get("rows").getCount();
    LongAccumulator job = new LongAccumulator();
    Iterator<Integer> rows = Meters.counting(IntStream.range(0, 2500).iterator(), job);
    for (int i = 0; i < 1500; i++) {
      assertThat(rows.hasNext()).isTrue();
      assertThat(rows.next()).isEqualTo(i);
    }
    assertThat(job.value()).isEqualTo(1024);
    rows.forEachRemaining(row -> {});
    assertThat(rows.hasNext()).isFalse();
    assertThat(job.value()).isEqualTo(2500);
    assertThat(registry.getMeters().get("rows").getCount() - before).isEqualTo(2500);
  }

  @Test
  void theNewestLossIsShown() {
    Meters.registerIn(registry);
    Meters.trained(100, 2.5);
    Meters.trained(100, 2.25);
    assertThat(registry.getGauges().get("loss").getValue()).isEqualTo(2.25);
    assertThat(registry.getMeters().get("tokens").getCount()).isGreaterThanOrEqualTo(200);
  }
}

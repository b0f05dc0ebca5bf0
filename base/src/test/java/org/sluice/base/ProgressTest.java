package org.sluice.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringBuilder out = new StringBuilder();
  private final AtomicLong nanos = new AtomicLong();

  private void seconds(double seconds) {
    nanos.addAndGet((long) (seconds * 1e9));
  }

  @Test
  void plainLinesComeEachFewSecondsAndAtTheEnd() {
    Progress progress = new PlainProgress(out, nanos::get);
    progress.begin("clean", "", 0);
    progress.begin("clean", "rows", 1000);
    seconds(1);
    progress.advance(100);
    seconds(5);
    progress.advance(200);
    seconds(6);
    progress.at(1000);
    progress.end();
    progress.end();
    assertThat(out.toString().lines())
        .containsExactly(
            "clean      300 of 1,000 rows, 50 rows/s, 14 s left",
            "clean      1,000 of 1,000 rows, 83 rows/s",
            "clean      1,000 rows in 12 s, 83 rows/s");
  }

  @Test
  void theTerminalLineIsDrawnOverItself() {
    Progress progress = new TerminalProgress(out, nanos::get);
    progress.begin("train", "tokens", 4000);
    seconds(2);
    progress.at(1000);
    progress.note("checkpoint at step 10");
    progress.end();
    String[] lines = out.toString().split("\r\u001b\\[K");
    assertThat(lines[2])
        .isEqualTo(
            "train      ██████░░░░░░░░░░░░░░░░░░ 1,000 of 4,000 tokens, 500 tokens/s, 6.0 s left");
    assertThat(lines[3]).isEqualTo("checkpoint at step 10\n");
    assertThat(lines[5]).isEqualTo("train      1,000 tokens in 2.0 s, 500 tokens/s\n");
  }

  @Test
  void saysDurationsAsPeopleDo() {
    assertThat(CountingProgress.duration(0.44)).isEqualTo("0.4 s");
    assertThat(CountingProgress.duration(185)).isEqualTo("3 min 05 s");
    assertThat(CountingProgress.duration(7800)).isEqualTo("2 h 10 min");
  }
}

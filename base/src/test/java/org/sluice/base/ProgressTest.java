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
  void aPartCountsForItselfAndTheStretchInAll() {
    Progress progress = new PlainProgress(out, nanos::get);
    progress.begin("dedup", "rows", 1000);
    progress.part("sign texts", "rows", 1000);
    seconds(10);
    progress.at(500);
    seconds(10);
    progress.at(1000);
    progress.part("join clusters", "tasks", 6);
    seconds(4);
    progress.at(1);
    seconds(4);
    progress.at(2);
    progress.end(900);
    assertThat(out.toString().lines())
        .containsExactly(
            "dedup      sign texts: 500 of 1,000 rows, 50 rows/s, 10 s left",
            "dedup      sign texts: 1,000 of 1,000 rows, 50 rows/s",
            "dedup      join clusters: 2 of 6 tasks, 0.3 tasks/s, 16 s left",
            "dedup      900 rows in 28 s, 32 rows/s");
  }

  @Test
  void shortPartsLeaveNoLines() {
    Progress progress = new PlainProgress(out, nanos::get);
    progress.begin("classify", "rows", 1000);
    for (int i = 0; i < 100; i++) {
      progress.part("train the classifier (" + i + ")", "tasks", 4);
      for (int task = 1; task <= 4; task++) {
        seconds(0.2);
        progress.at(task);
      }
    }
    progress.end(1000);
    assertThat(out.toString().lines())
        .containsExactly("classify   1,000 rows in 1 min 20 s, 13 rows/s");
  }

  @Test
  void whatIsDoneIsNotTakenBack() {
    Progress progress = new PlainProgress(out, nanos::get);
    progress.begin("write", "rows", 1000);
    seconds(2);
    progress.at(400);
    seconds(4);
    progress.at(300);
    assertThat(out.toString().lines())
        .containsExactly("write      400 of 1,000 rows, 67 rows/s, 9.0 s left");
  }

  @Test
  void theRateStaysWhileWhatIsDoneWaits() {
    Count count = new Count("tasks", 6, 0);
    count.at(6, 12_000_000_000L);
    assertThat(count.state(12_500_000_000L)).isEqualTo("6 of 6 tasks, 0.5 tasks/s");
    assertThat(count.state(52_000_000_000L)).isEqualTo("6 of 6 tasks, 0.5 tasks/s, done 40 s ago");
  }

  @Test
  void aPartsNameIsCutToTheRoomThatItsNumbersLeave() {
    Progress progress = new TerminalProgress(out, nanos::get);
    progress.begin("write", "rows", 1000);
    progress.part("write clusters", "tasks", 6);
    seconds(1);
    progress.at(3);
    seconds(1);
    progress.part("write a/folder/whose/name/is/longer/than/the/line/has/room/for", "tasks", 6);
    seconds(1);
    progress.at(3);
    String[] lines = out.toString().split("\r\u001b\\[K");
    assertThat(lines[2])
        .isEqualTo(
            "write      ████████░░░░░░░░ write clusters: 3 of 6 tasks, 3.0 tasks/s, 1.0 s left");
    assertThat(lines[4])
        .hasSize(96)
        .isEqualTo(
            "write      ████████░░░░░░░░ write a/folder/whose/name/is…:"
                + " 3 of 6 tasks, 3.0 tasks/s, 1.0 s left");
  }

  @Test
  void saysDurationsAsPeopleDo() {
    assertThat(Durations.told(0.44)).isEqualTo("0.4 s");
    assertThat(Durations.told(3.24)).isEqualTo("3.2 s");
    assertThat(Durations.told(59.6)).isEqualTo("1 min 00 s");
    assertThat(Durations.told(185)).isEqualTo("3 min 05 s");
    assertThat(Durations.told(7620)).isEqualTo("2 h 07 min");
    assertThat(Durations.told(7800)).isEqualTo("2 h 10 min");
  }
}

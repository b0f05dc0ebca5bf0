package org.sluice.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainLogTest {
  @TempDir Path folder;

  @Test
  void aResumedRunWritesNoStepTwice() throws IOException {
    Path file = folder.resolve("train/log.jsonl");
    TrainLog log = new TrainLog(file);
    for (int step = 1; step <= 7; step++) {
      log.append(line(step));
    }
    Files.writeString(file, "{\"step\":8,\"loss\":1.2", StandardOpenOption.APPEND); // killed here
    assertThat(log.lines()).hasSize(7);
    log.cutAfter(5);
    log.append(line(6));
    assertThat(log.lines()).extracting(TrainLog.Line::step).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(log.lines().get(5)).isEqualTo(line(6));
  }

  private static TrainLog.Line line(int step) {
    return new TrainLog.Line(step, 2.5 / step, 1e-4, 0.5, 100, 40, 1000.25, 512, 1.7e9 + step);
  }
}

package org.sluice.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  @TempDir Path folder;
  private final List<String> notes = new ArrayList<>();

  @Test
  void keepsTheNewestOnes() {
    Checkpoints checkpoints = new Checkpoints(folder);
    for (long step : new long[] {5, 10, 15, 100}) {
      checkpoints.save(step, 2, path -> put(path, "step " + step));
    }
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("checkpoint-15", "checkpoint-100");
    assertThat(checkpoints.newest(notes::add).orElseThrow().step()).isEqualTo(100);
    assertThat(notes).isEmpty();
  }

  @Test
  void aDamagedCheckpointFallsBackToTheOneBeforeAndSaysSo() throws IOException {
    Checkpoints checkpoints = new Checkpoints(folder);
    checkpoints.save(5, 3, path -> put(path, "five"));
    checkpoints.save(10, 3, path -> put(path, "ten"));
    checkpoints.save(15, 3, path -> put(path, "fifteen"));
    put(folder.resolve("checkpoint-10"), "tEn");
    Files.delete(folder.resolve("checkpoint-15/sha256sums.txt"));
    assertThat(checkpoints.newest(notes::add).orElseThrow().step()).isEqualTo(5);
    assertThat(notes).hasSize(2);
    assertThat(notes.get(0)).contains("checkpoint-15 is damaged");
    assertThat(notes.get(1)).contains("checkpoint-10 is damaged (weights has another digest)");
    checkpoints.save(10, 3, path -> put(path, "ten again"));
    assertThat(checkpoints.newest(notes::add).orElseThrow().step()).isEqualTo(10);
  }

  @Test
  void aFailedOrKilledWriterLeavesNoCheckpoint() throws IOException {
    Checkpoints checkpoints = new Checkpoints(folder);
    checkpoints.save(5, 3, path -> put(path, "five"));
    assertThatThrownBy(
            () ->
                checkpoints.save(
                    10,
                    3,
                    path -> {
                      put(path, "half");
                      throw new IllegalStateException("killed");
                    }))
        .hasMessage("killed");
    assertThat(checkpoints.newest(notes::add).orElseThrow().step()).isEqualTo(5);
    checkpoints.save(10, 3, path -> put(path, "whole"));
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("checkpoint-5", "checkpoint-10");
  }

  private static void put(Path checkpoint, String text) {
    try {
      Files.writeString(checkpoint.resolve("weights"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.sluice.pipelines.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.config.Canonical;

class RunStateTest {
  @TempDir Path folder;

  private static StepRecord record(String input, Map<String, String> stamps) {
    return new StepRecord(
        "run",
        new Fingerprint("settings", "1", input, ""),
        stamps,
        3,
        3,
        0,
        0,
        new TreeMap<>(),
        Map.of(),
        "2026-01-01T00:00:00Z",
        1,
        null,
        1);
  }

  @Test
  void whatWasDoneOnATableCountsAsDoneOnWhatIsLeftOfIt() {
    Path file = folder.resolve("runs/steps.json");
    RunState state = RunState.load(file);
    StepRecord hander = record("documents@1", Map.of());
    state.record("ingest", record("", Map.of("documents", "1", "rejects", "1")));
    state.record("clean", hander);
    String handed = RunState.HANDED_OVER + Canonical.digest(hander.fingerprint());
    state.record("dedup", record(handed, Map.of("deduplicated", "4")));
    state.record("format", record("deduplicated@4", Map.of("formatted", "5")));

    state.restamp(Map.of("documents@1", "2", "deduplicated@4", "9", "formatted@7", "8"));

    Map<String, StepRecord> now = RunState.load(file).steps();
    assertThat(now.get("ingest").stamps()).isEqualTo(Map.of("documents", "2", "rejects", "1"));
    assertThat(now.get("clean").fingerprint().input()).isEqualTo("documents@2");
    assertThat(now.get("dedup").fingerprint().input())
        .isEqualTo(RunState.HANDED_OVER + Canonical.digest(now.get("clean").fingerprint()))
        .isNotEqualTo(handed);
    assertThat(now.get("format").fingerprint().input()).isEqualTo("deduplicated@9");
    assertThat(now.get("format").stamps())
        .as("its stamp was 5")
        .isEqualTo(Map.of("formatted", "5"));
  }

  @Test
  void aTornFileCountsAsNothingDone() throws Exception {
    Path file = Files.writeString(folder.resolve("steps.json"), "{\"ingest\": {");
    assertThat(RunState.load(file).steps()).isEmpty();
  }
}

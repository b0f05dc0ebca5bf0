package org.sluice.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.Progress;
import org.sluice.base.UserError;
import org.sluice.jobs.JobMain;
import org.sluice.jobs.clean.Clean;
import org.sluice.jobs.ingest.Ingest;
import org.sluice.pipelines.recipe.RecipeReader;
import org.sluice.pipelines.report.ReportStep;

/** Runs small recipes for real, on Spark. */
class RunnerTest {
  private static final String RECIPE =
      """
      name: small
      ingest: {path: %s/rows.jsonl}
      clean:
      dedup: {minhash: {bands: 20}}
      write:
      output: {path: %s/out, format: parquet}
      spark: {master: "local[2]"}
      """;

  @TempDir Path folder;
  private Path recipe;

  @BeforeEach
  void writeRows() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      rows.append("{\"id\":\"r%02d\",\"text\":\"%s\"}\n".formatted(i, text(i)));
    }
    rows.append("{\"id\":\"r99\",\"text\":\"%s\"}\n{\"id\": broken\n".formatted(text(3)));
    Files.writeString(folder.resolve("rows.jsonl"), rows);
    recipe = Files.writeString(folder.resolve("r.yaml"), RECIPE.formatted(folder, folder));
  }

  /** Twelve words that no other row has. */
  private static String text(int row) {
    StringBuilder text = new StringBuilder();
    for (int word = 1; word <= 12; word++) {
      text.append(Character.toString('a' + row).repeat(word)).append(' ');
    }
    return text.toString().strip();
  }

  /** What a run prints and tells. */
  private record Told(String out, List<String> notes, List<String> counted) {
    List<String> steps() {
      return notes.stream().filter(Predicate.not(n -> n.contains("skipped"))).toList();
    }
  }

  private Told run(RunOptions options, String... sets) {
    List<String> notes = new ArrayList<>();
    List<String> counted = new ArrayList<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Progress progress =
        new Progress() {
          @Override
          public void begin(String step, String unit, long total) {
            if (!notes.contains(step)) {
              notes.add(step);
              counted.add(step + " of " + total + " " + unit);
            }
          }

          @Override
          public void part(String name, String unit, long total) {}

          @Override
          public void advance(long n) {}

          @Override
          public void at(long n) {}

          @Override
          public void note(String line) {
            notes.add(line);
          }

          @Override
          public void end() {}

          @Override
          public void end(long n) {}
        };
    new Runner(
            RecipeReader.read(recipe, List.of(sets), RecipeReader.Files.MUST_EXIST),
            progress,
            new PrintStream(out, true, StandardCharsets.UTF_8))
        .run(options);
    return new Told(out.toString(StandardCharsets.UTF_8), notes, counted);
  }

  private static RunOptions work() {
    return new RunOptions(Optional.empty(), Optional.empty(), RunOptions.Mode.RUN);
  }

  @Test
  void runsOnceAndSkipsWhatIsDone() throws IOException {
    Told first = run(work());
    assertThat(first.steps()).containsExactly("ingest", "clean", "dedup", "write");
    assertThat(first.counted())
        .containsExactly(
            "ingest of 22 rows", "clean of 21 rows", "dedup of 21 rows", "write of 20 rows");
    assertThat(first.out())
        .containsPattern("ingest +read +22 +kept +21 +dropped +0 +rejected +1")
        .containsPattern("dedup +read +21 +kept +20 +dropped +1 +rejected +0 +\\S+ 1");
    assertThat(folder.resolve("out/final")).isDirectory();

    Told again = run(work());
    assertThat(again.steps()).isEmpty();
    assertThat(again.notes()).hasSize(4).allMatch(note -> note.endsWith("done and unchanged"));

    Told changed = run(work(), "dedup.minhash.bands=10");
    assertThat(changed.steps()).containsExactly("dedup", "write");

    Told forced =
        run(
            new RunOptions(Optional.of("clean"), Optional.empty(), RunOptions.Mode.RUN),
            "dedup.minhash.bands=10");
    assertThat(forced.steps()).containsExactly("clean", "dedup", "write");

    Files.writeString(folder.resolve("rows.jsonl"), "{\"id\":\"x\",\"text\":\"Another.\"}\n");
    Told plan =
        run(
            new RunOptions(Optional.empty(), Optional.empty(), RunOptions.Mode.PLAN_ONLY),
            "dedup.minhash.bands=10");
    assertThat(plan.out())
        .containsPattern("ingest +files +documents +~22 +runs: input files changed")
        .containsPattern("clean +documents +cleaned +~21 +runs: after ingest");
    assertThat(Files.readAllLines(folder.resolve("out/runs/history.jsonl"))).hasSize(9);
    var last =
        new ObjectMapper()
            .readTree(Files.readAllLines(folder.resolve("out/runs/history.jsonl")).get(8));
    assertThat(last.get("step").asText()).isEqualTo("write");
    assertThat(last.get("rows_kept").asLong()).isEqualTo(20);
  }

  @Test
  void stepsThatHandOverAreDoneWithTheStepThatWrites() {
    String[] handOver = {"ingest.materialize=false", "dedup.materialize=false"};
    assertThat(run(work(), handOver).steps()).containsExactly("ingest", "clean", "dedup", "write");
    assertThat(folder.resolve("out/tables/documents")).doesNotExist();
    assertThat(run(work(), handOver).steps()).isEmpty();
    String[] changed = {
      "ingest.materialize=false", "dedup.materialize=false", "write.columns=[id]"
    };
    assertThat(run(work(), changed).steps()).containsExactly("dedup", "write");
  }

  @Test
  void filesThatAreCutOffAreNamedAtTheEnd() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("{\"text\":\"One more.\"}\n".repeat(9).getBytes(StandardCharsets.UTF_8));
    }
    Files.write(
        folder.resolve("b.jsonl.gz"), Arrays.copyOf(packed.toByteArray(), packed.size() - 4));
    String[] files = {"ingest.path=[%s/rows.jsonl,%s/b.jsonl.gz]".formatted(folder, folder)};
    RunOptions reading =
        new RunOptions(Optional.empty(), Optional.of("ingest"), RunOptions.Mode.RUN);
    String line = "\n +cut off or damaged: b\\.jsonl\\.gz; fetch or make it again\n";
    assertThat(run(reading, files).out())
        .containsPattern("ingest +read +32 +kept +30 +dropped +0 +rejected +2" + line);
    assertThat(run(reading, files).out()).containsPattern(line); // of a step that is skipped, too
    assertThat(folder.resolve("out/metrics.json")).content().contains("b.jsonl.gz");
    assertThat(run(reading).out()).doesNotContainPattern(line);
    assertThat(folder.resolve("out/metrics.json")).content().doesNotContain("b.jsonl.gz");
  }

  @Test
  void stopsAfterAStep() {
    RunOptions options =
        new RunOptions(Optional.empty(), Optional.of("clean"), RunOptions.Mode.RUN);
    assertThat(run(options).steps()).containsExactly("ingest", "clean");
    assertThat(run(work()).steps()).containsExactly("dedup", "write");
  }

  @Test
  void rowsThatAllCameBeforeEndTheRunWithoutAnError() throws IOException {
    run(work(), "dedup.keep_state=true");
    String[] later = {"dedup.against=[%s/out]".formatted(folder), "output.path=" + folder + "/2"};
    String leftOut = "write      left out, dedup found nothing new";
    Told night = run(work(), later);
    assertThat(night.steps()).containsExactly("ingest", "clean", "dedup", leftOut);
    assertThat(night.out()).containsPattern("dedup +read +21 +kept +0 +dropped +21");
    assertThat(run(work(), later).steps()).containsExactly(leftOut);

    Files.writeString(
        folder.resolve("rows.jsonl"),
        "{\"id\":\"new\",\"text\":\"%s\"}\n".formatted(text(21)),
        StandardOpenOption.APPEND);
    assertThat(run(work(), later).steps()).containsExactly("ingest", "clean", "dedup", "write");
  }

  @Test
  void dryRunLeavesNothing() {
    Told plan = run(new RunOptions(Optional.empty(), Optional.empty(), RunOptions.Mode.PLAN_ONLY));
    assertThat(plan.out()).containsPattern("ingest +files +documents +~22 +runs: not done yet");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void refusesAFolderWithOtherData() throws IOException {
    Files.createDirectories(folder.resolve("out"));
    Files.writeString(folder.resolve("out/thesis.tex"), "precious");
    assertThatThrownBy(() -> run(work()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("out: holds data that no run of Sluice has written")
        .hasMessageContaining("choose another output.path");
  }

  @Test
  void goesOnWhereSingleStepsHaveWorked() throws IOException {
    String[] ingest = {
      "--output.path",
      folder + "/out",
      "--output.format",
      "parquet",
      "--master",
      "local[2]",
      "--path",
      folder + "/rows.jsonl"
    };
    assertThat(JobMain.run(ingest, new Ingest(), "")).isZero();
    String[] clean = {"--output.path", folder + "/out", "--master", "local[2]"};
    assertThat(JobMain.run(clean, new Clean(), "documents")).isZero(); // tables say what they are
    assertThat(run(work()).steps()).containsExactly("ingest", "clean", "dedup", "write");
    assertThat(JobMain.run(clean, new ReportStep())).isZero();
    assertThat(folder.resolve("out/report.html")).content().contains("dropped");
    clean[1] = folder + "/other";
    assertThat(JobMain.run(clean, new ReportStep())).isEqualTo(2); // there is no run
  }

  @Test
  void refusesTheRunOfAnotherRecipe() throws IOException {
    Files.createDirectories(folder.resolve("out"));
    Files.writeString(folder.resolve("out/sluice.json"), "{\"recipe\":\"large\"}");
    assertThatThrownBy(() -> run(work())).hasMessageContaining("the run of the recipe 'large'");
  }

  @Test
  void refusesAnUnknownStep() {
    RunOptions options =
        new RunOptions(Optional.of("dedupe"), Optional.empty(), RunOptions.Mode.RUN);
    assertThatThrownBy(() -> run(options))
        .hasMessage("--from dedupe: the recipe has no such step; did you mean 'dedup'?");
    assertThat(folder.resolve("out")).doesNotExist();
  }
}

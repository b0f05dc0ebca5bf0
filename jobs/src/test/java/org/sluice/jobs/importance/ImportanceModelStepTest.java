package org.sluice.jobs.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.UserError;
import org.sluice.jobs.Fixture;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.clean.Clean;
import org.sluice.text.importance.ImportanceModel;
import org.sluice.text.importance.SampleCounts;

class ImportanceModelStepTest {
  private static final List<String> TARGET = List.of("the sea and the ship", "a ship at sea");
  private static final List<String> SOURCE =
      List.of("buy now", "the sea", "buy shoes now, buy socks");

  @TempDir Path folder;
  private Fixture run;

  @BeforeEach
  void write() throws IOException {
    run = Fixture.parquet(folder.resolve("out"));
    jsonLines("ships.jsonl", TARGET);
    jsonLines("shops.jsonl", SOURCE);
  }

  private void jsonLines(String name, List<String> texts) throws IOException {
    StringBuilder lines = new StringBuilder("{\"text\": null}\n");
    texts.forEach(text -> lines.append("{\"text\": \"").append(text).append("\"}\n"));
    Files.writeString(folder.resolve(name), lines.toString());
  }

  private void rows(int partitions) {
    List<Row> rows = new ArrayList<>();
    SOURCE.forEach(text -> rows.add(RowFactory.create("r" + rows.size(), text)));
    rows.add(RowFactory.create("none", null));
    StructType schema = StructType.fromDDL("id STRING, text STRING");
    run.tables().write("rows", run.spark().createDataFrame(rows, schema).repartition(partitions));
  }

  private Map<String, Object> target(String name, String file) {
    return Map.of("name", name, "paths", List.of(folder.resolve(file).toString()));
  }

  private StepResult train(Object... pairs) {
    return run.run(new ImportanceModelStep(), "rows", pairs);
  }

  private static String expected(List<String> target) {
    SampleCounts wanted = new SampleCounts(64);
    target.forEach(wanted::add);
    SampleCounts source = new SampleCounts(64);
    SOURCE.forEach(source::add);
    return new ImportanceModel(wanted, source).json();
  }

  @Test
  void countsTheTableForAnyPartitioning() throws IOException {
    Path ships = ImportanceModelStep.file(run.output(), "ships");
    for (int partitions : new int[] {1, 5}) {
      rows(partitions);
      StepResult result =
          train(
              "targets",
              List.of(target("ships", "ships.jsonl"), target("shops", "shops.jsonl")),
              "buckets",
              64);
      assertThat(Files.readString(ships)).isEqualTo(expected(TARGET));
      assertThat(Files.readString(ImportanceModelStep.file(run.output(), "shops")))
          .isEqualTo(expected(SOURCE));
      assertThat(result.rowsKept()).isEqualTo(4);
      assertThat(result.metrics())
          .containsEntry("documents.ships", 2L)
          .containsEntry("words.source", 10L);
    }
  }

  @Test
  void theSourceMayBeFiles() throws IOException {
    rows(1);
    String file = folder.resolve("shops.jsonl").toString();
    train("targets", List.of(target("ships", "ships.jsonl")), "source", file, "buckets", 64);
    assertThat(Files.readString(ImportanceModelStep.file(run.output(), "ships")))
        .isEqualTo(expected(TARGET));
  }

  @Test
  void cleanMeasuresByTheModelAndDropsByItsLimit() {
    rows(2);
    train("targets", List.of(target("ships", "ships.jsonl")), "buckets", 64);
    String model = ImportanceModelStep.file(run.output(), "ships").toString();
    Map<String, Object> plain = Map.of("name", "ships", "model", model);
    run.run(new Clean(), "rows", "importance", List.of(plain));
    List<Row> rows =
        run.rows(
            "cleaned",
            "id",
            "importance__ships",
            "importance__ships_length_correction IS NULL",
            "importance__ships > 0");
    assertThat(rows.toString()).startsWith("[[none,null,true,null], [r0,-");
    assertThat(rows.get(2).getBoolean(3)).as("the sea").isTrue();
    assertThat(rows.get(3).getBoolean(3)).as("shoes and socks").isFalse();

    Map<String, Object> limited = Map.of("name", "ships", "model", model, "min", -1);
    StepResult result = run.run(new Clean(), "rows", "importance", List.of(limited));
    assertThat(result.droppedByRule()).hasToString("{importance__ships=2}");
    assertThat(run.strings("cleaned", "id")).containsExactly("none", "r1");
    assertThat(run.rows("dropped", "id", "step", "threshold").toString())
        .isEqualTo("[[r0,clean,-1.0], [r2,clean,-1.0]]");
  }

  @Test
  void whatCannotWorkIsSaidBeforeAnyWork() {
    rows(1);
    assertThatThrownBy(() -> train("targets", List.of(target("ships", "none.jsonl"))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the files cannot be read");
    assertThatThrownBy(() -> train("targets", List.of(target("Ships!", "ships.jsonl"))))
        .hasMessageContaining("name must be a column's name");
    assertThatThrownBy(
            () -> train("targets", List.of(target("ships", "ships.jsonl")), "column", "texts"))
        .hasMessageContaining("did you mean text?");
    Map<String, Object> noModel =
        Map.of("name", "ships", "model", folder.resolve("ships.jsonl").toString());
    assertThatThrownBy(() -> run.run(new Clean(), "rows", "importance", List.of(noModel)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is no model of importance")
        .hasMessageContaining("importance_model");
  }
}

package org.sluice.pipelines.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.base.Progress;
import org.sluice.jobs.SessionOptions;
import org.sluice.jobs.Sessions;
import org.sluice.pipelines.recipe.RecipeReader;
import org.sluice.pipelines.run.RunOptions;
import org.sluice.pipelines.run.Runner;

class ZeppelinNoteTest {
  static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../notebooks"))) {
      return files.filter(file -> file.toString().endsWith(".note")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void theNoteIsThatOfItsSource(Path source) throws IOException {
    assertThat(ZeppelinNote.note(source))
        .as("run org.sluice.pipelines.docs.ZeppelinNote notebooks/*.note")
        .hasContent(ZeppelinNote.of(Files.readString(source)));
  }

  /** Runs a small recipe, then every SQL paragraph of the note on its tables. */
  @Test
  void everyParagraphRunsOnARealAccount(@TempDir Path folder) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      rows.append("{\"id\":\"r%02d\",\"text\":\"Only a few words, number %d.\"}\n".formatted(i, i));
    }
    rows.append(
        "{\"id\":\"long\",\"text\":\""
            + "the market and the bank of it have risen ".repeat(20)
            + "\"}\n");
    Files.writeString(folder.resolve("rows.jsonl"), rows);
    Path recipe =
        Files.writeString(
            folder.resolve("r.yaml"),
            """
            ingest: {path: %s/rows.jsonl}
            clean: {profiles: [gopher-quality@datatrove]}
            output: {path: %s/out}
            spark: {master: "local[2]"}
            """
                .formatted(folder, folder));
    new Runner(
            RecipeReader.read(recipe, List.of(), RecipeReader.Files.MUST_EXIST),
            Progress.SILENT,
            new PrintStream(new ByteArrayOutputStream(), true))
        .run(new RunOptions(Optional.empty(), Optional.empty(), RunOptions.Mode.RUN));

    SparkSession spark =
        Sessions.create(new SessionOptions("note", Optional.of("local[2]"), true, Map.of()));
    try {
      List<List<Row>> answers = new ArrayList<>();
      JsonNode note = new ObjectMapper().readTree(Path.of("../notebooks/account.zpln").toFile());
      for (JsonNode paragraph : note.get("paragraphs")) {
        String text = paragraph.get("text").asText();
        if (text.startsWith("%spark.sql")) {
          String sql = text.substring(text.indexOf('\n'));
          answers.add(
              spark.sql(sql.replace("${output=out/quickstart}", folder + "/out")).collectAsList());
        }
      }
      assertThat(answers.get(2)).hasSize(2); // ingest and clean
      assertThat(answers.get(2).get(1).getLong(3)).isEqualTo(12);
      assertThat(answers.get(3)).hasSize(1); // one rule dropped the short ones
      assertThat(answers.get(3).get(0).getLong(2)).isEqualTo(12);
    } finally {
      spark.stop();
    }
  }
}

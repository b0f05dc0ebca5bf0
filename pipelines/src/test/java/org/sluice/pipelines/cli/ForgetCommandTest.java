package org.sluice.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.jobs.SessionOptions;
import org.sluice.jobs.Sessions;

/** From rows to an adapter, and again without some of them, by the command line alone. */
class ForgetCommandTest {
  private static final String RECIPE =
      """
      name: forgetful
      ingest: {path: %1$s/rows.jsonl, columns: {text: string, answer: string}}
      format: {template: inline, prompt: "{{ text }}", output_column: answer}
      tokenize: {}
      model: {path: ../engine/src/test/resources/golden/tiny, dtype: fp32}
      train: {steps: 2, target_modules: [q_proj]}
      output: {path: %1$s/out, format: parquet}
      spark: {master: "local[2]", conf: {spark.sql.shuffle.partitions: "1"}}
      """;

  @TempDir Path folder;

  private static void sluice(Object... words) {
    String[] texts = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      texts[i] = words[i].toString();
    }
    assertThat(Main.commands().execute(texts)).isZero();
  }

  private List<String> stepsDone() throws IOException {
    return Files.readAllLines(folder.resolve("out/runs/history.jsonl")).stream()
        .map(line -> line.replaceAll(".*\"step\":\"(\\w+)\".*", "$1"))
        .toList();
  }

  private List<String> trainedIds() {
    SparkSession spark =
        Sessions.create(new SessionOptions("test", Optional.of("local[1]"), false, Map.of()));
    try {
      return spark
          .read()
          .parquet(folder + "/out/tables/trained")
          .selectExpr("id")
          .distinct()
          .collectAsList()
          .stream()
          .map(row -> row.getString(0))
          .toList();
    } finally {
      spark.stop();
    }
  }

  @Test
  void retrainsWithoutTheForgottenAndRepeatsNothingElse() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      rows.append(
          "{\"id\":\"r%d\",\"text\":\"The ship %d?\",\"answer\":\"sea\"}%n".formatted(i, i));
    }
    Files.writeString(folder.resolve("rows.jsonl"), rows);
    Path recipe = Files.writeString(folder.resolve("r.yaml"), RECIPE.formatted(folder));
    Path ids = Files.writeString(folder.resolve("ids.txt"), "r3\nr7\nnobody\n");

    sluice("run", recipe);
    assertThat(trainedIds()).hasSize(12).contains("r3", "r7");
    byte[] before = Files.readAllBytes(folder.resolve("out/adapter/adapter_model.safetensors"));

    sluice("forget", "--ids", ids, "--output.path", folder.resolve("out"), "--retrain", recipe);
    assertThat(trainedIds()).hasSize(10).doesNotContain("r3", "r7");
    assertThat(folder.resolve("out/adapter/adapter_model.safetensors").toFile()).isNotEmpty();
    assertThat(Files.readAllBytes(folder.resolve("out/adapter/adapter_model.safetensors")))
        .isNotEqualTo(before);
    assertThat(Files.readString(folder.resolve("out/adapter/sluice.json")))
        .doesNotContain("\"forgotten\"");
    assertThat(stepsDone()).containsExactly("ingest", "format", "tokenize", "train", "train");
  }
}

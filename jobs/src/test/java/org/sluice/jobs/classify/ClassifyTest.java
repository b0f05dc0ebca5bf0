package org.sluice.jobs.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.UserError;
import org.sluice.jobs.Fixture;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.dedup.Corpus;

class ClassifyTest {
  @TempDir Path folder;
  private Fixture run;

  @BeforeEach
  void write() throws IOException {
    run = Fixture.parquet(folder.resolve("out"));
    Files.writeString(folder.resolve("good.jsonl"), lines(1, 100, 0));
    Files.writeString(folder.resolve("bad.jsonl"), lines(2, 100, 60));
  }

  private static String lines(int seed, int count, int from) {
    Random random = new Random(seed);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append("{\"text\": \"").append(text(random, from)).append("\"}\n");
    }
    return lines.toString();
  }

  /** Words of a range of a hundred; the two ranges overlap. */
  private static String text(Random random, int from) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      text.append(Corpus.word(1000 + from + random.nextInt(100))).append(' ');
    }
    return text.toString();
  }

  private void rows(int partitions) {
    Random random = new Random(9);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rows.add(RowFactory.create("g" + i, text(random, 0), "train"));
      rows.add(RowFactory.create("b" + i, text(random, 60), "train"));
    }
    rows.add(RowFactory.create("t", text(random, 60), "test"));
    StructType schema = StructType.fromDDL("id STRING, text STRING, split STRING");
    run.tables().write("rows", run.spark().createDataFrame(rows, schema).repartition(partitions));
  }

  private StepResult classify(Object... more) {
    List<Object> pairs =
        new ArrayList<>(
            List.of(
                "positive",
                List.of(folder.resolve("good.jsonl").toString()),
                "negative",
                List.of(folder.resolve("bad.jsonl").toString()),
                "features",
                4096));
    pairs.addAll(List.of(more));
    return run.run(new Classify(), "rows", pairs.toArray());
  }

  @Test
  void tellsGoodTextsFromOrdinaryOnes() {
    rows(3);
    classify("keep", "threshold");
    List<String> kept = run.strings("classified", "id");
    assertThat(kept).contains("t");
    assertThat(kept.stream().filter(id -> id.startsWith("g")).count()).isGreaterThan(95);
    assertThat(kept.stream().filter(id -> id.startsWith("b")).count()).isLessThan(5);
  }

  @Test
  void paretoKeepsSomeOfEverythingAndTheSameForAnyPartitioning() {
    String expected = null;
    for (int partitions : new int[] {1, 7}) {
      rows(partitions);
      classify("shape", 2.0);
      String found =
          run.rows("classified", "id", "quality").toString()
              + run.rows("dropped", "id", "threshold");
      expected = expected == null ? found : expected;
      assertThat(found).isEqualTo(expected);
    }
    List<String> kept = run.strings("classified", "id");
    assertThat(kept.stream().filter(id -> id.startsWith("g")).count()).isGreaterThan(70);
    assertThat(kept.stream().filter(id -> id.startsWith("b")).count()).isBetween(3L, 60L);
  }

  @Test
  void missingFilesAreSaidBeforeAnyWork() {
    rows(1);
    assertThatThrownBy(() -> classify("negative", List.of(folder.resolve("none.jsonl").toString())))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the files cannot be read");
  }
}

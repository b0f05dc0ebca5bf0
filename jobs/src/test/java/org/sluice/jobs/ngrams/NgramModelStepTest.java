package org.sluice.jobs.ngrams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.jobs.Fixture;
import org.sluice.jobs.tables.SessionConf;

/** The corpus and the model of KenLM's lmplz on it: make_kenlm.py in udfs. */
class NgramModelStepTest {
  private static final Path FILES = Path.of("../udfs/src/test/resources/org/sluice/text/kenlm");

  @TempDir Path folder;

  private String trained(int partitions, int order) throws IOException {
    Fixture run = Fixture.parquet(folder.resolve("out" + partitions + order));
    List<Row> rows =
        Files.readAllLines(FILES.resolve("corpus.txt")).stream()
            .map(line -> RowFactory.create(line, line))
            .toList();
    StructType schema = StructType.fromDDL("id STRING, text STRING");
    run.tables().write("rows", run.spark().createDataFrame(rows, schema).repartition(partitions));
    run.run(new NgramModelStep(), "rows", "order", order);
    return Files.readString(NgramModelStep.file(run.output()));
  }

  /** Probability and weight of each gram. */
  private static Map<String, float[]> grams(String arpa) {
    Map<String, float[]> grams = new HashMap<>();
    for (String line : arpa.split("\n")) {
      String[] parts = line.split("\t");
      if (parts.length > 1) {
        float backoff = parts.length > 2 ? Float.parseFloat(parts[2]) : 0;
        grams.put(
            parts[1].replace("élan", "elan"), // a model sees no accents
            new float[] {Float.parseFloat(parts[0]), backoff});
      }
    }
    return grams;
  }

  @Test
  void hasTheNumbersOfLmplz() throws IOException {
    Map<String, float[]> found = grams(trained(3, 4));
    Map<String, float[]> expected = grams(Files.readString(FILES.resolve("model.arpa")));
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (gram, numbers) -> {
          assertThat(found.get(gram)[0]).as(gram).isCloseTo(numbers[0], within(2e-5f));
          assertThat(found.get(gram)[1]).as(gram).isCloseTo(numbers[1], within(2e-5f));
        });
  }

  @Test
  void aSmallTableTakesFewTasks() {
    SparkSession spark = Fixture.local();
    SessionConf.during(
        spark,
        Map.of("spark.sql.shuffle.partitions", "200"),
        () -> {
          assertThat(NgramModelStep.tasks(spark, spark.range(10).toDF())).isEqualTo(2);
          assertThat(NgramModelStep.tasks(spark, spark.range(10_000_000).toDF())).isEqualTo(38);
          assertThat(NgramModelStep.tasks(spark, spark.range(1_000_000_000).toDF())).isEqualTo(200);
        });
  }

  @Test
  void isTheSameForAnyPartitioning() throws IOException {
    assertThat(trained(5, 2)).isEqualTo(trained(1, 2));
  }
}

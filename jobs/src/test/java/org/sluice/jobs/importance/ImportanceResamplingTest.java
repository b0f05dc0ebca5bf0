package org.sluice.jobs.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.jobs.Fixture;
import org.sluice.jobs.clean.Clean;

/** The query of docs/preparation.md that draws rows by their importance. */
class ImportanceResamplingTest {
  private static final int ROWS = 4_000;
  private static final int DRAWN = 400;

  @TempDir static Path folder;
  private static Fixture run;
  private static String query;

  @BeforeAll
  static void measure() throws IOException {
    run = Fixture.parquet(folder.resolve("out"));
    String docs = Files.readString(Path.of("../docs/preparation.md"));
    Matcher found = Pattern.compile("SELECT[^;]*importance__books[^;]*LIMIT 10000").matcher(docs);
    assertThat(found.find()).isTrue();
    query = found.group().replace("10000", Integer.toString(DRAWN));

    // Of what is wanted three in four texts tell of the sea, of what there is every other one.
    Files.writeString(folder.resolve("books.jsonl"), lines("sea", 300) + lines("shop", 100));
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(RowFactory.create("r" + i, i % 2 == 0 ? "sea" : "shop"));
    }
    rows.add(RowFactory.create("none", null));
    StructType schema = StructType.fromDDL("id STRING, text STRING");
    run.tables().write("rows", run.spark().createDataFrame(rows, schema).repartition(3));
    String books = folder.resolve("books.jsonl").toString();
    run.run(
        new ImportanceModelStep(),
        "rows",
        "targets",
        List.of(Map.of("name", "books", "paths", List.of(books))));
    String model = ImportanceModelStep.file(run.output(), "books").toString();
    Map<String, Object> importance = Map.of("name", "books", "model", model);
    run.run(new Clean(), "rows", "importance", List.of(importance));
  }

  private static String lines(String text, int times) {
    return "{\"text\": \"%s\"}\n".formatted(text).repeat(times);
  }

  /** Ids of the rows that are drawn from a table in so many partitions. */
  private static List<String> drawn(String query, int partitions) {
    run.tables().read("cleaned").repartition(partitions).createOrReplaceTempView("cleaned");
    return run.spark().sql(query).select("id").collectAsList().stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  /** Numbers of rows are even where they tell of the sea. */
  private static double shareOfTheSea(List<String> ids) {
    long sea = ids.stream().filter(id -> Integer.parseInt(id.substring(1)) % 2 == 0).count();
    return sea / (double) ids.size();
  }

  @Test
  void whatIsDrawnIsMadeUpAsTheTargetIs() {
    List<String> ids = drawn(query, 1);
    assertThat(ids).hasSize(DRAWN).doesNotHaveDuplicates().doesNotContain("none");
    assertThat(shareOfTheSea(ids)).isCloseTo(0.75, offset(0.04));
    List<String> unweighted = drawn(query.replace("importance__books -", "0 -"), 1);
    assertThat(shareOfTheSea(unweighted)).isCloseTo(0.5, offset(0.04));
  }

  @Test
  void theSameRowsAreDrawnFromAnyPartitioning() {
    List<String> ids = drawn(query, 1);
    assertThat(drawn(query, 7)).isEqualTo(ids);
    String seeded = query.replace("xxhash64(id, 7)", "xxhash64(id, 8)");
    assertThat(seeded).isNotEqualTo(query);
    List<String> others = drawn(seeded, 1);
    assertThat(others.stream().filter(ids::contains).count()).isLessThan(DRAWN / 4);
    assertThat(shareOfTheSea(others)).isCloseTo(0.75, offset(0.06));
  }

  @Test
  void aSmallerDrawIsPartOfALargerOne() {
    List<String> few = drawn(query.replace("LIMIT " + DRAWN, "LIMIT 50"), 3);
    assertThat(few).hasSize(50);
    assertThat(drawn(query, 3)).containsAll(few);
  }
}

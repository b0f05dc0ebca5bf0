package org.sluice.jobs.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
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

class MixTest {
  private static final String TINY = "../engine/src/test/resources/golden/tiny";
  private static final StructType SCHEMA =
      StructType.fromDDL("id STRING, text STRING, source STRING, quality DOUBLE");

  @TempDir Path folder;
  private Fixture run;

  @BeforeEach
  void open() {
    run = Fixture.parquet(folder.resolve("out"));
  }

  /** 300 rows of web, 60 of books; a third of the rows of books are near-copies of others. */
  private void rows(long shuffle, int partitions) {
    Random random = new Random(3);
    List<Row> rows = new ArrayList<>();
    String[] words = {};
    for (int i = 0; i < 360; i++) {
      boolean web = i < 300;
      if (web || i % 3 == 0) {
        words = random.ints(60 + i % 50, 0, 2000).mapToObj(Corpus::word).toArray(String[]::new);
      } else {
        words[random.nextInt(words.length)] = "changed";
      }
      rows.add(
          RowFactory.create(
              "r%03d".formatted(i),
              String.join(" ", words),
              web ? "web" : "books",
              i % 7 == 0 ? null : random.nextDouble()));
    }
    Collections.shuffle(rows, new Random(shuffle));
    run.tables().write("rows", run.spark().createDataFrame(rows, SCHEMA).repartition(partitions));
  }

  private StepResult mix(Object... options) {
    return run.run(new Mix(), "rows", options);
  }

  private List<Row> mixed(String... columns) {
    return run.tables().read("mixed").orderBy("place").selectExpr(columns).collectAsList();
  }

  @Test
  void takesSharesAndRepeatsRows() {
    rows(1, 3);
    StepResult result =
        mix(
            "unit",
            "rows",
            "weights",
            Map.of("web", 0.5, "books", 0.5),
            "budget",
            300,
            "max_epochs",
            4.0);
    List<Row> found = mixed("source", "epoch", "id", "place");
    assertThat(found.stream().filter(row -> row.getString(0).equals("books"))).hasSize(150);
    assertThat(found.stream().filter(row -> row.getString(0).equals("web"))).hasSize(150);
    assertThat(found.stream().map(row -> row.getString(2))).doesNotHaveDuplicates();
    assertThat(found.stream().map(row -> row.getLong(3)))
        .containsExactlyElementsOf(IntStream.range(0, 300).mapToLong(i -> i).boxed().toList());
    assertThat(found.stream().filter(row -> row.getInt(1) == 3)).hasSize(30);
    assertThat(result.rowsKept()).isEqualTo(210); // 150 of web and each row of books
    assertThat(result.droppedByRule()).isEqualTo(Map.of("not_taken", 150L));
    assertThat(run.rows("mixture", "source", "available", "share", "taken", "epochs").toString())
        .isEqualTo("[[books,60,0.5,150,2.5], [web,300,0.5,150,0.5]]");
  }

  @Test
  void isTheSameForAnyOrderAndPartitioning() {
    String expected = null;
    for (int partitions : new int[] {1, 7}) {
      rows(partitions, partitions);
      mix(
          "temperature",
          2.0,
          "budget",
          60_000,
          "test_size",
          0.2,
          "max_epochs",
          2.0,
          "curriculum",
          Map.of("by", "quality", "stages", 4));
      String found = mixed("*").toString() + run.rows("dropped", "id", "score", "threshold");
      expected = expected == null ? found : expected;
      assertThat(found).isEqualTo(expected);
    }
  }

  @Test
  void anotherSeedTakesOtherRowsAndMoreHoldsLess() {
    rows(1, 2);
    mix("unit", "rows", "budget", 100);
    List<Row> less = mixed("id");
    mix("unit", "rows", "budget", 200);
    List<Row> more = mixed("id");
    assertThat(more).containsAll(less).isNotEqualTo(less);
    mix("unit", "rows", "budget", 100, "seed", 1);
    assertThat(mixed("id")).doesNotContainSequence(less.subList(0, 3)).isNotEqualTo(less);
  }

  @Test
  void nearCopiesNeverStraddleTheSplit() {
    rows(1, 4);
    mix("test_size", 0.3);
    Map<Integer, String> splits = new HashMap<>();
    int held = 0;
    for (Row row : mixed("id", "split")) {
      int number = Integer.parseInt(row.getString(0).substring(1));
      held += row.getString(1).equals("test") ? 1 : 0;
      if (number >= 300) {
        assertThat(splits.computeIfAbsent(number / 3, n -> row.getString(1)))
            .isEqualTo(row.getString(1));
      }
    }
    assertThat(splits.values()).contains("test", "train");
    assertThat(held).isBetween(72, 144);
    assertThat(mixed("split").subList(360 - held, 360))
        .allMatch(r -> r.getString(0).equals("test"));
  }

  @Test
  void aCurriculumGoesFromShortToLongAndByAnyColumn() {
    rows(1, 3);
    mix("curriculum", Map.of("by", "length"));
    assertThat(mixed("length(text)").stream().map(row -> row.getInt(0))).isSorted();
    mix("curriculum", Map.of("by", "quality", "descending", true));
    List<Row> found = mixed("quality");
    assertThat(found.subList(0, 308).stream().map(row -> -row.getDouble(0))).isSorted();
    assertThat(found.subList(308, 360)).allMatch(row -> row.isNullAt(0));
    mix("curriculum", Map.of("stages", 3));
    List<Integer> lengths = mixed("length(text)").stream().map(row -> row.getInt(0)).toList();
    assertThat(Collections.max(lengths.subList(0, 120)))
        .isLessThanOrEqualTo(Collections.min(lengths.subList(120, 240)));
    assertThat(lengths).isNotEqualTo(lengths.stream().sorted().toList());
  }

  @Test
  void aCurriculumByTheLossOfAModel() {
    List<Row> rows = new ArrayList<>();
    for (String text : List.of("It fell.", "zqxj vbk", "The shares rose.", "x", "aaaaaaaaaaaa")) {
      rows.add(RowFactory.create("r" + rows.size(), text, "s", 0.0));
    }
    run.tables().write("rows", run.spark().createDataFrame(rows, SCHEMA).repartition(2));
    mix("curriculum", Map.of("by", "loss"), "model_path", TINY, "unit", "tokens", "budget", 999);
    List<Row> found = mixed("text", "loss");
    assertThat(found).hasSize(5);
    assertThat(found.stream().filter(row -> !row.isNullAt(1)).map(row -> row.getDouble(1)))
        .isSorted()
        .allMatch(loss -> loss > 0);
  }

  @Test
  void refusesWhatCannotBe() {
    rows(1, 1);
    assertThatThrownBy(() -> mix("curriculum", Map.of("by", "qualty")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("did you mean 'quality'?");
    assertThatThrownBy(() -> mix("unit", "tokens"))
        .hasMessageContaining("model_path must be given");
  }
}

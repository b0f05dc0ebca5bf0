package org.sluice.jobs.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.UserError;
import org.sluice.jobs.Fixture;
import org.sluice.jobs.StepResult;

class DedupTest {
  @TempDir Path folder;
  private Fixture run;

  @BeforeEach
  void open() {
    run = Fixture.parquet(folder);
  }

  private StepResult dedup(Object... pairs) {
    return run.run(new Dedup(), "cleaned", pairs);
  }

  @Test
  void theSmallestIdOfEachClusterStays() {
    run.tables().write("cleaned", Corpus.of(run.spark(), 1, 4));
    StepResult result = dedup("minhash", Map.of());

    List<String> kept = run.strings("deduplicated", "id");
    assertThat(kept).contains("b0", "e00", "n04-0", "o01", "test");
    assertThat(kept).doesNotContain("o00", "n00-0", "o04", "b1", "b11");
    assertThat(result.rowsDropped()).isEqualTo(20 + 15 * 3 + 11);
    assertThat(result.droppedByRule().get("exact")).isEqualTo(20 + 11);
    assertThat(run.tables().read("deduplicated").columns()).containsExactly("id", "text", "split");

    List<Row> account =
        run.rows("dropped", "id", "rule", "score", "threshold", "detail", "step").stream()
            .filter(row -> row.getString(0).equals("o00") || row.getString(0).equals("n00-0"))
            .toList();
    assertThat(account.get(0).getString(1)).isEqualTo("minhash");
    assertThat(account.get(0).getDouble(2)).isBetween(1 / 14.0, 0.999);
    assertThat(account.get(1).toString()).isEqualTo("[o00,exact,1.0,1.0,e00,dedup]");
    assertThat(run.rows("clusters", "id", "representative", "size").toString())
        .contains("[e00,e00,5]", "[o00,e00,5]", "[b11,b0,12]");
  }

  @Test
  void onlyEqualTextsWithoutMinHash() {
    run.tables().write("cleaned", Corpus.of(run.spark(), 1, 3));
    assertThat(dedup().droppedByRule().toString()).isEqualTo("{exact=31}");
  }

  @Test
  void partitionsAndOrderDoNotMatter() {
    String expected = null;
    for (int partitions : new int[] {1, 7, 200}) {
      run.tables().write("cleaned", Corpus.of(run.spark(), partitions, partitions));
      dedup("minhash", Map.of());
      String found = everything();
      expected = expected == null ? found : expected;
      assertThat(found).isEqualTo(expected);
    }
  }

  @Test
  void clustersOnExecutorsAreThoseOnTheDriver() {
    run.tables().write("cleaned", Corpus.of(run.spark(), 2, 5));
    dedup("minhash", Map.of());
    String onDriver = everything();
    dedup("minhash", Map.of(), "max_driver_edges", 0);
    assertThat(everything()).isEqualTo(onDriver);
  }

  /** What goes is as alike as asked to the row that stays for it; more stays than by bands. */
  @Test
  void verifiedRowsAreAlike() {
    String expected = null;
    for (int partitions : new int[] {1, 5}) {
      run.tables().write("cleaned", Corpus.of(run.spark(), partitions, partitions));
      long unverified = dedup("minhash", Map.of()).rowsDropped();
      long dropped = dedup("minhash", Map.of("verify", 0.9)).rowsDropped();
      assertThat(dropped).isPositive().isLessThan(unverified);
      List<Row> account = run.rows("dropped", "id", "rule", "score", "threshold", "detail");
      for (Row row : account) {
        assertThat(row.getDouble(2)).isBetween(0.9, 1.0);
      }
      expected = expected == null ? everything() : expected;
      assertThat(everything()).isEqualTo(expected);
    }
  }

  /** A table that has grown: the rows that an earlier run has seen come again, with their ids. */
  @Test
  void rowsThatComeAgainAreDropped() {
    Dataset<Row> all = Corpus.of(run.spark(), 2, 4).cache();
    Fixture first = Fixture.parquet(folder.resolve("first"));
    first.tables().write("cleaned", all.filter("hash(id) % 2 = 0"));
    first.run(new Dedup(), "cleaned", "minhash", Map.of(), "keep_state", true);
    run.tables().write("cleaned", all);
    String earlier = folder.resolve("first").toString();
    dedup("minhash", Map.of(), "against", List.of(earlier));
    List<String> seen = new ArrayList<>(first.strings("deduplicated", "id"));
    seen.remove("test"); // rows of the test split are never dropped
    assertThat(seen).isNotEmpty();
    assertThat(run.strings("deduplicated", "id")).isNotEmpty().doesNotContainAnyElementsOf(seen);
    assertThat(run.tables().read("displaced").filter("id = representative").count()).isZero();
  }

  /** A copy with a smaller id than the row that an earlier run has. */
  @Test
  void theEarlierRowStaysWhereAskedTo() {
    Fixture first = Fixture.parquet(folder.resolve("first"));
    first.tables().write("cleaned", run.spark().sql("SELECT 'm' AS id, 'the ship went' AS text"));
    first.run(new Dedup(), "cleaned", "keep_state", true);
    run.tables()
        .write(
            "cleaned",
            run.spark()
                .sql(
                    "SELECT * FROM VALUES ('a', 'the ship went'), ('z', 'the ship went'),"
                        + " ('b', 'the tide came') AS t(id, text)"));
    List<String> earlier = List.of(folder.resolve("first").toString());
    dedup("against", earlier);
    assertThat(run.strings("deduplicated", "id")).containsExactlyInAnyOrder("a", "b");
    assertThat(run.strings("displaced", "id")).containsExactly("m");
    dedup("against", earlier, "stays", "earlier");
    assertThat(run.strings("deduplicated", "id")).containsExactly("b");
    assertThat(run.strings("displaced", "id")).isEmpty();
  }

  /** New data against earlier runs leave what all data at once leave. */
  @Test
  void runsOneAfterAnotherKeepWhatOneRunKeeps() {
    Dataset<Row> all = Corpus.of(run.spark(), 2, 4).cache();
    run.tables().write("cleaned", all);
    dedup("minhash", Map.of());
    List<String> atOnce = run.strings("deduplicated", "id");

    TreeSet<String> kept = new TreeSet<>();
    List<String> earlier = new ArrayList<>();
    String[] parts = {"hash(id) % 10 > 2", "hash(id) % 10 in (1, 2)", "hash(id) % 10 < 1"};
    for (int i = 0; i < parts.length; i++) {
      Fixture part = Fixture.delta(folder.resolve("part" + i));
      part.tables().write("cleaned", all.filter(parts[i]).repartition(i + 2));
      part.run(
          new Dedup(),
          "cleaned",
          "minhash",
          Map.of(),
          "keep_state",
          true,
          "against",
          List.copyOf(earlier));
      kept.addAll(part.strings("deduplicated", "id"));
      if (i > 0) {
        List<String> displaced = part.strings("displaced", "id");
        assertThat(kept).containsAll(displaced);
        kept.removeAll(displaced);
      }
      earlier.add(folder.resolve("part" + i).toString());
    }
    assertThat(kept).containsExactlyElementsOf(new TreeSet<>(atOnce));
    assertThatThrownBy(() -> dedup("against", List.of(folder.resolve("none").toString())))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the run has no table buckets");
  }

  @Test
  void simHashFindsTextsThatDifferInLittle() {
    run.tables().write("cleaned", Corpus.of(run.spark(), 3, 3));
    StepResult result = dedup("simhash", Map.of("distance", 6, "blocks", 8));
    assertThat(result.droppedByRule().get("exact")).isEqualTo(31);
    assertThat(result.droppedByRule().getOrDefault("simhash", 0L)).isPositive();
    assertThatThrownBy(() -> dedup("simhash", Map.of(), "minhash", Map.of()))
        .hasMessageContaining("simhash cannot be used together with minhash");
  }

  @Test
  void knownParametersReplaceTheNumbers() {
    DedupOptions options =
        Fixture.options(DedupOptions.class, "minhash", Map.of("parameters", "refinedweb"));
    assertThat(options.minhash().orElseThrow().bands()).isEqualTo(450);
    assertThat(options.minhash().orElseThrow().rows()).isEqualTo(20);
  }

  /** All that dedup has written, sorted. */
  private String everything() {
    return run.strings("deduplicated", "id").toString()
        + run.rows("clusters", "id", "representative", "size")
        + run.rows("dropped", "id", "rule", "score", "threshold", "detail");
  }

  @Test
  void aMisspeltColumnIsSaidBeforeAnyWork() {
    run.tables().write("cleaned", Corpus.of(run.spark(), 1, 1));
    assertThatThrownBy(() -> dedup("columns", List.of("txt")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("dedup.columns: the table has no column txt; did you mean text?");
  }
}

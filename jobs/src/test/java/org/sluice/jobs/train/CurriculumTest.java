package org.sluice.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.UserError;
import org.sluice.jobs.Fixture;
import org.sluice.jobs.format.Format;
import org.sluice.jobs.mix.Mix;
import org.sluice.jobs.tokenize.Tokenize;

/** From the order of mix to the order in which a model sees the rows. */
class CurriculumTest {
  private static final Map<String, String> MODEL =
      Map.of("path", Tiny.MODEL.toString(), "dtype", "fp32");

  @TempDir Path folder;

  @Test
  void theModelSeesShortRowsFirstForAnyPartitionsAndRanks() {
    Fixture one = prepared("one", 1, "none");
    List<Integer> lengths = lengths(one);
    assertThat(lengths).hasSize(24).isSorted().doesNotHaveDuplicates();
    assertThat(tokens(one, "per_device_batch_size", 1)).isEqualTo(lengths);

    Fixture seven = prepared("seven", 7, "none");
    assertThat(lengths(seven)).isEqualTo(lengths);
    List<Integer> pairs = new ArrayList<>();
    for (int i = 0; i < 24; i += 2) {
      pairs.add(lengths.get(i) + lengths.get(i + 1));
    }
    pairs.addAll(List.copyOf(pairs)); // the second epoch begins with the short ones again
    assertThat(
            tokens(
                seven,
                "per_device_batch_size",
                1,
                "epochs",
                2.0,
                "world_size",
                2,
                "share_jvm",
                true))
        .isEqualTo(pairs);
    assertThatThrownBy(() -> tokens(seven, "group_by_length", true))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("would undo the order");
  }

  @Test
  void packedRowsStayInOrder() {
    Fixture run = prepared("packed", 3, "best-fit");
    List<Integer> lengths = lengths(run);
    assertThat(lengths).hasSizeLessThan(20);
    assertThat(tokens(run, "per_device_batch_size", 1)).isEqualTo(lengths);
    assertThat(run.rows("blocks", "block_id", "place").stream().map(row -> row.getLong(1)))
        .isSorted()
        .startsWith(0L);
  }

  /** Mixed by length, formatted, tokenized. */
  private Fixture prepared(String name, int partitions, String packing) {
    Fixture run = Fixture.parquet(folder.resolve(name));
    List<Row> rows = new ArrayList<>();
    for (int i = 1; i <= 24; i++) {
      rows.add(RowFactory.create("r" + i * 5 % 24, "Say it.", "the cat ".repeat(i), "s"));
    }
    Collections.shuffle(rows, new Random(partitions));
    StructType schema =
        StructType.fromDDL("id STRING, instruction STRING, output STRING, source STRING");
    run.tables().write("rows", run.spark().createDataFrame(rows, schema).repartition(partitions));
    run.run(new Mix(), "rows", "columns", List.of("output"), "curriculum", Map.of("by", "length"));
    run.run(new Format(), "mixed");
    run.run(
        new Tokenize(),
        "formatted",
        "model",
        MODEL,
        "max_length",
        512,
        "packing",
        packing,
        "keep_order",
        true);
    return run;
  }

  private static List<Integer> lengths(Fixture run) {
    return run.rows("blocks", "block_id", "size(input_ids)").stream()
        .map(row -> row.getInt(1))
        .toList();
  }

  /** Tokens of each step of training. */
  private static List<Integer> tokens(Fixture run, Object... settings) {
    List<Object> all =
        new ArrayList<>(List.of("model", MODEL, "target_modules", "all-linear", "epochs", 1.0));
    all.addAll(List.of(settings));
    run.run(new TrainStep(), "blocks", all.toArray());
    return new TrainLog(run.output().resolve("train/log.jsonl"))
        .lines().stream().map(line -> (int) line.tokens()).toList();
  }
}

package org.sluice.jobs.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.jobs.Fixture;
import org.sluice.jobs.StepResult;

class DedupTextTest {
  private static final String FOOTER = "All rights reserved, 2024 (Page 1).";

  @TempDir Path folder;
  private Fixture run;

  @BeforeEach
  void open() {
    run = Fixture.parquet(folder);
  }

  private void write(int partitions, List<Row> rows) {
    StructType schema = StructType.fromDDL("id STRING, text STRING, split STRING");
    List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(partitions));
    run.tables()
        .write("rows", run.spark().createDataFrame(shuffled, schema).repartition(partitions));
  }

  private static Row row(String id, String text) {
    return RowFactory.create(id, text, "train");
  }

  private StepResult dedup(String level, int minWords) {
    return run.run(
        new DedupText(), "rows", "level", level, "min_words", minWords, "min_sentences", 0);
  }

  private String everything() {
    return run.rows("text_deduplicated", "id", "text")
        + run.rows("cuts", "id", "rule", "pieces", "characters").toString()
        + run.rows("dropped", "id", "rule", "score", "threshold", "detail");
  }

  @Test
  void theSmallestIdKeepsALineThatOthersRepeat() {
    write(
        3,
        List.of(
            row("b", "One line of b.\n" + FOOTER + "\nMore of b."),
            row("a", "The text of a.\n\n" + FOOTER),
            row("c", "all RIGHTS reserved 1999 page 7\n"),
            row("d", "Twice here.\nOther.\nTwice here."),
            RowFactory.create("e", FOOTER, "test")));
    StepResult result = dedup("line", 2);
    assertThat(run.rows("text_deduplicated", "id", "text").toString())
        .isEqualTo(
            ("[[a,The text of a.\n\n%s], [b,One line of b.\nMore of b.],"
                    + " [d,Twice here.\nOther.], [e,%s]]")
                .formatted(FOOTER, FOOTER));
    assertThat(result.droppedByRule().toString()).isEqualTo("{too_few_words_left=1}");
    assertThat(run.rows("cuts", "id", "rule", "pieces", "characters").toString())
        .isEqualTo("[[b,repeated_line,1,36], [d,repeated_line,1,12]]");
  }

  @Test
  void sentencesAreCutThreeInARow() {
    String same = "One sentence here. Two is here, too. And a third one.";
    write(
        2,
        List.of(
            row("a", "First alpha. " + same), row("b", same + " Last beta. Two is here, too.")));
    dedup("sentences", 0);
    assertThat(run.strings("text_deduplicated", "text"))
        .containsExactly("First alpha. " + same, "Last beta. Two is here, too.");
  }

  @Test
  void partitionsAndOrderDoNotMatter() {
    Random random = new Random(3);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = 0; k < 6; k++) {
        text.append("Line number ").append((char) ('a' + random.nextInt(26)));
        text.append((char) ('a' + random.nextInt(26))).append(" is here.\n\n");
      }
      rows.add(row("r" + i, text.toString()));
    }
    for (String level : List.of("line", "paragraph", "sentences")) {
      String expected = null;
      for (int partitions : new int[] {1, 7, level.equals("line") ? 200 : 3}) {
        write(partitions, rows);
        dedup(level, 5);
        expected = expected == null ? everything() : expected;
        assertThat(everything()).as(level + partitions).isEqualTo(expected);
      }
    }
  }
}

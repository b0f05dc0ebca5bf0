package org.sluice.jobs.tokenize;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.UserError;
import org.sluice.engine.tokenizer.Tokenizer;
import org.sluice.jobs.Fixture;
import org.sluice.jobs.StepResult;

class TokenizeTest {
  private static final String MODEL =
      Path.of("../engine/src/test/resources/golden/tiny").toAbsolutePath().normalize().toString();
  private static final StructType FORMATTED =
      StructType.fromDDL(
          "id STRING, split STRING, prompt STRING, completion STRING, closed BOOLEAN,"
              + " trained ARRAY<INT>, label STRING");

  @TempDir Path folder;
  private Fixture run;
  private final TokenizerSetup setup = TokenizerSetup.of(MODEL);
  private final Tokenizer tokenizer = setup.tokenizer();

  @BeforeEach
  void open() {
    run = Fixture.parquet(folder);
  }

  private StepResult tokenize(List<Row> rows, int partitions, Object... pairs) {
    run.tables()
        .write("formatted", run.spark().createDataFrame(rows, FORMATTED).repartition(partitions));
    List<Object> all = new ArrayList<>(List.of("model", Map.of("path", MODEL)));
    all.addAll(List.of(pairs));
    return run.run(new Tokenize(), "formatted", all.toArray());
  }

  private static Row example(String id, String split, String prompt, String answer) {
    return example(id, split, prompt, answer, null);
  }

  private static Row example(String id, String split, String prompt, String answer, String label) {
    Integer[] trained = {prompt.length(), prompt.length() + answer.length()};
    return RowFactory.create(id, split, prompt, answer, false, trained, label);
  }

  @Test
  void theAnswerAndItsEndAreLearntAndThePromptIsNot() {
    tokenize(
        List.of(
            example("a", "train", "the cat", " sat"), example("t", "test", "a dog", "ran", "ran")),
        1,
        "packing",
        "none");
    Row row = run.rows("blocks", "block_id", "input_ids", "labels", "lengths", "doc_ids").get(0);
    int[] prompt = tokenizer.ids("the cat", false);
    int[] answer = tokenizer.ids(" sat", false);
    List<Integer> ids = ints(prompt);
    ids.addAll(ints(answer));
    ids.add(setup.endOfText());
    assertThat(row.getList(1)).isEqualTo(ids);
    List<Integer> labels = new ArrayList<>(ids);
    for (int i = 0; i < prompt.length; i++) {
      labels.set(i, -100);
    }
    assertThat(row.getList(2)).isEqualTo(labels);
    assertThat(row.getList(3)).isEqualTo(List.of(ids.size()));
    assertThat(row.getList(4)).isEqualTo(List.of("a"));
    assertThat(run.rows("eval_rows", "id", "label").toString()).isEqualTo("[[t,ran]]");
  }

  private static List<Integer> ints(int[] values) {
    List<Integer> list = new ArrayList<>();
    for (int value : values) {
      list.add(value);
    }
    return list;
  }

  @Test
  void aCutAnswerIsCountedAndOneThatIsGoneIsInTheAccount() {
    String longText = "the cat sat on the mat ".repeat(20);
    StepResult result =
        tokenize(
            List.of(
                example("a", "train", "the cat", longText),
                example("b", "train", longText, "gone")),
            2,
            "max_length",
            16);
    assertThat(result.metrics()).containsEntry("truncated", 1L).containsEntry("blocks", 1L);
    assertThat(result.droppedByRule().toString()).isEqualTo("{nothing_to_learn=1}");
    assertThat(run.rows("dropped", "id", "threshold", "step").toString())
        .isEqualTo("[[b,16.0,tokenize]]");
  }

  @Test
  void halfALabelIsNone() {
    String answer = "the cat sat on the mat";
    int length = tokenizer.ids("a dog", false).length + tokenizer.ids(answer, false).length;
    List<Row> rows =
        List.of(
            example("fits", "test", "a", answer, answer),
            example("cut", "test", "a dog ran", answer, answer),
            example("cut too", "train", "a dog ran", answer, answer));
    StepResult result = tokenize(rows, 1, "max_length", length);
    assertThat(result.droppedByRule().toString()).isEqualTo("{label_cut=2}");
    assertThat(run.strings("eval_rows", "id")).containsExactly("fits");
  }

  @Test
  void aConversationIsLearntWhereItSaysSo() {
    String text = "cat sat dog ran";
    Row row =
        RowFactory.create(
            "a", "train", "cat", " sat dog ran", true, new Integer[] {3, 7, 11, 15}, null);
    tokenize(List.of(row), 1);
    Row block = run.rows("blocks", "block_id", "input_ids", "labels").get(0);
    List<Integer> ids = block.getList(1);
    List<Integer> labels = block.getList(2);
    assertThat(ids).isEqualTo(ints(tokenizer.ids(text, false)));
    StringBuilder learnt = new StringBuilder();
    for (int i = 0; i < ids.size(); i++) {
      if (labels.get(i) != -100) {
        learnt.append(tokenizer.decode(new int[] {ids.get(i)}, false));
      }
    }
    assertThat(learnt.toString()).isEqualTo(" sat ran");
  }

  @Test
  void blocksDoNotDependOnPartitions() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      rows.add(example("r" + i, "train", "the cat " + i, " sat".repeat(1 + i % 11)));
    }
    StepResult one = tokenize(rows, 1, "max_length", 64);
    String blocks = blocks();
    tokenize(rows, 7, "max_length", 64);
    assertThat(blocks()).isEqualTo(blocks);
    long tokens = (Long) one.metrics().get("tokens");
    long count = (Long) one.metrics().get("blocks");
    assertThat(tokens / 64.0 / count).isGreaterThan(0.95);
  }

  private String blocks() {
    return run.rows("blocks", "block_id", "input_ids", "labels", "lengths", "doc_ids").toString();
  }

  @Test
  void blocksFollowTheOrderOfAMixtureForAnyPartitions() {
    List<Row> rows = new ArrayList<>();
    for (long i = 0; i < 300; i++) {
      String text = "the cat sat " + " on the mat".repeat((int) (i * 7 % 23));
      rows.add(RowFactory.create("r" + (i * 7 % 300), text, i));
    }
    String expected = null;
    for (int partitions : new int[] {1, 7}) {
      Collections.shuffle(rows, new Random(partitions));
      run.tables()
          .write(
              "mixed",
              run.spark()
                  .createDataFrame(rows, StructType.fromDDL("id STRING, text STRING, place BIGINT"))
                  .repartition(partitions));
      run.run(
          new Tokenize(),
          "mixed",
          "model",
          Map.of("path", MODEL),
          "max_length",
          64,
          "keep_order",
          true);
      List<Row> blocks = run.rows("blocks", "block_id", "place", "doc_ids", "input_ids");
      assertThat(blocks.stream().map(row -> row.getLong(1))).isSorted();
      assertThat(blocks)
          .allMatch(row -> row.getList(2).get(0).equals("r" + row.getLong(1) * 7 % 300));
      expected = expected == null ? blocks.toString() : expected;
      assertThat(blocks.toString()).isEqualTo(expected);
    }
    assertThatThrownBy(
            () -> tokenize(List.of(example("a", "train", "b", "c")), 1, "keep_order", true))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("tokenize.keep_order: the table has no column place");
  }

  @Test
  void plainTextIsCutIntoPiecesWithoutLoss() {
    String text = "the cat sat on the mat and the dog ran ".repeat(30);
    run.tables()
        .write(
            "documents",
            run.spark()
                .createDataFrame(
                    List.of(RowFactory.create("a", text)),
                    StructType.fromDDL("id STRING, text STRING")));
    run.run(new Tokenize(), "documents", "model", Map.of("path", MODEL), "max_length", 32);
    int tokens =
        run.rows("blocks", "block_id", "input_ids").stream()
            .mapToInt(row -> row.getList(1).size())
            .sum();
    assertThat(tokens).isEqualTo(tokenizer.ids(text, false).length + 1);
  }
}

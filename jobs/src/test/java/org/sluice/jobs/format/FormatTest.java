package org.sluice.jobs.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.UserError;
import org.sluice.jobs.Fixture;
import org.sluice.jobs.StepResult;

class FormatTest {
  private static final StructType ALPACA =
      StructType.fromDDL("id STRING, instruction STRING, input STRING, output STRING");
  private static final String CHAT =
      """
      {% for m in messages %}<|{{ m.role }}|>{{ m.content }}<|end|>
      {% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}""";

  @TempDir Path folder;
  private Fixture run;

  @BeforeEach
  void open() {
    run = Fixture.parquet(folder.resolve("out"));
    write(
        ALPACA,
        RowFactory.create("a", "Add.", "1 2", "3"),
        RowFactory.create("b", "Sing.", "", "La."),
        RowFactory.create("c", "Be silent.", null, ""));
  }

  private void write(StructType schema, Row... rows) {
    run.tables().write("redacted", run.spark().createDataFrame(List.of(rows), schema));
  }

  private StepResult format(Object... pairs) {
    return run.run(new Format(), "redacted", pairs);
  }

  private String chatTemplate(String text) throws IOException {
    return Files.writeString(folder.resolve("chat.jinja"), text).toString();
  }

  @Test
  void alpacaRowsWithAndWithoutInput() {
    StepResult result = format();
    List<Row> rows = run.rows("formatted", "id", "prompt", "completion", "split", "closed");
    assertThat(rows.get(0).getString(1)).endsWith("### Input:\n1 2\n\n### Response:");
    assertThat(rows.get(1).getString(1)).endsWith("### Instruction:\nSing.\n\n### Response:");
    assertThat(rows.get(1).getString(2)).isEqualTo("La.");
    assertThat(rows.get(1).getString(3)).isEqualTo("train");
    assertThat(rows.get(1).getBoolean(4)).isFalse();
    assertThat(result.droppedByRule().toString()).isEqualTo("{empty_answer=1}");
  }

  @Test
  void anInlinePromptSeesColumnsAndNeverRunsThem() {
    write(
        ALPACA.add("x", "string"),
        RowFactory.create("a", "{{ 7 * 7 }}", "", "yes", ""),
        RowFactory.create("b", "plain", "", "no", ""),
        RowFactory.create("c", "plain", "", "perhaps", ""));
    StepResult result =
        format(
            "template", "inline",
            "prompt", "Q: {{ instruction }}\nA:",
            "labels", List.of("yes", "no"));
    assertThat(run.rows("formatted", "id", "prompt", "label", "trained").toString())
        .contains("[a,Q: {{ 7 * 7 }}\nA:,yes,")
        .doesNotContain("[c,");
    assertThat(run.rows("formatted", "id", "trained").get(1).getList(1).toString())
        .isEqualTo("[11, 13]");
    assertThat(result.droppedByRule().toString()).isEqualTo("{unknown_label=1}");
  }

  @Test
  void aChatTemplateSaysWhatIsLearnt() throws IOException {
    StructType schema = StructType.fromDDL("id STRING, messages STRING");
    write(
        schema,
        RowFactory.create(
            "a",
            """
            [{"role": "user", "content": "Hi \uD83D\uDE42"}, {"role": "assistant", "content": "Ho"},
             {"role": "user", "content": "Bye"}, {"role": "assistant", "content": "So long"}]"""),
        RowFactory.create("b", "no json"));
    StepResult result =
        format(
            "template", "chat",
            "chat_template", chatTemplate(CHAT),
            "messages_column", "messages");
    Row row = run.rows("formatted", "id", "prompt", "completion", "trained", "closed").get(0);
    String text = row.getString(1) + row.getString(2);
    assertThat(row.getString(1)).isEqualTo("<|user|>Hi \uD83D\uDE42<|end|>\n<|assistant|>");
    assertThat(learnt(text, row.getList(3))).containsExactly("Ho<|end|>", "So long<|end|>");
    assertThat(row.getBoolean(4)).isTrue();
    assertThat(result.droppedByRule().toString()).isEqualTo("{messages_not_json=1}");
  }

  private static List<String> learnt(String text, List<Integer> spans) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < spans.size(); i += 2) {
      int start = text.offsetByCodePoints(0, spans.get(i));
      parts.add(text.substring(start, text.offsetByCodePoints(0, spans.get(i + 1))));
    }
    return parts;
  }

  @Test
  void aTemplateWhoseEndOfTurnIsNotLearntIsRefused() throws IOException {
    String endless = chatTemplate(CHAT.replace("<|end|>\n", ""));
    assertThatThrownBy(() -> format("template", "chat", "chat_template", endless))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no end-of-turn token");
  }

  @Test
  void theSplitGoesByTheIdAlone() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      rows.add(RowFactory.create("r" + i, "Say it.", "", "it"));
    }
    run.tables().write("redacted", run.spark().createDataFrame(rows, ALPACA).repartition(3));
    format("test_share", 0.25, "seed", 3);
    String first = run.rows("formatted", "id", "split").toString();
    run.tables().write("redacted", run.spark().createDataFrame(rows, ALPACA).coalesce(1));
    format("test_share", 0.25, "seed", 3);
    assertThat(run.rows("formatted", "id", "split").toString()).isEqualTo(first);
    long test = run.tables().read("formatted").filter("split = 'test'").count();
    assertThat(test).isBetween(70L, 130L);
  }

  @Test
  void aMissingColumnIsSaidBeforeAnyWork() {
    assertThatThrownBy(() -> format("output_column", "outpt"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the table has no column outpt; did you mean output?");
    assertThatThrownBy(() -> format("template", "inline", "prompt", "{{ sentence }}"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the table has no column sentence");
  }
}

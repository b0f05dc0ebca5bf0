package org.sluice.base.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.base.Check;
import org.sluice.base.Setting;
import org.sluice.base.UserError;

class BinderTest {
  enum Packing {
    BEST_FIT,
    NONE
  }

  record Hashing(
      @Setting(help = "bands", def = "14") int bands, @Setting(help = "rows", def = "8") int rows) {
    Hashing {
      Check.that(bands >= 1, "bands must be at least 1, got %d", bands);
    }
  }

  record Entity(
      @Setting(help = "name", def = Setting.REQUIRED, example = "EMAIL") String name,
      @Setting(help = "score", def = "0.5") double score) {}

  record Options(
      @Setting(help = "columns", def = "[text]") List<String> columns,
      @Setting(help = "rows", def = "1e6", unit = "rows") long maxRows,
      @Setting(help = "packing", def = "best-fit") Packing packing,
      @Setting(help = "seed") Optional<Integer> seed,
      @Setting(help = "hashing") Hashing hashing,
      @Setting(help = "modes", def = "{EMAIL: tag}") Map<String, String> modes,
      @Setting(help = "entities") List<Entity> entities,
      @Setting(help = "exact", def = "true") boolean exact,
      @Setting(help = "prompt", def = "\"a, b\\n\"") String prompt) {}

  private static Place at(int line) {
    return new Place("r.yaml", line);
  }

  private static Node.Entries entries(Object... pairs) {
    LinkedHashMap<String, Node> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      Place place = at(i / 2 + 2);
      Object value = pairs[i + 1];
      map.put(
          (String) pairs[i],
          value instanceof Node node ? node : Node.yamlScalar((String) value, place));
    }
    return new Node.Entries(map, at(1));
  }

  private static List<String> problems(Class<? extends Record> type, Node node) {
    Problems problems = new Problems();
    assertThat(Binder.bind(type, node, "dedup", problems)).isNull();
    return problems.lines();
  }

  @Test
  void takesDefaultsOfEveryKind() {
    assertThat(Binder.defaults(Options.class))
        .isEqualTo(
            new Options(
                List.of("text"),
                1_000_000,
                Packing.BEST_FIT,
                Optional.empty(),
                new Hashing(14, 8),
                Map.of("EMAIL", "tag"),
                List.of(),
                true,
                "a, b\n"));
  }

  @Test
  void bindsWhatWasWritten() {
    Node node =
        entries(
            "columns", "[instruction, \"in, put\"]",
            "max_rows", "12",
            "packing", "none",
            "seed", "7",
            "hashing", "{bands: 20}",
            "modes", "{PHONE: mask}",
            "entities", "[{name: CARD}, {name: IBAN, score: 1}]",
            "exact", "false",
            "prompt", "Write: {input}");
    assertThat(Binder.bind(Options.class, node, new Problems()))
        .isEqualTo(
            new Options(
                List.of("instruction", "in, put"),
                12,
                Packing.NONE,
                Optional.of(7),
                new Hashing(20, 8),
                Map.of("PHONE", "mask"),
                List.of(new Entity("CARD", 0.5), new Entity("IBAN", 1)),
                false,
                "Write: {input}"));
  }

  @Test
  void aSingleValueIsAListOfOne() {
    Options options = Binder.bind(Options.class, entries("columns", "all-linear"), new Problems());
    assertThat(options.columns()).containsExactly("all-linear");
  }

  @Test
  void tellsEveryMistakeAtOnceByLine() {
    Node node =
        entries(
            "colums", "[text]",
            "max_rows", "many",
            "packing", "bestfit",
            "hashing", "{bands: 0}",
            "entities", "[{score: 1}]",
            "exact", "yes");
    assertThat(problems(Options.class, node))
        .containsExactly(
            "r.yaml:2: unknown key 'dedup.colums'; did you mean 'columns'?",
            "r.yaml:3: dedup.max_rows: must be a whole number, got 'many'",
            "r.yaml:4: dedup.packing: must be one of best-fit, none; got 'bestfit'; did you mean"
                + " 'best-fit'?",
            "r.yaml:5: dedup.hashing.bands must be at least 1, got 0",
            "r.yaml:6: dedup.entities.name is missing; for example name: EMAIL",
            "r.yaml:7: dedup.exact: must be true or false, got 'yes'");
  }

  @Test
  void refusesTheWrongShape() {
    Node node = entries("max_rows", "[1, 2]", "hashing", "3", "modes", "tag", "exact", "\"true\"");
    assertThat(problems(Options.class, node))
        .containsExactly(
            "r.yaml:2: dedup.max_rows: must be a whole number, got a list",
            "r.yaml:3: dedup.hashing: must be a section with keys",
            "r.yaml:4: dedup.modes: must be a map of names to values",
            "r.yaml:5: dedup.exact: must be true or false, got the text \"true\"");
  }

  @Test
  void refusesAFractionWhereAWholeNumberIsWanted() {
    assertThat(problems(Hashing.class, entries("rows", "2.5")))
        .containsExactly("r.yaml:2: dedup.rows: must be a whole number below 2^31, got 2.5");
  }

  @Test
  void throwsAllLinesAsOneUserError() {
    Problems problems = new Problems();
    Binder.bind(Hashing.class, entries("rowz", "1", "bands", "x"), problems);
    assertThatThrownBy(problems::throwIfAny)
        .isInstanceOf(UserError.class)
        .hasMessage(
            "r.yaml:2: unknown key 'rowz'; did you mean 'rows'?\n"
                + "r.yaml:3: bands: must be a whole number, got 'x'");
  }

  @Test
  void writesOneTextForOneValue() {
    Options options = Binder.defaults(Options.class);
    assertThat(Canonical.json(options))
        .isEqualTo(
            "{\"columns\":[\"text\"],\"entities\":[],\"exact\":true,"
                + "\"hashing\":{\"bands\":14,\"rows\":8},\"max_rows\":1000000,"
                + "\"modes\":{\"EMAIL\":\"tag\"},\"packing\":\"best-fit\","
                + "\"prompt\":\"a, b\\u000a\"}");
    assertThat(Canonical.digest(options)).hasSize(64);
  }

  @Test
  void describesEverySetting() {
    List<SettingRow> rows = SettingRow.of(Options.class);
    assertThat(rows)
        .extracting(SettingRow::key)
        .containsExactly(
            "columns",
            "max_rows",
            "packing",
            "seed",
            "hashing.bands",
            "hashing.rows",
            "modes",
            "entities[].name",
            "entities[].score",
            "exact",
            "prompt");
    assertThat(SettingRow.help(rows))
        .contains("--max_rows <whole number>  default 1e6\n      rows (rows)\n");
    assertThat(SettingRow.markdown(rows))
        .contains("| `packing` | best-fit \\| none | `best-fit` | packing |");
  }
}

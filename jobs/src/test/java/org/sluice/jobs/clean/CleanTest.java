package org.sluice.jobs.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.UserError;
import org.sluice.jobs.Fixture;
import org.sluice.jobs.StepResult;

class CleanTest {
  @TempDir Path folder;
  private Fixture run;

  @BeforeEach
  void open() {
    run = Fixture.parquet(folder.resolve("out"));
  }

  private void write(Row... rows) {
    StructType schema = StructType.fromDDL("id STRING, text STRING, url STRING");
    run.tables().write("documents", run.spark().createDataFrame(List.of(rows), schema));
  }

  private static Row row(String id, String text, String url) {
    return RowFactory.create(id, text, url);
  }

  private StepResult clean(Object... pairs) {
    return run.run(new Clean(), "documents", pairs);
  }

  @Test
  void limitsThatThereAreNotAreRefusedWhenSettingsAreRead() {
    List<String> profiles = List.of("fineweb@datatrove");
    assertThatThrownBy(
            () -> clean("profiles", profiles, "limits", Map.of(profiles.get(0), Map.of("thr", 1))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("has no limit 'thr'; nearest known limit: '");
    assertThatThrownBy(
            () -> clean("profiles", profiles, "limits", Map.of("fineweb", Map.of("thr", 1))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("nearest used profile: 'fineweb@datatrove'");
    assertThatThrownBy(() -> clean("language", Map.of("keep", List.of("eglish"))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("did you mean eng?");
  }

  @Test
  void aProfileThatTakesLinesOutGivesTheNextOneWhatIsLeft() {
    String good =
        "This line has some words and ends well.\n".repeat(3) + "Another one is here too.\n";
    String text = good + "No end mark here\n" + "The last line is long enough.";
    write(row("a", text, ""), row("b", "One line with a { in it. ".repeat(9), ""));
    StepResult result =
        clean(
            "normalize",
            "none",
            "profiles",
            List.of("c4@datatrove", "c4-paragraph@datatrove"),
            "limits",
            Map.of("c4-paragraph@datatrove", Map.of("min_paragraph_len", 10)));
    assertThat(result.droppedByRule().toString()).isEqualTo("{curly_bracket=1}");
    assertThat(run.rows("cleaned", "text", "c4_paragraph__n_lines").toString())
        .isEqualTo("[[" + good + "The last line is long enough.,5.0]]");
    assertThatThrownBy(
            () -> clean("profiles", List.of("c4@datatrove"), "columns", List.of("text", "url")))
        .hasMessageContaining("needs a single column");
  }

  @Test
  void everyRuleTellsWhatItMeasuredAndALooserLimitIsTriedOnTheScoresAlone() {
    Row[] rows = new Row[30];
    for (int i = 0; i < rows.length; i++) {
      String words = "the sea is deep and that is what we have with us ".repeat(1 + i % 10);
      rows[i] = row("r%02d".formatted(i), i % 5 == 0 ? words + "# ".repeat(40) : words, "");
    }
    write(rows);
    StepResult strict = judged(50);
    List<Row> rules =
        run.tables()
            .read("rules")
            .filter("rule IN ('gopher_short_doc', 'gopher_too_many_hashes')")
            .orderBy("rule")
            .selectExpr("rule", "drops", "threshold", "evaluated", "broken", "dropped")
            .collectAsList();
    assertThat(rules.toString())
        .isEqualTo(
            "[[gopher_short_doc,below,50.0,30,12,12], [gopher_too_many_hashes,above,0.1,30,6,3]]");
    assertThat(
            run.tables()
                .read("rules")
                .selectExpr("evaluated - aggregate(bins.rows, 0L, (a, b) -> a + b)")
                .distinct()
                .collectAsList()
                .toString())
        .isEqualTo("[[0]]");
    assertThat(
            run.tables()
                .read("rules")
                .filter("rule = 'gopher_below_alpha_threshold'")
                .selectExpr("evaluated")
                .collectAsList())
        .hasSize(1); // it dropped nothing
    long back =
        run.tables()
            .read("refused")
            .filter(
                "broken = array('gopher_short_doc')"
                    + " AND scores['gopher_quality__n_non_symbol_words'] >= 30")
            .count();
    StepResult loose = judged(30);
    assertThat(back).isPositive().isEqualTo(loose.rowsKept() - strict.rowsKept());
  }

  private StepResult judged(int words) {
    return clean(
        "profiles",
        List.of("gopher-quality@datatrove"),
        "limits",
        Map.of("gopher-quality@datatrove", Map.of("min_doc_words", words)));
  }

  @Test
  void aStricterLimitIsTriedOnTheScoresAlone() {
    Row[] rows = new Row[30];
    for (int i = 0; i < rows.length; i++) {
      String text = "the sea is deep and that is what we have with us ".repeat(3 + i % 10);
      rows[i] = row("r%02d".formatted(i), text, "");
    }
    write(rows);
    List<String> profiles = List.of("gopher-quality@datatrove");
    StepResult usual = clean("profiles", profiles);
    long more =
        run.tables().read("cleaned").filter("gopher_quality__n_non_symbol_words < 100").count();
    StepResult strict =
        clean(
            "profiles",
            profiles,
            "limits",
            Map.of("gopher-quality@datatrove", Map.of("min_doc_words", 100)));
    assertThat(more).isPositive();
    assertThat(strict.rowsKept()).isEqualTo(usual.rowsKept() - more);
  }

  @Test
  void tooManyDropsRaiseTheAlarmBeforeAnythingIsWritten() {
    write(row("a", "short", ""), row("b", "shorter", ""), row("c", "word ".repeat(60), ""));
    Object[] rules = {
      "profiles",
      List.of("gopher-quality@datatrove"),
      "limits",
      Map.of("gopher-quality@datatrove", Map.of("min_stop_words", 0)),
      "max_drop",
      0.5
    };
    assertThatThrownBy(() -> clean(rules))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(
            "2 of 3 rows would be dropped, a share of 0.667 where max_drop is 0.5")
        .hasMessageContaining("most by gopher_short_doc (2)");
    assertThat(run.tables().exists("cleaned")).isFalse();
    rules[5] = 0.7;
    assertThat(clean(rules).rowsKept()).isEqualTo(1);
  }

  @Test
  void listsOfWordsAndOfAddresses() throws IOException {
    Path words = Files.writeString(folder.resolve("words.txt"), "foul\nvery foul\n");
    Path domains = Files.writeString(folder.resolve("domains.txt"), "bad.example\n");
    write(
        row("a", "a foul word", "http://x.example/"),
        row("b", "fouls", "http://www.bad.example/p"),
        row("c", "fouls", null));
    Map<String, Object> bad = Map.of("name", "bad_words", "path", words.toString());
    Map<String, Object> sites =
        Map.of("name", "sites", "path", domains.toString(), "kind", "domains");
    StepResult result = clean("lists", List.of(bad, sites));
    assertThat(result.droppedByRule().toString()).isEqualTo("{bad_words=1, sites=1}");
    assertThat(run.rows("rules", "rule", "profile", "evaluated", "dropped").toString())
        .isEqualTo("[[bad_words,lists,3,1], [sites,lists,2,1]]");
    clean("lists", List.of(Map.of("name", "Bad", "path", words.toString(), "most", 2), sites));
    assertThat(run.rows("cleaned", "id", "lists__bad", "lists__sites").toString())
        .isEqualTo("[[a,1.0,0.0], [c,0.0,0.0]]");
    clean("lists", List.of(sites), "keep_scores", false);
    assertThat(run.tables().read("cleaned").columns()).containsExactly("id", "text", "url");
    assertThatThrownBy(() -> clean("lists", List.of(bad, bad)))
        .hasMessageContaining("two have the same name");
    assertThatThrownBy(() -> clean("lists", List.of(sites), "url_column", "address"))
        .hasMessageContaining("the table has no column address");
  }

  @Test
  void aModelOfFastTextIdentifiesAndClassifies() throws IOException {
    Path model = folder.resolve("made.ftz");
    try (InputStream in = CleanTest.class.getResourceAsStream("made.ftz")) {
      Files.write(model, in.readAllBytes());
    }
    write(row("a", "word1 word2\nword3 word4 word5", ""), row("b", "word101 word102 word103", ""));
    Map<String, Object> classifier =
        Map.of("name", "quality", "model", model.toString(), "label", "a", "min_score", 0.5);
    StepResult result = clean("classifiers", List.of(classifier));
    assertThat(result.droppedByRule().toString()).isEqualTo("{quality=1}");
    assertThat(run.rows("cleaned", "id", "quality").get(0).getDouble(1)).isBetween(0.5, 1.01);
    assertThatThrownBy(
            () ->
                clean(
                    "classifiers",
                    List.of(Map.of("name", "q", "model", model.toString(), "label", "z"))))
        .hasMessageContaining("the model has no label z");
  }

  @Test
  void perplexitySortsRowsIntoBuckets() throws IOException {
    Path model =
        Files.writeString(
            folder.resolve("made.arpa"),
            "\\data\\\nngram 1=4\n\n\\1-grams:\n-3\t<unk>\n0\t<s>\n-0.5\t</s>\n-0.5\tsea\n");
    write(row("a", "sea sea", ""), row("b", "ship ship", ""), row("c", "", ""));
    Map<String, Object> settings =
        Map.of("model", model.toString(), "head", 5, "middle", 5, "max", 1000);
    StepResult result = clean("perplexity", settings);
    assertThat(run.rows("cleaned", "id", "perplexity", "bucket").toString())
        .isEqualTo("[[a,3.2,head], [b,146.8,tail], [c,null,null]]");
    assertThat(result.rowsDropped()).isZero();
  }

  @Test
  void eachLanguageHasItsModelAndBuckets() throws IOException {
    String head = "\\data\\\nngram 1=4\n\n\\1-grams:\n-3\t<unk>\n0\t<s>\n-0.5\t</s>\n";
    Path german = Files.writeString(folder.resolve("de.arpa"), head + "-2.5\tsee\n");
    Path pieces = Files.writeString(folder.resolve("pieces.arpa"), head + "-1.5\tai\n");
    String vocabulary = "../engine/src/test/resources/golden/sentencepiece/unigram_symbols.model";
    write(row("a", "See See", ""));
    Map<String, Object> one = Map.of("languages", "de", "model", german.toString());
    Map<String, Object> two =
        Map.of("languages", List.of("fr"), "model", pieces.toString(), "sentencepiece", vocabulary);
    String measured = "[[a,%s,%s]]";
    for (String language : List.of("de", "ja")) {
      clean("assume_language", language, "perplexity", List.of(one, two));
      // 10 to the power of (2.5 + 2.5 + 0.5) / 3 is less than the 370 of German
      assertThat(run.rows("cleaned", "id", "perplexity", "bucket").toString())
          .isEqualTo(
              measured.formatted(
                  language.equals("de") ? "68.1" : null, language.equals("de") ? "head" : "all"));
    }
    // a blank, r ai s e d over the end of the line: 10 to the power of (5 * 3 + 1.5 + 0.5) / 7
    write(row("a", " Ra\nised", ""));
    clean("normalize", "none", "assume_language", "fra", "perplexity", List.of(one, two));
    assertThat(run.rows("cleaned", "id", "perplexity", "bucket").toString())
        .isEqualTo(measured.formatted("268.3", "middle"));
  }

  @Test
  void textThatWasEncodedTwiceIsMendedAndNoted() {
    write(row("a", "It\u00e2\u0080\u0099s \u00c3\u00a9t\u00c3\u00a9", ""), row("b", "plain", ""));
    clean();
    assertThat(run.strings("cleaned", "text")).containsExactly("It’s été", "plain");
    assertThat(run.rows("repairs", "id", "repair", "step").toString())
        .isEqualTo("[[a,encoded twice,clean]]");
  }
}

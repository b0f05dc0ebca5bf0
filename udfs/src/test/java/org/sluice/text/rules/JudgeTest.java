package org.sluice.text.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every profile must hold to, whatever the text. */
class JudgeTest {
  private final Judge judge = Judge.of(Profiles.names(), Map.of());

  @ParameterizedTest
  @MethodSource("hostileTexts")
  void neverThrowsAndSaysTheSameTwice(String text) {
    for (String language : List.of("eng", "cmn", "tha", "")) {
      List<Judgement> first = judge.judge(text, language);
      assertThat(judge.judge(text, language)).isEqualTo(first);
      for (Judgement judgement : first) {
        assertThat(judgement.keep()).isEqualTo(judgement.reason() == null);
        assertThat(Double.isNaN(judgement.measured())).isEqualTo(judgement.keep());
      }
      assertThat(judge.values(first)).hasSameSizeAs(judge.columns());
    }
  }

  static Stream<String> hostileTexts() {
    return Stream.of(
        null,
        "",
        " ",
        "\n",
        "\n\n\n",
        "\r",
        "\u0000",
        "\uD800",
        "\uDC00\uD800 x",
        "🙂",
        "👩‍👩‍👧‍👦 family.",
        "\u202E backwards",
        "\uFEFFbom",
        "e\u0301\u0301",
        "\u0301",
        "x".repeat(1_000_000),
        "(".repeat(200_000),
        ".".repeat(200_001),
        "a@".repeat(100_000) + "b.com",
        "a.".repeat(100_000),
        "x-a. ".repeat(1_000),
        ": ) ".repeat(1_000),
        "\n".repeat(100_000),
        "中".repeat(10_000),
        "the of and that have with ".repeat(20_000));
  }

  @Test
  void survivesJavaSerialization() throws Exception {
    Judge changed =
        Judge.of(
            List.of("fineweb@datatrove"),
            Map.of("fineweb@datatrove", Map.of("line_punct_thr", 1.0)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(changed);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Judge copy = (Judge) in.readObject();
      assertThat(copy.profiles()).isEqualTo(changed.profiles());
      assertThat(copy.judge("A line\nAnother.", "en"))
          .isEqualTo(changed.judge("A line\nAnother.", "en"));
    }
  }

  @Test
  void carriesTheNumberAndTheLimitThatDropped() {
    Judgement judgement = judge.judge("Only five words stand here.", "en").get(0);
    assertThat(judgement.reason()).isEqualTo("gopher_short_doc");
    assertThat(judgement.measured()).isEqualTo(5);
    assertThat(judgement.threshold()).isEqualTo(50);
    assertThat(judgement.scores().value("n_words")).isEqualTo(6);
  }

  @Test
  void changesLimitsByName() {
    Map<String, Double> limits =
        Map.of("min_doc_words", 0.0, "min_stop_words", 0.0, "min_avg_word_length", 4.0);
    Judge lenient =
        Judge.of(List.of("gopher-quality@datatrove"), Map.of("gopher-quality@datatrove", limits));
    assertThat(lenient.judge("Only five words stand here.", "en").get(0).keep()).isTrue();
    assertThat(lenient.judge("a b", "en").get(0).reason()).isEqualTo("gopher_below_avg_threshold");
  }

  @Test
  void namesItsColumnsByProfile() {
    assertThat(judge.columns())
        .contains("gopher_quality_datatrove__n_words", "gopher_quality_dolma__word_count")
        .doesNotHaveDuplicates();
    assertThat(Judge.of(Profiles.datatrove(), Map.of()).columns())
        .startsWith("gopher_quality__n_words")
        .contains("gopher_repetition__duplicated_10_n_grams", "fineweb__list_ratio")
        .doesNotHaveDuplicates();
  }

  @Test
  void answersAnUnknownProfileWithTheNearest() {
    assertThatThrownBy(() -> Judge.of(List.of("gopher-qualty@datatrove"), Map.of()))
        .hasMessage(
            "Unknown profile 'gopher-qualty@datatrove'; nearest known profile:"
                + " 'gopher-quality@datatrove'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"min_doc_word", "mindocwords"})
  void answersAnUnknownLimitWithTheNearest(String limit) {
    Map<String, Map<String, Double>> limits =
        Map.of("gopher-quality@datatrove", Map.of(limit, 1.0));
    assertThatThrownBy(() -> Judge.of(List.of("gopher-quality@datatrove"), limits))
        .hasMessageContaining("no limit '" + limit + "'; nearest known limit: 'min_doc_words'");
  }

  @Test
  void refusesLimitsOfAProfileThatIsNotUsed() {
    assertThatThrownBy(
            () ->
                Judge.of(
                    List.of("fineweb@datatrove"),
                    Map.of("gopher-quality@datatrove", Map.of("min_doc_words", 1.0))))
        .hasMessageContaining("gopher-quality@datatrove");
  }

  @Test
  void namesItsLimitsAsDatatroveDoes() {
    assertThat(Profiles.limits(GopherRepetition.DATATROVE))
        .containsKeys("dup_para_char_frac", "top_2_gram", "duplicated_5_n_grams")
        .containsEntry("duplicated_10_n_grams", 0.10);
  }
}

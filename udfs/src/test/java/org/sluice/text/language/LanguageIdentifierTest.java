package org.sluice.text.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LanguageIdentifierTest {
  private final LanguageIdentifier identifier = new LanguageIdentifier();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "eng | The committee met on Monday to talk about the budget for the coming year.",
        "deu | Der Ausschuss traf sich am Montag, um über den Haushalt des nächsten Jahres zu reden.",
        "fra | Le comité s'est réuni lundi pour parler du budget de l'année prochaine.",
        "spa | El comité se reunió el lunes para hablar del presupuesto del próximo año.",
        "rus | Комитет собрался в понедельник, чтобы обсудить бюджет на следующий год.",
        "cmn | 委员会星期一开会讨论明年的预算。",
        "jpn | 委員会は月曜日に来年の予算について話し合った。",
        "kor | 위원회는 월요일에 내년 예산을 논의했다.",
        "ell | Η επιτροπή συνεδρίασε τη Δευτέρα για τον προϋπολογισμό.",
        "ara | اجتمعت اللجنة يوم الاثنين لمناقشة ميزانية العام المقبل",
        "tha | คณะกรรมการประชุมเมื่อวันจันทร์"
      })
  void knowsTheLanguage(String code, String text) {
    assertThat(identifier.identify(text).code()).isEqualTo(code);
  }

  @Test
  void isSureOfASentence() {
    String text = "The committee met on Monday to talk about the budget for the coming year.";
    assertThat(identifier.identify(text).score()).isGreaterThan(0.9);
  }

  @Test
  void isNotMisledByWordsOfAnotherScript() {
    String text =
        "Apollo (Ἀπόλλων, Apóllōn) is one of the Olympian deities in classical Greek and Roman"
            + " religion and mythology, the god of archery, music and dance.";
    assertThat(identifier.identify(text).code()).isEqualTo("eng");
  }

  @ParameterizedTest
  @MethodSource("hostileTexts")
  void neverThrowsAndSaysTheSameTwice(String text) {
    Identified first = identifier.identify(text);
    assertThat(identifier.identify(text)).isEqualTo(first);
    assertThat(first.score()).isBetween(0.0, 1.0);
  }

  static Stream<String> hostileTexts() {
    return Stream.of(
        null, "", " ", "\u0000", "\uD800", "🙂", "\u202E", "12345", "ሰላም", "x".repeat(1_000_000));
  }

  @ParameterizedTest
  @CsvSource({
    "en,eng",
    "eng,eng",
    "EN,eng",
    "zh,cmn",
    "zho_Hani,cmn",
    "cmn,cmn",
    "fa,fas",
    "pes,fas",
    "de,deu",
    "xq,xq"
  })
  void bringsCodesToOne(String code, String canonical) {
    assertThat(LanguageCodes.canonical(code)).isEqualTo(canonical);
  }

  @Test
  void listsWhatItKnows() {
    assertThat(LanguageCodes.known()).contains("eng", "cmn", "fas", "jpn").doesNotContain("pes");
    assertThat(LanguageCodes.nearest("germn")).isEqualTo("deu");
    assertThat(LanguageCodes.nearest("englih")).isEqualTo("eng");
    assertThat(LanguageCodes.nearest("jpm")).isEqualTo("jpn");
  }
}

package org.sluice.text.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.text.CpuTime;

/** What holds for every text: made texts of pieces that tempt the detectors, and hostile ones. */
class RedactorPropertiesTest {
  private static final Redactor ALL = DetectorExamplesTest.all();

  private static final List<String> PIECES =
      List.of(
          "call ",
          "phone ",
          "fax",
          "order ",
          "ssn ",
          "-",
          ".",
          " ",
          "\n",
          "(",
          ")",
          "+",
          "x",
          "@",
          "<",
          ">",
          ":",
          "::",
          "/",
          "1",
          "12",
          "555",
          "415",
          "2671",
          "86",
          "0086",
          "13800138000",
          "4111 1111 1111 1111",
          "536-22-1234",
          "GB82WEST12345698765432",
          "11010519491231002X",
          "192.0.2.1",
          "2001:db8::1",
          "ana@example.org",
          "电话",
          "请",
          "😀",
          "\uD83D",
          "\uDE00",
          "é",
          "１２",
          "\u0661\u0662",
          "\u00A0",
          "\u0000",
          "\u202E",
          "0",
          "00",
          "000",
          "(0)",
          "ext. ",
          "v",
          "#");

  static Stream<String> texts() {
    Random random = new Random(7);
    return IntStream.range(0, 3000)
        .mapToObj(
            i -> {
              StringBuilder text = new StringBuilder();
              int pieces = 1 + random.nextInt(25);
              for (int piece = 0; piece < pieces; piece++) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
              }
              return text.toString();
            });
  }

  @Test
  void spansLieInTheTextInOrderAndSplitNoSurrogatePair() {
    texts()
        .forEach(
            text -> {
              int last = 0;
              for (Span span : ALL.find(text)) {
                assertThat(span.start()).as(text).isGreaterThanOrEqualTo(last);
                assertThat(span.end()).as(text).isGreaterThan(span.start());
                assertThat(span.score()).isBetween(0.5, 1.0);
                last = span.end();
              }
              assertThat(last).isLessThanOrEqualTo(text.codePointCount(0, text.length()));
            });
  }

  @Test
  void whatIsKeptAndTheTagsMakeTheOutput() {
    texts()
        .forEach(
            text -> {
              Redaction redaction = ALL.redact(text);
              int[] points = text.codePoints().toArray();
              StringBuilder expected = new StringBuilder();
              int kept = 0;
              for (Span span : redaction.spans()) {
                expected.append(new String(points, kept, span.start() - kept));
                expected.append('<').append(span.type()).append('>');
                kept = span.end();
              }
              expected.append(new String(points, kept, points.length - kept));
              assertThat(redaction.text()).isEqualTo(expected.toString());
              assertThat(ALL.find(text)).isEqualTo(redaction.spans());
            });
  }

  @Test
  void taggedTextHoldsNothingMore() {
    texts()
        .forEach(
            text -> {
              String once = ALL.redact(text).text();
              assertThat(ALL.redact(once).text()).as(text).isEqualTo(once);
            });
  }

  static List<String> hostile() {
    List<String> texts =
        new ArrayList<>(List.of("", "\u0000", "\uD800", "\uDC00@\uD800.com", "<EMAIL>", "+", "@"));
    for (String unit :
        List.of(
            "1",
            "a@",
            "1.",
            "1:",
            "::",
            "(",
            "+1 ",
            "1-",
            "GB82",
            "12 34 ",
            "a.",
            "@a.b",
            "call 555-",
            "86 ",
            "x1",
            "<",
            "１",
            "4111 ")) {
      texts.add(unit.repeat(300_000 / unit.length()));
    }
    return texts;
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void hostileTextNeitherThrowsNorTakesLong(String text) {
    assertThat(CpuTime.nanos(() -> ALL.redact(text))).isLessThan(20_000_000_000L);
  }
}

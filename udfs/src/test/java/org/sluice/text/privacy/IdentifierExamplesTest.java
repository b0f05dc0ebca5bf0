package org.sluice.text.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.text.CpuTime;

/** Identifiers in valid and broken form; the valid ones are published specimens. */
class IdentifierExamplesTest {
  private static List<String> found(String type, String text) {
    Redactor redactor = Redactor.of(Map.of(type, Mode.TAG), RedactorOptions.DEFAULT);
    return redactor.find(text).stream()
        .map(span -> text.substring(span.start(), span.end()))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NATIONAL_ID | NIF 12345678Z            | 12345678Z
          NATIONAL_ID | NIE X1234567L            | X1234567L
          NATIONAL_ID | RSSMRA85T10A562S         | RSSMRA85T10A562S
          NATIONAL_ID | PESEL 44051401359        | 44051401359
          NATIONAL_ID | 111.444.777-35           | 111.444.777-35
          NATIONAL_ID | HETU 131052-308T         | 131052-308T
          NATIONAL_ID | S1234567D                | S1234567D
          NATIONAL_ID | A123456789               | A123456789
          NATIONAL_ID | TCKN 10000000146         | 10000000146
          NATIONAL_ID | NHS number 943 476 5919  | 943 476 5919
          NATIONAL_ID | BSN 111222333            | 111222333
          NATIONAL_ID | SIN 046 454 286          | 046 454 286
          NATIONAL_ID | AB 12 34 56 C            | AB 12 34 56 C
          NATIONAL_ID | PAN ABCPE1234F           | ABCPE1234F
          NATIONAL_ID | TFN 123 456 782          | 123 456 782
          VAT | DE136695976                      | DE136695976
          VAT | VAT DE 136 695 976               | DE 136 695 976
          VAT | ATU13585627                      | ATU13585627
          VAT | IT00743110157                    | IT00743110157
          VAT | FR40303265045                    | FR40303265045
          VAT | BE0776091951                     | BE0776091951
          VAT | ABN 51 824 753 556               | 51 824 753 556
          VAT | 统一社会信用代码91350100M000100Y43  | 91350100M000100Y43
          CRYPTO | pay 1BoatSLRHtKNngkdXEeobR76b53LETtpyT now | 1BoatSLRHtKNngkdXEeobR76b53LETtpyT
          CRYPTO | bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4 | bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4
          MAC | at 00:1A:2B:3C:4D:5E.            | 00:1A:2B:3C:4D:5E
          URL | see https://example.org/a?token=1, ok | https://example.org/a?token=1
          API_KEY | key AKIAIOSFODNN7EXAMPLE     | AKIAIOSFODNN7EXAMPLE
          API_KEY | password: hunter2hunter2     | hunter2hunter2
          PASSPORT | passport number 123456789   | 123456789
          PASSPORT | 护照号码：E12345678           | E12345678
          PLATE | 车牌京A12345的车                 | 京A12345
          QQ | QQ号：12345678                     | 12345678
          QQ | 我的QQ 号码是 12345678            | 12345678
          WECHAT | 微信：zhang_wei88              | zhang_wei88
          """)
  void finds(String type, String text, String expected) {
    assertThat(found(type, text)).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NATIONAL_ID | NIF 12345678A
          NATIONAL_ID | RSSMRA85T10A562T
          NATIONAL_ID | order 44051401359
          NATIONAL_ID | 111.444.777-36
          NATIONAL_ID | S1234567E
          VAT | DE136695977
          VAT | FR41303265045
          VAT | 91350100M000100Y44
          CRYPTO | 1BoatSLRHtKNngkdXEeobR76b53LETtpyU
          CRYPTO | bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5
          MAC | 00:1A:2B:3C:4D
          PASSPORT | invoice 123456789
          QQ | 12345678
          """)
  void leaves(String type, String text) {
    assertThat(found(type, text)).isEmpty();
  }

  @Test
  void hostileTextTakesTimeInItsLength() {
    for (String type : org.sluice.text.privacy.detect.Detectors.names()) {
      if (found(type, "x").isEmpty()) {
        for (String unit :
            List.of("1 ", "a1-", "eyJ.", "http://", "passport ", "1", "bc1q", "密码:")) {
          String text = unit.repeat(20_000 / unit.length());
          assertThat(CpuTime.nanos(() -> found(type, text)))
              .as(type + unit)
              .isLessThan(5_000_000_000L);
        }
      }
    }
  }
}

package org.sluice.text.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Limits for single types, values left alone, and made-up values. */
class ExceptionsTest {
  private static String redacted(String text, Mode mode, RedactorOptions options, String... types) {
    Map<String, Mode> modes = new java.util.TreeMap<>();
    for (String type : types) {
      modes.put(type, mode);
    }
    return Redactor.of(modes, options).redact(text).text();
  }

  @Test
  void allowedValuesStay() {
    RedactorOptions options =
        RedactorOptions.DEFAULT.withExceptions(Map.of(), List.of("Help@Example.org"));
    assertThat(redacted("help@example.org or ana@example.org", Mode.TAG, options, "EMAIL"))
        .isEqualTo("help@example.org or <EMAIL>");
  }

  @Test
  void aTypeHasItsOwnLimit() {
    RedactorOptions options =
        RedactorOptions.DEFAULT.withExceptions(Map.of("PERSON", 0.95), List.of());
    assertThat(redacted("Ask Maria Lopez.", Mode.TAG, options, "PERSON")).contains("Maria");
    assertThat(redacted("Ask Maria Lopez.", Mode.TAG, RedactorOptions.DEFAULT, "PERSON"))
        .isEqualTo("Ask <PERSON>.");
  }

  @Test
  void onePersonHasOneFakeInADocument() {
    String text = "Maria Lopez called. Maria Lopez wrote to ana@example.org and ANA@example.org.";
    String fake = redacted(text, Mode.FAKE, RedactorOptions.DEFAULT, "PERSON", "EMAIL");
    assertThat(fake).doesNotContain("Maria", "Lopez").doesNotContainIgnoringCase("ana@");
    String name = fake.substring(0, fake.indexOf(" called"));
    assertThat(fake).contains(name + " wrote");
    String address = fake.substring(fake.indexOf("to ") + 3, fake.indexOf(" and"));
    assertThat(fake).endsWith("and " + address + ".");
    assertThat(redacted(text, Mode.FAKE, RedactorOptions.DEFAULT, "PERSON", "EMAIL"))
        .isEqualTo(fake);
  }
}

package org.sluice.text.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.base.UserError;

class RedactorTest {
  private static Redactor with(Mode mode) {
    return Redactor.of(
        Map.of("EMAIL", mode, "CARD", mode), RedactorOptions.DEFAULT.withHashKey("secret"));
  }

  @Test
  void offsetsCountCodePoints() {
    Redaction redaction = with(Mode.TAG).redact("😀𠮷 ana@example.org 😀");
    assertThat(redaction.spans()).containsExactly(new Span("EMAIL", 3, 18, 1.0));
    assertThat(redaction.text()).isEqualTo("😀𠮷 <EMAIL> 😀");
  }

  @Test
  void maskKeepsTheShape() {
    assertThat(with(Mode.MASK).redact("ana@example.org, 4111-1111 1").text())
        .isEqualTo("***@*******.***, 4111-1111 1");
    assertThat(with(Mode.MASK).redact("4111-1111-1111-1111").text())
        .isEqualTo("****-****-****-****");
  }

  @Test
  void removeLeavesNothing() {
    assertThat(with(Mode.REMOVE).redact("to ana@example.org now").text()).isEqualTo("to  now");
  }

  @Test
  void hashIsOneTokenForOneValueUnderOneKey() {
    String text = with(Mode.HASH).redact("Ana@example.org 4111-1111-1111-1111").text();
    assertThat(text).matches("<EMAIL:[a-p]{20}> <CARD:[a-p]{20}>");
    assertThat(with(Mode.HASH).redact("ana@example.org 4111 1111 1111 1111").text())
        .isEqualTo(text);
    Redactor other =
        Redactor.of(Map.of("EMAIL", Mode.HASH), RedactorOptions.DEFAULT.withHashKey("another"));
    assertThat(other.redact("ana@example.org").text()).isNotEqualTo(text.split(" ")[0]);
  }

  @Test
  void hashWithoutKeyIsRefused() {
    assertThatThrownBy(() -> Redactor.of(Map.of("EMAIL", Mode.HASH), RedactorOptions.DEFAULT))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("hash needs a key");
    RedactorOptions unset = RedactorOptions.DEFAULT.withHashKeyEnv("SLUICE_NO_SUCH_VARIABLE");
    assertThatThrownBy(() -> Redactor.of(Map.of("EMAIL", Mode.HASH), unset))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("SLUICE_NO_SUCH_VARIABLE");
  }

  @Test
  void theKeyIsNeverShown() {
    assertThat(RedactorOptions.DEFAULT.withHashKey("secret").toString()).doesNotContain("secret");
  }

  @Test
  void unknownNamesGetTheNearestRightOne() {
    assertThatThrownBy(() -> Redactor.of(Map.of("EMIAL", Mode.TAG), RedactorOptions.DEFAULT))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the nearest is 'EMAIL'");
    assertThatThrownBy(() -> Mode.named("tga"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the nearest is 'tag'");
    RedactorOptions nowhere = RedactorOptions.DEFAULT.withPhoneRegions(List.of("UK"));
    assertThatThrownBy(() -> Redactor.of(Map.of("PHONE", Mode.TAG), nowhere))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("unknown region 'UK'");
  }

  @Test
  void aListOfEntitiesMayNameTheModeOfEach() {
    assertThat(EntityModes.of(List.of("EMAIL", " PHONE: mask "), Mode.FAKE))
        .isEqualTo(Map.of("EMAIL", Mode.FAKE, "PHONE", Mode.MASK));
    assertThatThrownBy(() -> EntityModes.of(List.of("EMAIL:tga"), Mode.TAG))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the nearest is 'tag'");
  }

  @Test
  void onlyWhatIsAskedForIsTouched() {
    assertThat(with(Mode.TAG).redact("SSN 536-22-1234").spans()).isEmpty();
  }

  @Test
  void scoresBelowTheLimitAreLeft() {
    Redactor strict =
        Redactor.of(Map.of("PHONE", Mode.TAG), RedactorOptions.DEFAULT.withMinScore(0.8));
    assertThat(strict.redact("(415) 555-2671, call (415) 555-2671").text())
        .isEqualTo("(415) 555-2671, call <PHONE>");
  }

  @Test
  void settingsTravel() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(RedactorOptions.DEFAULT);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(RedactorOptions.DEFAULT);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void plainTextComesBackAsItIs(Mode mode) {
    String text = "Nothing to see here.";
    assertThat(with(mode).redact(text).text()).isSameAs(text);
  }
}

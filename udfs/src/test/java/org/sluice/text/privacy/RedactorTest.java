package org.sluice.text.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.base.UserError;
import org.sluice.text.privacy.ner.Entity;
import org.sluice.text.privacy.ner.EntityFinder;
import org.sluice.text.privacy.ner.EntityType;

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
  void namesAreSoughtOnceHoweverManyRoundsATextTakes() {
    String text = "Ana of Acme, ana@example.org, 4111-1111-1111-1111";
    List<String> read = new ArrayList<>();
    EntityFinder finder =
        asked -> {
          read.add(asked);
          return List.of(new Entity(EntityType.PERSON, 0, 3, 1));
        };
    Map<String, Mode> entities = Map.of("EMAIL", Mode.TAG, "CARD", Mode.TAG, "PERSON", Mode.TAG);
    Redactor redactor = Redactor.of(entities, RedactorOptions.DEFAULT, finder);
    assertThat(redactor.redact(text).text()).isEqualTo("<PERSON> of Acme, <EMAIL>, <CARD>");
    assertThat(read).containsExactly(text);
  }

  /** A number that is named as one of QQ is none of a phone, though it has the form of both. */
  @Test
  void aNumberOfQqIsNoPhone() {
    Map<String, Mode> entities = Map.of("QQ", Mode.TAG, "PHONE", Mode.TAG, "CN_MOBILE", Mode.TAG);
    Redactor redactor = Redactor.of(entities, RedactorOptions.DEFAULT);
    assertThat(redactor.redact("My QQ number is 2125551234, write there.").text())
        .isEqualTo("My QQ number is <QQ>, write there.");
    assertThat(redactor.redact("QQ: 2125551234, phone 212-555-1234").text())
        .isEqualTo("QQ: <QQ>, phone <PHONE>");
    assertThat(redactor.redact("我的QQ是2125551234，电话13800138000").text())
        .isEqualTo("我的QQ是<QQ>，电话<CN_MOBILE>");
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

package org.sluice.text.privacy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.sluice.text.Growth;
import org.sluice.text.privacy.detect.Detectors;

/** Texts on which expressions with nested repetition explode: time must grow with the length. */
class HostileTextTest {
  private static final List<String> UNITS =
      List.of(
          "1",
          "1 ",
          "1-",
          "a@",
          "a.",
          "@a.b",
          "1:",
          "::",
          "a1-",
          "+1 ",
          "http://",
          "http://a.",
          "www.a.",
          "eyJ",
          "eyJaaaaaaaaaa.",
          "token=",
          "passport a",
          "微信",
          "车牌 ",
          "京A",
          "plate is ",
          "qq",
          "sk-",
          "0x",
          "bc1q",
          "AKIA",
          "John ",
          "张",
          "<EMAIL>");

  private static void growsWithTheLength(int small, int large) {
    Map<String, Mode> all = new TreeMap<>();
    Detectors.names().forEach(entity -> all.put(entity, Mode.TAG));
    Redactor redactor = Redactor.of(all, RedactorOptions.DEFAULT);
    Growth.isLinear(redactor::find, UNITS, small, large);
  }

  @Test
  void tenfoldTextsTakeTenfoldTime() {
    growsWithTheLength(4_000, 40_000);
  }

  @Test
  @Tag("long")
  @EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
  void aMegabyteTakesNoMoreThanItsShare() {
    growsWithTheLength(12_000, 1_000_000);
  }
}

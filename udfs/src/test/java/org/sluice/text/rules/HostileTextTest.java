package org.sluice.text.rules;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.sluice.text.Growth;
import org.sluice.text.dedup.LineKeys;
import org.sluice.text.normalize.Normalizer;

/** Texts on which scanners that look ahead, or the JDK's own, need the square of the length. */
class HostileTextTest {
  private static final List<String> UNITS =
      List.of(
          "-",
          "http://",
          "http://%41",
          "İ",
          "aΣ",
          "\u0301\u0323",
          "\u0344\u0323",
          "x-a. ",
          "a\t",
          "[1",
          "{",
          ".",
          "中",
          "1k likes\n",
          "• a\n");

  private static void growsWithTheLength(int small, int large) {
    Judge judge = Judge.of(Profiles.names(), Map.of());
    LineKeys lines = new LineKeys(LineKeys.Level.LINE);
    Growth.isLinear(
        text -> {
          judge.judge(text, "eng");
          lines.of(text);
          Normalizer.USUAL.normalize(text);
        },
        UNITS,
        small,
        large);
  }

  @Test
  void tenfoldTextsTakeTenfoldTime() {
    growsWithTheLength(12_000, 120_000);
  }

  @Test
  @Tag("long")
  @EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
  void aMegabyteTakesNoMoreThanItsShare() {
    growsWithTheLength(12_000, 1_000_000);
  }
}

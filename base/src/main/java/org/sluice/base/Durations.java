package org.sluice.base;

import java.util.Locale;

/** Words durations as people do. */
public final class Durations {
  private Durations() {}

  /** "0.4 s", "12 s", "3 min 05 s", "2 h 10 min". */
  public static String told(double seconds) {
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
    }
    return String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
  }
}

package org.sluice.base;

import java.util.Locale;

/** How much of something is done, and since when; times in nanoseconds of one clock. */
final class Count {
  private final String unit;
  private final long total;
  private final long started;
  private long done;
  private long reached; // when the last of the total was done

  Count(String unit, long total, long started) {
    this.unit = unit;
    this.total = total;
    this.started = started;
  }

  /** {@code n} are done in all; a count never runs backwards. */
  void at(long n, long now) {
    boolean before = isComplete();
    done = Math.max(done, n);
    if (!before && isComplete()) {
      reached = now;
    }
  }

  long done() {
    return done;
  }

  /** Share done, 0 to 1, or -1 when the total is not known. */
  double share() {
    return total > 0 ? Math.min(1.0, (double) done / total) : -1;
  }

  /**
   * "1,200 of 4,000 rows, 310 rows/s, 9 s left"; once all are done, the rate stays as it was and it
   * is told how long that is ago: "4,000 of 4,000 rows, 310 rows/s, done 12 s ago".
   */
  String state(long now) {
    double seconds = seconds(isComplete() ? reached : now);
    StringBuilder text = new StringBuilder();
    if (total > 0) {
      text.append(String.format(Locale.ROOT, "%,d of %,d %s", done, total, unit));
    } else if (done > 0) {
      text.append(String.format(Locale.ROOT, "%,d %s", done, unit));
    } else {
      text.append(Durations.told(seconds));
    }
    if (done > 0 && seconds > 0) {
      text.append(", ").append(rate(seconds));
    }
    if (total > done && done > 0) {
      text.append(", ").append(Durations.told(seconds / done * (total - done))).append(" left");
    }
    if (isComplete() && now - reached >= 1e9) {
      text.append(", done ").append(Durations.told((now - reached) / 1e9)).append(" ago");
    }
    return text.toString();
  }

  /** "1,200 rows in 9.0 s, 133 rows/s". */
  String summary(long now) {
    double seconds = seconds(now);
    if (done == 0) {
      return Durations.told(seconds);
    }
    String rate = seconds > 0 ? ", " + rate(seconds) : "";
    return String.format(Locale.ROOT, "%,d %s in %s%s", done, unit, Durations.told(seconds), rate);
  }

  private boolean isComplete() {
    return total > 0 && done >= total;
  }

  /** Nanoseconds since it began. */
  long age(long now) {
    return now - started;
  }

  private double seconds(long now) {
    return age(now) / 1e9;
  }

  private String rate(double seconds) {
    double perSecond = done / seconds;
    String form = perSecond < 10 ? "%.1f %s/s" : "%,.0f %s/s";
    return String.format(Locale.ROOT, form, perSecond, unit);
  }
}

package org.sluice.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Counts, times and words a stretch of work; subclasses decide when and how to show it. */
abstract class CountingProgress implements Progress {
  private final Appendable out;
  private final LongSupplier nanoClock;
  private String step = "";
  private String unit = "";
  private long total;
  private long done;
  private long started;
  private boolean open;

  CountingProgress(Appendable out, LongSupplier nanoClock) {
    this.out = out;
    this.nanoClock = nanoClock;
  }

  /** Something moved; {@code now} in nanoseconds. */
  abstract void moved(long now);

  /** The stretch is over and {@code summary} says what it was. */
  abstract void ended(String summary);

  /** A line that stays. */
  abstract void noted(String line);

  @Override
  public final synchronized void begin(String step, String unit, long total) {
    if (done > 0 || !step.equals(this.step)) { // a step that names its unit late is still the same
      end();
    }
    this.step = step;
    this.unit = unit;
    this.total = total;
    done = 0;
    started = nanoClock.getAsLong();
    open = true;
    moved(started);
  }

  @Override
  public final synchronized void advance(long n) {
    at(done + n);
  }

  @Override
  public final synchronized void at(long n) {
    done = n;
    tick();
  }

  @Override
  public final synchronized void note(String line) {
    noted(line);
  }

  @Override
  public final synchronized void end() {
    if (open) {
      open = false;
      ended(summary());
    }
  }

  final synchronized void tick() {
    if (open) {
      moved(nanoClock.getAsLong());
    }
  }

  final void write(String text) {
    try {
      out.append(text);
      if (out instanceof java.io.Flushable flushable) {
        flushable.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Share done, 0 to 1, or -1 when the total is not known. */
  final double share() {
    return total > 0 ? Math.min(1.0, (double) done / total) : -1;
  }

  final String step() {
    return step;
  }

  /** "1,200 of 4,000 rows, 310 rows/s, 9 s left". */
  final String state() {
    double seconds = seconds();
    StringBuilder text = new StringBuilder();
    if (total > 0) {
      text.append(String.format(Locale.ROOT, "%,d of %,d %s", done, total, unit));
    } else if (done > 0) {
      text.append(String.format(Locale.ROOT, "%,d %s", done, unit));
    } else {
      text.append(duration(seconds));
    }
    if (done > 0 && seconds > 0) {
      text.append(", ").append(rate(done / seconds)).append(' ').append(unit).append("/s");
    }
    if (total > done && done > 0) {
      text.append(", ").append(duration(seconds / done * (total - done))).append(" left");
    }
    return text.toString();
  }

  private String summary() {
    double seconds = seconds();
    if (done == 0) {
      return String.format(Locale.ROOT, "%-10s %s", step, duration(seconds));
    }
    String rate = seconds > 0 ? ", " + rate(done / seconds) + " " + unit + "/s" : "";
    return String.format(
        Locale.ROOT, "%-10s %,d %s in %s%s", step, done, unit, duration(seconds), rate);
  }

  private double seconds() {
    return (nanoClock.getAsLong() - started) / 1e9;
  }

  private static String rate(double perSecond) {
    return String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%,.0f", perSecond);
  }

  /** "0.4 s", "12 s", "3 min 05 s", "2 h 10 min". */
  static String duration(double seconds) {
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 120) {
      return whole + " s";
    }
    if (whole < 7200) {
      return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
    }
    return String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
  }
}

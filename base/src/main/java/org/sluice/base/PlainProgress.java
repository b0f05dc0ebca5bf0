package org.sluice.base;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Whole lines, one each few seconds, for log files and schedulers. */
final class PlainProgress extends CountingProgress {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

  private long shown;
  private String shownStep = "";

  PlainProgress(Appendable out) {
    this(out, System::nanoTime);
  }

  PlainProgress(Appendable out, LongSupplier nanoClock) {
    super(out, nanoClock);
  }

  @Override
  void moved(long now) {
    if (!step().equals(shownStep)) { // the first line of a step comes after the first interval
      shownStep = step();
      shown = now;
    } else if (now - shown >= EVERY_NANOS) {
      shown = now;
      write(String.format("%-10s %s%n", step(), state()));
    }
  }

  @Override
  void ended(String summary) {
    shownStep = "";
    write(summary + System.lineSeparator());
  }

  @Override
  void noted(String line) {
    write(line + System.lineSeparator());
  }
}

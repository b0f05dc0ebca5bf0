package org.sluice.base;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whole lines, one each few seconds, for log files and schedulers. A part that takes less than a
 * second leaves none.
 */
final class PlainProgress extends CountingProgress {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long SHORT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private long shown;
  private String shownStep = "";
  private boolean news; // since the last line

  PlainProgress(Appendable out) {
    this(out, System::nanoTime);
    tickEachSecond();
  }

  /** Without the clock that shows a part while nothing moves in it. */
  PlainProgress(Appendable out, LongSupplier nanoClock) {
    super(out, nanoClock);
  }

  @Override
  void moved(long now) {
    news = true;
    if (!step().equals(shownStep)) { // the first line of a step comes after the first interval
      shownStep = step();
      shown = now;
    }
    passed(now);
  }

  @Override
  void passed(long now) {
    if (news && now - shown >= EVERY_NANOS && age(now) >= SHORT_NANOS) {
      news = false;
      shown = now;
      String part = part().isEmpty() ? "" : part() + ": ";
      write(String.format("%-10s %s%s%n", step(), part, state(now)));
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

package org.sluice.base;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** One line that is drawn again and again: step, bar, count, rate, time left. */
final class TerminalProgress extends CountingProgress {
  private static final int BAR = 24;
  private static final int WIDTH = 96;
  private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final String WIPE = "\r\u001b[K";

  private long drawn = Long.MIN_VALUE;

  TerminalProgress(Appendable out) {
    this(out, System::nanoTime);
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });
    clock.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  /** Without the clock that redraws while nothing moves. */
  TerminalProgress(Appendable out, LongSupplier nanoClock) {
    super(out, nanoClock);
  }

  @Override
  void moved(long now) {
    if (drawn != Long.MIN_VALUE && now - drawn < REDRAW_NANOS) {
      return;
    }
    drawn = now;
    String line = String.format("%-10s %s %s", step(), bar(), state());
    write(WIPE + line.substring(0, Math.min(WIDTH, line.length())));
  }

  private String bar() {
    if (share() < 0) {
      return "·".repeat(BAR);
    }
    int full = (int) Math.floor(share() * BAR);
    return "█".repeat(full) + "░".repeat(BAR - full);
  }

  @Override
  void ended(String summary) {
    drawn = Long.MIN_VALUE;
    write(WIPE + summary + "\n");
  }

  @Override
  void noted(String line) {
    drawn = Long.MIN_VALUE;
    write(WIPE + line + "\n");
    tick();
  }
}

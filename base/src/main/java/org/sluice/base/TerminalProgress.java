package org.sluice.base;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** One line that is drawn again and again: step, bar, count, rate, time left. */
final class TerminalProgress extends CountingProgress {
  private static final int BAR = 24;
  private static final int BAR_OF_PART = 16;
  private static final int WIDTH = 96;

  /** What is left of a name is cut no shorter. */
  private static final int SHORTEST_NAME = 8;

  private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final String WIPE = "\r\u001b[K";

  private long drawn = Long.MIN_VALUE;

  TerminalProgress(Appendable out) {
    this(out, System::nanoTime);
    tickEachSecond();
  }

  /** Without the clock that redraws while nothing moves. */
  TerminalProgress(Appendable out, LongSupplier nanoClock) {
    super(out, nanoClock);
  }

  @Override
  void moved(long now) {
    passed(now);
  }

  @Override
  void passed(long now) {
    if (drawn != Long.MIN_VALUE && now - drawn < REDRAW_NANOS) {
      return;
    }
    drawn = now;
    boolean whole = part().isEmpty();
    String head = String.format("%-10s %s ", step(), bar(whole ? BAR : BAR_OF_PART));
    String state = state(now);
    String line = head + (whole ? "" : name(WIDTH - head.length() - state.length())) + state;
    write(WIPE + line.substring(0, Math.min(WIDTH, line.length())));
  }

  /** The part's name before its numbers, cut to the room that these leave. */
  private String name(int room) {
    int length = room - ": ".length();
    if (part().length() <= length) {
      return part() + ": ";
    }
    return length < SHORTEST_NAME ? "" : part().substring(0, length - 1) + "…: ";
  }

  private String bar(int width) {
    if (share() < 0) {
      return "·".repeat(width);
    }
    int full = (int) Math.floor(share() * width);
    return "█".repeat(full) + "░".repeat(width - full);
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

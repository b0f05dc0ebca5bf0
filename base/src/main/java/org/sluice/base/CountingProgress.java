package org.sluice.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Counts, times and words a stretch of work; subclasses decide when and how to show it. */
abstract class CountingProgress implements Progress {
  private final Appendable out;
  private final LongSupplier nanoClock;
  private String step = "";
  private String part = "";
  private Count own = new Count("", 0, 0); // of the stretch
  private Count shown = own; // of the stretch or of its part
  private boolean open;

  CountingProgress(Appendable out, LongSupplier nanoClock) {
    this.out = out;
    this.nanoClock = nanoClock;
  }

  /** Something moved, or a part began; {@code now} in nanoseconds. */
  abstract void moved(long now);

  /** Time went by; {@code now} in nanoseconds. */
  abstract void passed(long now);

  /** The stretch is over and {@code summary} says what it was. */
  abstract void ended(String summary);

  /** A line that stays. */
  abstract void noted(String line);

  @Override
  public final synchronized void begin(String step, String unit, long total) {
    if (own.done() > 0 || !step.equals(this.step)) { // one that names its unit late is the same
      end();
    }
    this.step = step;
    part = "";
    long now = nanoClock.getAsLong();
    own = new Count(unit, total, now);
    shown = own;
    open = true;
    moved(now);
  }

  @Override
  public final synchronized void part(String name, String unit, long total) {
    if (open) {
      long now = nanoClock.getAsLong();
      part = name;
      shown = new Count(unit, total, now);
      moved(now);
    }
  }

  @Override
  public final synchronized void advance(long n) {
    at(shown.done() + n);
  }

  @Override
  public final synchronized void at(long n) {
    long now = nanoClock.getAsLong();
    shown.at(n, now);
    if (open) {
      moved(now);
    }
  }

  @Override
  public final synchronized void note(String line) {
    noted(line);
  }

  @Override
  public final synchronized void end() {
    if (open) {
      open = false;
      long now = nanoClock.getAsLong();
      ended(String.format("%-10s %s", step, own.summary(now)));
    }
  }

  @Override
  public final synchronized void end(long n) {
    own.at(n, nanoClock.getAsLong());
    end();
  }

  final synchronized void tick() {
    if (open) {
      passed(nanoClock.getAsLong());
    }
  }

  /** Has {@link #tick} called each second from now on. */
  final void tickEachSecond() {
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });
    clock.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
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
    return shown.share();
  }

  final String step() {
    return step;
  }

  /** What the part that runs does; empty where nobody knows. */
  final String part() {
    return part;
  }

  /** Nanoseconds since the part began, or the stretch where there is none. */
  final long age(long now) {
    return shown.age(now);
  }

  final String state(long now) {
    return shown.state(now);
  }
}

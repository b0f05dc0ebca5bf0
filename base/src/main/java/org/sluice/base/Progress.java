package org.sluice.base;

import java.util.function.Consumer;

/** Tells a person how far the work is. Lives on the driver; any thread may call it. */
public interface Progress {
  /** Tells nothing. */
  Progress SILENT = notes(line -> {});

  /**
   * Begins a stretch of work; one that is still open ends.
   *
   * @param unit what is counted: rows, tokens, steps
   * @param total how many there will be; 0 when nobody knows
   */
  void begin(String step, String unit, long total);

  /**
   * Begins a part of the stretch, which counts for itself: rate and time left start anew. Nothing
   * where no stretch is open.
   *
   * @param name what the part does, in a few words; empty where nobody knows
   * @param unit what is counted in it
   * @param total how many there will be; 0 when nobody knows
   */
  void part(String name, String unit, long total);

  /** {@code n} more are done. */
  void advance(long n);

  /** {@code n} are done in all; less than before is no news. */
  void at(long n);

  /** A line that stays. */
  void note(String line);

  /** The stretch is over. */
  void end();

  /**
   * The stretch is over; {@code n} of its own unit were done in all, whatever its parts counted.
   */
  void end(long n);

  /** Tells the lines that stay, and nothing of how far the work is. */
  static Progress notes(Consumer<String> listener) {
    return new NoteProgress(listener);
  }

  /** A bar on a terminal, plain lines elsewhere. */
  static Progress of(Appendable out, boolean terminal) {
    return terminal ? new TerminalProgress(out) : new PlainProgress(out);
  }
}

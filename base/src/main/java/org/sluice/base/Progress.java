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

  /** {@code n} more are done. */
  void advance(long n);

  /** {@code n} are done in all. */
  void at(long n);

  /** A line that stays. */
  void note(String line);

  /** The stretch is over. */
  void end();

  /** Tells the lines that stay, and nothing of how far the work is. */
  static Progress notes(Consumer<String> listener) {
    return new NoteProgress(listener);
  }

  /** A bar on a terminal, plain lines elsewhere. */
  static Progress of(Appendable out, boolean terminal) {
    return terminal ? new TerminalProgress(out) : new PlainProgress(out);
  }
}

package org.sluice.base;

/** Tells the user how far a step is: rows, tokens or steps done, speed and time left. */
public interface Progress {
  /** Says nothing. */
  Progress SILENT =
      new Progress() {
        @Override
        public void begin(String step, String unit, long total) {}

        @Override
        public void advance(long more) {}

        @Override
        public void at(long done) {}

        @Override
        public void note(String line) {}

        @Override
        public void end() {}
      };

  /**
   * A step starts.
   *
   * @param unit what is counted: "rows", "tokens", "steps"
   * @param total how many there will be; 0 when nobody knows yet
   */
  void begin(String step, String unit, long total);

  /** {@code more} units are done since the last call. */
  void advance(long more);

  /** {@code done} units are done since {@link #begin}. */
  void at(long done);

  /** A line for the user. Never text of a document. */
  void note(String line);

  /** The step that began last is over. */
  void end();
}

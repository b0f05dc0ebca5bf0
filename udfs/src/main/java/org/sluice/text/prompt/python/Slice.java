package org.sluice.text.prompt.python;

/** The places that a slice picks out of a sequence: {@code start + i * step}, i below count. */
record Slice(long start, long step, int count) {
  /** The slice of a sequence of {@code length} items; bounds that were left out are null. */
  static Slice of(int length, Object start, Object stop, Object step) {
    long by = step == null ? 1 : bound(step);
    if (by == 0) {
      throw PythonError.value("slice step cannot be zero");
    }
    by = Math.max(by, -Long.MAX_VALUE);
    long lowest = by > 0 ? 0 : -1;
    long highest = by > 0 ? length : length - 1L;
    long from = start == null ? (by > 0 ? lowest : highest) : clamp(start, length, lowest, highest);
    long to = stop == null ? (by > 0 ? highest : lowest) : clamp(stop, length, lowest, highest);
    long span = by > 0 ? to - from : from - to;
    long count = span <= 0 ? 0 : (span - 1) / Math.abs(by) + 1;
    return new Slice(from, by, (int) count);
  }

  private static long clamp(Object given, int length, long lowest, long highest) {
    long place = bound(given);
    place = place < 0 ? place + length : place;
    return Math.max(lowest, Math.min(highest, place));
  }

  private static long bound(Object value) {
    if (!Types.isInteger(value)) {
      throw PythonError.type("slice indices must be integers or None or have an __index__ method");
    }
    return Types.integer(value);
  }

  long at(int i) {
    return start + i * step;
  }
}

package org.sluice.text.prompt.python;

/** How large one value may grow: a template is foreign code and must not fill the memory. */
public final class Bounds {
  /** Most UTF-16 units in one string. */
  public static final int TEXT = 1 << 23;

  /** Most items in a list that an expression makes. */
  public static final int ITEMS = 1 << 20;

  /** Most bits in an integer. */
  static final int INTEGER_BITS = 1 << 16;

  /** Most digits when an integer is read or printed: CPython's own limit. */
  static final int INTEGER_DIGITS = 4300;

  private Bounds() {}

  /** Refuses a string of {@code length} UTF-16 units that would be longer than {@link #TEXT}. */
  public static int text(long length) {
    if (length > TEXT) {
      throw PythonError.of(
          ErrorType.MEMORY, "the template makes a string of more than %d characters", TEXT);
    }
    return (int) length;
  }

  /** Refuses a list of {@code size} items that would be longer than {@link #ITEMS}. */
  public static int items(long size) {
    if (size > ITEMS) {
      throw PythonError.of(
          ErrorType.MEMORY, "the template makes a list of more than %d items", ITEMS);
    }
    return (int) size;
  }

  static void bits(long bits) {
    if (bits > INTEGER_BITS) {
      throw PythonError.of(
          ErrorType.MEMORY, "the template makes an integer of more than %d bits", INTEGER_BITS);
    }
  }
}

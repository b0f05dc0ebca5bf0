package org.sluice.text.normalize;

import com.ibm.icu.text.Normalizer2;
import java.util.Arrays;

/**
 * Brings long runs of combining marks into canonical order (UAX 15, D108 and D109). ICU inserts
 * each mark where it belongs, which takes the square of a run's length; behind this it finds all of
 * them in order. The text means the same in every form.
 */
final class CombiningRuns {
  /** Runs of this length are found for certain; in texts that people read they have a few marks. */
  private static final int LONG = 512;

  private static final int STRIDE = LONG / 2;
  private static final int FIRST_MARK = 0x300;

  private CombiningRuns() {}

  /** The text with its long runs in order; the same object where it has none. */
  static String ordered(String text, Normalizer2 form) {
    StringBuilder out = null;
    int done = 0;
    for (int i = STRIDE; i < text.length(); i += STRIDE) {
      if (text.charAt(i) < FIRST_MARK || form.hasBoundaryBefore(at(text, i))) {
        continue;
      }
      int from = start(text, i, done, form);
      int to = end(text, i, form);
      if (to - from >= STRIDE) {
        out = out == null ? new StringBuilder(text.length()) : out;
        out.append(text, done, from);
        append(out, text.substring(from, to), form);
        done = to;
      }
      i = Math.max(i, to);
    }
    return out == null ? text : out.append(text, done, text.length()).toString();
  }

  /** The code point of which the unit is a part. */
  private static int at(String text, int i) {
    boolean second = i > 0 && Character.isSurrogatePair(text.charAt(i - 1), text.charAt(i));
    return text.codePointAt(second ? i - 1 : i);
  }

  private static int start(String text, int i, int first, Normalizer2 form) {
    int from = i;
    while (from > first && !form.hasBoundaryBefore(text.codePointBefore(from))) {
      from -= Character.charCount(text.codePointBefore(from));
    }
    return from;
  }

  private static int end(String text, int i, Normalizer2 form) {
    int to = i;
    while (to < text.length() && !form.hasBoundaryBefore(at(text, to))) {
      to += Character.charCount(text.codePointAt(to));
    }
    return to;
  }

  private static void append(StringBuilder out, String run, Normalizer2 form) {
    int[] marks = decomposed(run, form).codePoints().toArray();
    int from = 0;
    while (from < marks.length) {
      int to = from;
      while (to < marks.length && form.getCombiningClass(marks[to]) != 0) {
        to++;
      }
      sort(marks, from, to, form);
      from = to + 1; // behind a mark of class zero, which nothing may pass
    }
    for (int mark : marks) {
      out.appendCodePoint(mark);
    }
  }

  private static StringBuilder decomposed(String run, Normalizer2 form) {
    StringBuilder parts = new StringBuilder(run.length());
    run.codePoints()
        .forEach(
            c -> {
              String decomposition = form.getDecomposition(c);
              if (decomposition == null) {
                parts.appendCodePoint(c);
              } else {
                parts.append(decomposition);
              }
            });
    return parts;
  }

  /** By combining class, those of one class in the order in which they stand. */
  private static void sort(int[] marks, int from, int to, Normalizer2 form) {
    int[] before = Arrays.copyOfRange(marks, from, to);
    long[] keys = new long[before.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (long) form.getCombiningClass(before[i]) << Integer.SIZE | i;
    }
    Arrays.sort(keys);
    for (int i = 0; i < keys.length; i++) {
      marks[from + i] = before[(int) keys[i]];
    }
  }
}

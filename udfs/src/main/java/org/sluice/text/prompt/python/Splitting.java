package org.sluice.text.prompt.python;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The string methods that cut a string into parts. */
final class Splitting {
  private Splitting() {}

  /** {@code str.split}; {@code separator} null for runs of white space, {@code most} -1 for all. */
  static List<Object> split(String text, String separator, int most) {
    return separator == null ? onSpace(text, most) : on(text, separator, most);
  }

  private static List<Object> onSpace(String text, int most) {
    List<Object> parts = new ArrayList<>();
    int start = skip(text, 0, true);
    while (start < text.length()) {
      if (parts.size() == most) {
        parts.add(text.substring(start)); // white space at the end stays, as in Python
        return parts;
      }
      int end = skip(text, start, false);
      parts.add(text.substring(start, end));
      Bounds.items(parts.size());
      start = skip(text, end, true);
    }
    return parts;
  }

  /** The first place from {@code place} on that is no white space (or that is). */
  private static int skip(String text, int place, boolean space) {
    int next = place;
    while (next < text.length() && CodePoints.space(text.charAt(next)) == space) {
      next++;
    }
    return next;
  }

  /** The same backwards: the place after the last character that is no white space (or that is). */
  private static int skipBack(String text, int place, boolean space) {
    int next = place;
    while (next > 0 && CodePoints.space(text.charAt(next - 1)) == space) {
      next--;
    }
    return next;
  }

  private static List<Object> on(String text, String separator, int most) {
    refuseEmpty(separator);
    List<Object> parts = new ArrayList<>();
    int start = 0;
    int found;
    while (parts.size() != most && (found = text.indexOf(separator, start)) >= 0) {
      parts.add(text.substring(start, found));
      Bounds.items(parts.size());
      start = found + separator.length();
    }
    parts.add(text.substring(start));
    return parts;
  }

  /** {@code str.rsplit}. */
  static List<Object> splitFromRight(String text, String separator, int most) {
    List<Object> parts =
        separator == null ? onSpaceFromRight(text, most) : onFromRight(text, separator, most);
    Collections.reverse(parts);
    return parts;
  }

  private static List<Object> onSpaceFromRight(String text, int most) {
    List<Object> parts = new ArrayList<>();
    int end = skipBack(text, text.length(), true);
    while (end > 0) {
      int start = parts.size() == most ? 0 : skipBack(text, end, false);
      parts.add(text.substring(start, end));
      Bounds.items(parts.size());
      end = skipBack(text, start, true);
    }
    return parts;
  }

  private static List<Object> onFromRight(String text, String separator, int most) {
    refuseEmpty(separator);
    List<Object> parts = new ArrayList<>();
    int end = text.length();
    int found;
    while (parts.size() != most
        && (found = text.lastIndexOf(separator, end - separator.length())) >= 0) {
      parts.add(text.substring(found + separator.length(), end));
      Bounds.items(parts.size());
      end = found;
    }
    parts.add(text.substring(0, end));
    return parts;
  }

  /** {@code str.splitlines}: Python knows ten line ends. */
  static List<Object> lines(String text, boolean keepEnds) {
    List<Object> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      if (!lineEnd(text.charAt(i))) {
        continue;
      }
      int next = text.startsWith("\r\n", i) ? i + 2 : i + 1;
      lines.add(text.substring(start, keepEnds ? next : i));
      start = next;
      i = next - 1;
    }
    if (start < text.length()) {
      lines.add(text.substring(start));
    }
    return lines;
  }

  private static boolean lineEnd(char unit) {
    return unit >= 0x0a && unit <= 0x0d
        || unit >= 0x1c && unit <= 0x1e
        || unit == 0x85
        || unit == 0x2028
        || unit == 0x2029;
  }

  /** {@code str.partition} and {@code str.rpartition}. */
  static Tuple partition(String text, String separator, boolean fromRight) {
    refuseEmpty(separator);
    int found = fromRight ? text.lastIndexOf(separator) : text.indexOf(separator);
    if (found < 0) {
      return fromRight ? Tuple.of("", "", text) : Tuple.of(text, "", "");
    }
    return Tuple.of(
        text.substring(0, found), separator, text.substring(found + separator.length()));
  }

  private static void refuseEmpty(String separator) {
    if (separator.isEmpty()) {
      throw PythonError.value("empty separator");
    }
  }

  /** {@code str.replace}; {@code most} -1 for all. */
  static String replace(String text, String old, String replacement, int most) {
    if (old.isEmpty()) {
      return interleave(text, replacement, most);
    }
    int found = most == 0 ? -1 : text.indexOf(old);
    if (found < 0) {
      return text;
    }
    StringBuilder replaced = new StringBuilder();
    int start = 0;
    for (int count = 0; found >= 0 && count != most; count++) {
      replaced.append(text, start, found).append(replacement);
      Bounds.text(replaced.length());
      start = found + old.length();
      found = text.indexOf(old, start);
    }
    return replaced.append(text, start, text.length()).toString();
  }

  /** An empty string is found before every character and at the end. */
  private static String interleave(String text, String replacement, int most) {
    StringBuilder replaced = new StringBuilder();
    int count = 0;
    for (Object character : CodePoints.each(text)) {
      replaced.append(count != most ? replacement : "").append(character);
      count += count != most ? 1 : 0;
      Bounds.text(replaced.length());
    }
    return replaced.append(count != most ? replacement : "").toString();
  }
}

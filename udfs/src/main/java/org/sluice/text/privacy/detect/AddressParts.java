package org.sluice.text.privacy.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of an address line: the number of a building, a street with its number, a flat. Each is
 * a finding of its own, whether the tagger takes two of them for one or not.
 */
final class AddressParts {
  private static final Pattern FLAT =
      Pattern.compile(
          "(?i)(?:\\b(?:apt|apartment|suite|ste|unit|flat|room|floor)\\b\\.? ?#?|#)[0-9]{1,6}[a-z]?\\b");

  /** A number before a street that has its own one: the building's. */
  private static final Pattern BUILDING = Pattern.compile("[0-9]{1,6}[a-z]? (?=[^0-9]|[0-9]+ )");

  private AddressParts() {}

  /** Units of a text. */
  record Part(int start, int end) {}

  static List<Part> of(String text, int start, int end) {
    List<Part> parts = new ArrayList<>();
    Matcher flat = FLAT.matcher(text).region(start, end);
    int from = start;
    while (flat.find()) {
      street(text, from, flat.start(), parts);
      parts.add(new Part(flat.start(), flat.end()));
      from = flat.end();
    }
    street(text, from, end, parts);
    return parts;
  }

  private static void street(String text, int start, int end, List<Part> parts) {
    Matcher building = BUILDING.matcher(text).region(start, end);
    if (building.lookingAt() && hasDigit(text, building.end(), end)) {
      add(text, start, building.end(), parts);
      add(text, building.end(), end, parts);
    } else {
      add(text, start, end, parts);
    }
  }

  private static boolean hasDigit(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (Page.isDigit(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** Without the blanks, commas and line breaks around it. */
  private static void add(String text, int from, int to, List<Part> parts) {
    int start = from;
    int end = to;
    while (start < end && isBetween(text.charAt(start))) {
      start++;
    }
    while (end > start && isBetween(text.charAt(end - 1))) {
      end--;
    }
    if (start < end) {
      parts.add(new Part(start, end));
    }
  }

  private static boolean isBetween(char c) {
    return c <= ' ' || c == ',' || c == ';';
  }
}

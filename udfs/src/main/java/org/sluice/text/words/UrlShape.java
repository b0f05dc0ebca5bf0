package org.sluice.text.words;

/**
 * Says whether a chunk has the shape of a web or mail address, as spaCy's URL pattern does:
 * [scheme://][user[:password]@](host.names.tld | public IPv4)[:port][/?#anything].
 *
 * <p>A scanner instead of the pattern: each place where a host may begin (the start, after {@code
 * ://}, after any {@code @}) is tried once, and a host has one possible end, so the work is linear
 * where the regular expression backtracks.
 */
final class UrlShape {
  private static final int LONGEST_LABEL = 64;
  private static final int LONGEST_TLD = 63;

  private UrlShape() {}

  static boolean matches(char[] text, int from, int to) {
    if (!contains(text, from, to, '.')) {
      return false; // every host has a full stop
    }
    if (hostFrom(text, from, to)) {
      return true;
    }
    int scheme = schemeEnd(text, from, to);
    if (scheme > 0 && hostFrom(text, scheme, to)) {
      return true;
    }
    for (int i = from + 1; i < to - 1; i++) {
      if (text[i] == '@' && hostFrom(text, i + 1, to)) {
        return true;
      }
    }
    return false;
  }

  private static boolean contains(char[] text, int from, int to, char wanted) {
    for (int i = from; i < to; i++) {
      if (text[i] == wanted) {
        return true;
      }
    }
    return false;
  }

  /** End of {@code [\w+.-]{2,}://}, or -1. */
  private static int schemeEnd(char[] text, int from, int to) {
    int i = from;
    while (i < to) {
      int codePoint = Character.codePointAt(text, i, to);
      boolean inScheme =
          (CharacterClasses.of(codePoint) & CharacterClasses.WORD) != 0
              || codePoint == '+'
              || codePoint == '-'
              || codePoint == '.';
      if (!inScheme) {
        break;
      }
      i += Character.charCount(codePoint);
    }
    boolean found =
        Character.codePointCount(text, from, i - from) >= 2
            && i + 3 <= to
            && text[i] == ':'
            && text[i + 1] == '/'
            && text[i + 2] == '/';
    return found ? i + 3 : -1;
  }

  private static boolean hostFrom(char[] text, int from, int to) {
    return addressFrom(text, from, to) || nameFrom(text, from, to);
  }

  /** Labels that end in a full stop each, then a lower-case top level of 2 to 63 letters. */
  private static boolean nameFrom(char[] text, int from, int to) {
    int label = from;
    boolean labels = false;
    int i = from;
    while (i < to && (inLabel(text[i]) || text[i] == '.')) {
      if (text[i] == '.') {
        if (!isLabel(text, label, i)) {
          return false;
        }
        labels = true;
        label = i + 1;
      }
      i++;
    }
    if (!labels) {
      return false;
    }
    int end = topLevelEnd(text, label, to);
    return end > 0 && restFrom(text, end, to);
  }

  private static int topLevelEnd(char[] text, int from, int to) {
    int i = from;
    int letters = 0;
    while (i < to && letters <= LONGEST_TLD) {
      int codePoint = Character.codePointAt(text, i, to);
      if ((CharacterClasses.of(codePoint) & CharacterClasses.LOWER) == 0) {
        break;
      }
      i += Character.charCount(codePoint);
      letters++;
    }
    return letters >= 2 && letters <= LONGEST_TLD ? i : -1;
  }

  private static boolean isLabel(char[] text, int from, int to) {
    return to > from
        && to - from <= LONGEST_LABEL
        && isAlphanumeric(text[from])
        && isAlphanumeric(text[to - 1]);
  }

  private static boolean inLabel(char c) {
    return isAlphanumeric(c) || c == '_' || c == '-';
  }

  /** {@code [A-Za-z0-9\u00a1-\uffff]} of code points: the halves of a pair are not in it. */
  private static boolean isAlphanumeric(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c >= 0xA1 && !Character.isSurrogate(c);
  }

  /** Four octets of a public address: neither loopback, private nor multicast. */
  private static boolean addressFrom(char[] text, int from, int to) {
    int[] octets = new int[4];
    int i = from;
    for (int k = 0; k < 4; k++) {
      int start = i;
      while (i < to && i - start < 3 && text[i] >= '0' && text[i] <= '9') {
        octets[k] = octets[k] * 10 + text[i++] - '0';
      }
      boolean leadingZero = i > start && text[start] == '0' && (k == 0 || k == 3 || i - start == 3);
      if (i == start || leadingZero || octets[k] > 255) {
        return false;
      }
      if (k < 3 && (i == to || text[i++] != '.')) {
        return false;
      }
    }
    boolean open = octets[0] <= 223 && octets[3] >= 1 && octets[3] <= 254;
    boolean reserved =
        octets[0] == 10
            || octets[0] == 127
            || octets[0] == 169 && octets[1] == 254
            || octets[0] == 192 && octets[1] == 168
            || octets[0] == 172 && octets[1] >= 16 && octets[1] <= 31;
    return open && !reserved && restFrom(text, i, to);
  }

  /** An optional port of 2 to 5 digits, then the end or a path, query or fragment. */
  private static boolean restFrom(char[] text, int from, int to) {
    int i = from;
    if (i < to && text[i] == ':') {
      int digits = 0;
      i++;
      while (i < to) {
        int codePoint = Character.codePointAt(text, i, to);
        if ((CharacterClasses.of(codePoint) & CharacterClasses.DIGIT) == 0) {
          break;
        }
        i += Character.charCount(codePoint);
        digits++;
      }
      if (digits < 2 || digits > 5) {
        return false;
      }
    }
    return i == to || text[i] == '/' || text[i] == '?' || text[i] == '#';
  }
}

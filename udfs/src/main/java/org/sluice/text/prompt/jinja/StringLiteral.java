package org.sluice.text.prompt.jinja;

/** The escapes in string literals, decoded as Python's unicode-escape does it. */
final class StringLiteral {
  private final String source;
  private final int line;
  private int place;

  private StringLiteral(String source, int line) {
    this.source = source;
    this.line = line;
  }

  /**
   * The value of a literal.
   *
   * @param body what stands between the quotes
   */
  static String decode(String body, int line) {
    return body.indexOf('\\') < 0 ? body : new StringLiteral(ascii(body), line).decode();
  }

  /** Jinja writes other characters as escapes first, so that a backslash before one doubles it. */
  private static String ascii(String body) {
    StringBuilder ascii = new StringBuilder();
    body.codePoints()
        .forEach(
            c -> {
              if (c < 0x80) {
                ascii.append((char) c);
              } else {
                String form = c <= 0xff ? "\\x%02x" : c <= 0xffff ? "\\u%04x" : "\\U%08x";
                ascii.append(String.format(form, c));
              }
            });
    return ascii.toString();
  }

  private String decode() {
    StringBuilder decoded = new StringBuilder();
    while (place < source.length()) {
      char unit = source.charAt(place++);
      if (unit == '\\') {
        escape(decoded);
      } else {
        decoded.append(unit);
      }
    }
    return decoded.toString();
  }

  private void escape(StringBuilder target) {
    if (place == source.length()) {
      throw fail("\\ at end of string");
    }
    char unit = source.charAt(place++);
    switch (unit) {
      case '\n' -> {}
      case '\\', '\'', '"' -> target.append(unit);
      case 'a' -> target.append('\u0007');
      case 'b' -> target.append('\b');
      case 'f' -> target.append('\f');
      case 'n' -> target.append('\n');
      case 'r' -> target.append('\r');
      case 't' -> target.append('\t');
      case 'v' -> target.append('\u000b');
      case 'x' -> target.appendCodePoint(hexadecimal(2, "truncated \\xXX escape"));
      case 'u' -> target.append((char) hexadecimal(4, "truncated \\uXXXX escape"));
      case 'U' -> target.appendCodePoint(hexadecimal(8, "truncated \\UXXXXXXXX escape"));
      case 'N' -> target.appendCodePoint(named());
      case '0', '1', '2', '3', '4', '5', '6', '7' -> target.appendCodePoint(octal());
      default -> target.append('\\').append(unit);
    }
  }

  private int hexadecimal(int digits, String message) {
    int end = Math.min(source.length(), place + digits);
    String text = source.substring(place, end);
    if (!text.matches("[0-9a-fA-F]{" + digits + "}")) {
      throw fail(message);
    }
    place = end;
    long codePoint = Long.parseLong(text, 16);
    if (codePoint > Character.MAX_CODE_POINT) {
      throw fail("illegal Unicode character");
    }
    return (int) codePoint;
  }

  private int octal() {
    int start = place - 1;
    while (place < source.length() && place < start + 3 && isOctal(source.charAt(place))) {
      place++;
    }
    return Integer.parseInt(source.substring(start, place), 8);
  }

  private static boolean isOctal(char unit) {
    return unit >= '0' && unit <= '7';
  }

  private int named() {
    int close = source.indexOf('}', place);
    if (close < 0 || source.charAt(place) != '{') {
      throw fail("malformed \\N character escape");
    }
    String name = source.substring(place + 1, close);
    place = close + 1;
    try {
      return Character.codePointOf(name);
    } catch (IllegalArgumentException unknown) {
      throw fail("unknown Unicode character name");
    }
  }

  private TemplateException fail(String message) {
    return new TemplateException(ErrorKind.SYNTAX, message, line);
  }
}

package org.sluice.text.prompt.python;

/** The string methods that fill a string up to a width. */
final class Padding {
  private Padding() {}

  static String center(String text, Object width, String fill) {
    int wanted = Types.smallInteger(width);
    int missing = missing(text, wanted, fill);
    int left = missing / 2 + (missing & wanted & 1); // where CPython puts the odd one
    return fill.repeat(left) + text + fill.repeat(missing - left);
  }

  static String left(String text, Object width, String fill) {
    return text + fill.repeat(missing(text, Types.smallInteger(width), fill));
  }

  static String right(String text, Object width, String fill) {
    return fill.repeat(missing(text, Types.smallInteger(width), fill)) + text;
  }

  static String zeros(String text, Object width) {
    String zeros = "0".repeat(missing(text, Types.smallInteger(width), "0"));
    boolean signed = text.startsWith("+") || text.startsWith("-");
    return signed ? text.charAt(0) + zeros + text.substring(1) : zeros + text;
  }

  private static int missing(String text, int width, String fill) {
    int missing = Math.max(0, width - CodePoints.length(text));
    Bounds.text((long) missing * fill.length() + text.length());
    return missing;
  }

  static String tabs(String text, int tabSize) {
    StringBuilder expanded = new StringBuilder();
    int column = 0;
    for (int codePoint : text.codePoints().toArray()) {
      if (codePoint == '\t') {
        int spaces = tabSize > 0 ? tabSize - column % tabSize : 0;
        Bounds.text((long) expanded.length() + spaces);
        expanded.append(" ".repeat(spaces));
        column += spaces;
      } else {
        expanded.appendCodePoint(codePoint);
        column = codePoint == '\n' || codePoint == '\r' ? 0 : column + 1;
      }
    }
    return expanded.toString();
  }
}

package org.sluice.text.normalize;

/** Markdown files: their text, marks and all, without what no reader is shown. */
public final class Markdown {
  private static final String FENCE = "---";
  private static final String COMMENT = "<!--";
  private static final String COMMENT_END = "-->";

  private Markdown() {}

  /** The text without YAML front matter and comments. */
  public static String body(String file) {
    String text = file.replace("\r\n", "\n");
    if (text.startsWith(FENCE + "\n")) {
      int end = text.indexOf("\n" + FENCE + "\n", FENCE.length());
      text = end < 0 ? text : text.substring(end + 2 * FENCE.length() - 1);
    }
    StringBuilder body = new StringBuilder(text.length());
    int from = 0;
    for (int at = text.indexOf(COMMENT); at >= 0; at = text.indexOf(COMMENT, from)) {
      int end = text.indexOf(COMMENT_END, at);
      if (end < 0) {
        break;
      }
      body.append(text, from, at);
      from = end + COMMENT_END.length();
    }
    return body.append(text, from, text.length()).toString().strip();
  }
}

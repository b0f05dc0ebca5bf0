package org.sluice.text.prompt.jinja;

import java.util.ArrayList;
import java.util.List;
import org.sluice.text.prompt.python.CodePoints;

/**
 * Cuts a template into tokens, with the white space control of Jinja2's lexer: a tag swallows the
 * line end after it and the blanks before it on its line, unless a {@code +} says no; a {@code -}
 * swallows all white space on its side.
 */
final class Lexer {
  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int place;
  private int line = 1;
  private boolean lineStarts = true;

  private Lexer(String source) {
    this.source = source;
  }

  /** The tokens of a template, with {@link Token.Kind#END} last. */
  static List<Token> tokens(String template) {
    String source = template.replace("\r\n", "\n").replace('\r', '\n');
    if (source.endsWith("\n")) {
      source = source.substring(0, source.length() - 1);
    }
    Lexer lexer = new Lexer(source);
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    while (place < source.length()) {
      int tag = nextTag(place);
      if (tag < 0) {
        data(source.substring(place), 0);
        place = source.length();
        break;
      }
      char kind = source.charAt(tag + 1);
      if (kind == '%' && rawBegins(tag)) {
        raw(tag);
      } else if (kind == '#') {
        comment(tag);
      } else {
        tag(tag, kind == '{');
      }
    }
    tokens.add(new Token(Token.Kind.END, "", line));
  }

  private int nextTag(int from) {
    for (int open = source.indexOf('{', from); open >= 0; open = source.indexOf('{', open + 1)) {
      if (open + 1 < source.length() && "{%#".indexOf(source.charAt(open + 1)) >= 0) {
        return open;
      }
    }
    return -1;
  }

  /** The text before a tag at {@code end}, without what the tag's sign takes away. */
  private void dataBefore(int end, char sign, boolean variable) {
    String text = source.substring(place, end);
    String kept = text;
    if (sign == '-') {
      kept = CodePoints.strip(text, null, false, true);
    } else if (sign != '+' && !variable) {
      int start = text.lastIndexOf('\n') + 1;
      boolean blank = text.substring(start).codePoints().allMatch(CodePoints::space);
      kept = (start > 0 || lineStarts) && blank ? text.substring(0, start) : text;
    }
    data(kept, newlines(text, kept.length()));
  }

  private void data(String text, int swallowedLines) {
    if (!text.isEmpty()) {
      tokens.add(new Token(Token.Kind.DATA, text, line));
    }
    line += newlines(text, 0) + swallowedLines;
  }

  private static int newlines(String text, int from) {
    return (int) text.substring(from).chars().filter(unit -> unit == '\n').count();
  }

  /** The sign after the two characters that open a tag; 0 when there is none. */
  private char sign(int tag) {
    char sign = tag + 2 < source.length() ? source.charAt(tag + 2) : 0;
    return sign == '-' || sign == '+' ? sign : 0;
  }

  private int skipSpace(int from) {
    int next = from;
    while (next < source.length() && CodePoints.space(source.charAt(next))) {
      next++;
    }
    return next;
  }

  private void comment(int tag) {
    char sign = sign(tag);
    dataBefore(tag, sign, false);
    int start = tag + (sign == 0 ? 2 : 3);
    int end = source.indexOf("#}", start);
    if (end < 0) {
      throw fail("Missing end of comment tag");
    }
    char closing = end > start ? source.charAt(end - 1) : 0;
    leave(tag, end + 2, closing, true);
  }

  /** Goes on behind a tag that ended before {@code end}, and behind what its sign swallows. */
  private void leave(int from, int end, char sign, boolean trims) {
    int next = end;
    if (sign == '-') {
      next = skipSpace(end);
    } else if (sign != '+' && trims && source.startsWith("\n", end)) {
      next = end + 1;
    }
    line += newlines(source.substring(from, next), 0);
    lineStarts = source.charAt(next - 1) == '\n';
    place = next;
  }

  private boolean rawBegins(int tag) {
    return rawEnd(tag) >= 0;
  }

  /** The place of the closing of {@code {% raw %}}, at its sign; -1 when the tag is another. */
  private int rawEnd(int tag) {
    return word(tag, "raw");
  }

  private int word(int tag, String word) {
    int start = skipSpace(tag + (sign(tag) == 0 ? 2 : 3));
    if (!source.startsWith(word, start)) {
      return -1;
    }
    int end = skipSpace(start + word.length());
    boolean closes =
        source.startsWith("%}", end)
            || source.startsWith("-%}", end)
            || word.equals("endraw") && source.startsWith("+%}", end);
    return closes ? end : -1;
  }

  private void raw(int tag) {
    dataBefore(tag, sign(tag), false);
    int close = rawEnd(tag);
    char sign = source.charAt(close);
    leave(tag, source.indexOf("%}", close) + 2, sign, false);
    int end = place;
    while (end >= 0 && word(end, "endraw") < 0) {
      end = source.indexOf("{%", end + 1);
    }
    if (end < 0) {
      throw fail("Missing end of raw directive");
    }
    dataBefore(end, sign(end), false);
    int endClose = word(end, "endraw");
    leave(end, source.indexOf("%}", endClose) + 2, source.charAt(endClose), true);
  }

  private void tag(int tag, boolean variable) {
    char sign = sign(tag);
    dataBefore(tag, sign, variable);
    tokens.add(new Token(variable ? Token.Kind.VARIABLE_BEGIN : Token.Kind.BLOCK_BEGIN, "", line));
    place = tag + (sign == 0 ? 2 : 3);
    CodeLexer code = new CodeLexer(source, place, line, tokens);
    int end = code.run(variable ? "}}" : "%}", !variable);
    line = code.line();
    if (end < 0) {
      place = source.length();
      return;
    }
    char closing = source.charAt(end);
    tokens.add(new Token(variable ? Token.Kind.VARIABLE_END : Token.Kind.BLOCK_END, "", line));
    int after = end + (closing == '-' || closing == '+' ? 3 : 2);
    leave(after, after, closing, !variable);
  }

  private TemplateException fail(String message) {
    return new TemplateException(ErrorKind.SYNTAX, message, line);
  }
}

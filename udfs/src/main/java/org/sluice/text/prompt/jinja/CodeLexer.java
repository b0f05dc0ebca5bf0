package org.sluice.text.prompt.jinja;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.text.prompt.python.Arithmetic;
import org.sluice.text.prompt.python.CodePoints;

/** Cuts what stands inside a tag into names, literals and operators. */
final class CodeLexer {
  private static final Pattern FLOAT =
      Pattern.compile(
          "(?<!\\.)(\\d+_)*\\d+((\\.(\\d+_)*\\d+)?e[+-]?(\\d+_)*\\d+|\\.(\\d+_)*\\d+)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern INTEGER =
      Pattern.compile(
          "0b(_?[01])+|0o(_?[0-7])+|0x(_?[\\da-f])+|[1-9](_?\\d)*|0(_?0)*",
          Pattern.CASE_INSENSITIVE);
  private static final List<String> LONG_OPERATORS = List.of("//", "**", "==", "!=", ">=", "<=");
  private static final String SHORT_OPERATORS = "+-/*%~[](){}><=.:|,;";

  private final String source;
  private final List<Token> tokens;
  private final Deque<Character> open = new ArrayDeque<>();
  private int place;
  private int line;

  CodeLexer(String source, int place, int line, List<Token> tokens) {
    this.source = source;
    this.place = place;
    this.line = line;
    this.tokens = tokens;
  }

  int line() {
    return line;
  }

  /**
   * Reads up to the closing of the tag.
   *
   * @return the place of the closing, at its sign if it has one; -1 when the source ends before
   */
  int run(String closing, boolean allowsPlus) {
    while (place < source.length()) {
      boolean closes =
          source.startsWith(closing, place)
              || source.startsWith("-" + closing, place)
              || allowsPlus && source.startsWith("+" + closing, place);
      if (closes && open.isEmpty()) {
        return place;
      }
      next();
    }
    return -1;
  }

  private void next() {
    char unit = source.charAt(place);
    if (CodePoints.space(unit)) {
      line += unit == '\n' ? 1 : 0;
      place++;
    } else if (unit == '"' || unit == '\'') {
      string(unit);
    } else if (!number() && !name()) {
      operator();
    }
  }

  private void add(Token.Kind kind, Object value, int length) {
    tokens.add(new Token(kind, value, line));
    place += length;
  }

  private void string(char quote) {
    int end = place + 1;
    while (end < source.length() && source.charAt(end) != quote) {
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= source.length()) {
      throw unexpected();
    }
    String body = source.substring(place + 1, end);
    add(Token.Kind.STRING, StringLiteral.decode(body, line), end + 1 - place);
    line += (int) body.chars().filter(unit -> unit == '\n').count();
  }

  private boolean number() {
    if (source.charAt(place) > 0x7f || !Character.isDigit(source.charAt(place))) {
      return false;
    }
    // the whole source stays visible: a float may not stand right behind a dot
    Matcher real = FLOAT.matcher(source).region(place, source.length()).useTransparentBounds(true);
    if (real.lookingAt()) {
      Double value = Double.valueOf(real.group().replace("_", ""));
      add(Token.Kind.FLOAT, value, real.group().length());
      return true;
    }
    Matcher whole = INTEGER.matcher(source).region(place, source.length());
    if (!whole.lookingAt()) {
      return false;
    }
    add(Token.Kind.INTEGER, integer(whole.group()), whole.group().length());
    return true;
  }

  private static Object integer(String text) {
    String digits = text.replace("_", "").toLowerCase(java.util.Locale.ROOT);
    int base =
        digits.startsWith("0x")
            ? 16
            : digits.startsWith("0o") ? 8 : digits.startsWith("0b") ? 2 : 10;
    return Arithmetic.whole(new BigInteger(base == 10 ? digits : digits.substring(2), base));
  }

  private boolean name() {
    int end = place;
    while (end < source.length() && inName(source.codePointAt(end))) {
      end += Character.charCount(source.codePointAt(end));
    }
    if (end == place) {
      return false;
    }
    String name = source.substring(place, end);
    int first = name.codePointAt(0);
    if (first != '_' && !Character.isUnicodeIdentifierStart(first)) {
      throw new TemplateException(ErrorKind.SYNTAX, "Invalid character in identifier", line);
    }
    add(Token.Kind.NAME, name.intern(), name.length());
    return true;
  }

  private static boolean inName(int codePoint) {
    return codePoint == '_'
        || Character.isUnicodeIdentifierPart(codePoint)
            && !Character.isIdentifierIgnorable(codePoint);
  }

  private void operator() {
    for (String operator : LONG_OPERATORS) {
      if (source.startsWith(operator, place)) {
        add(Token.Kind.OPERATOR, operator, 2);
        return;
      }
    }
    char unit = source.charAt(place);
    if (SHORT_OPERATORS.indexOf(unit) < 0) {
      throw unexpected();
    }
    balance(unit);
    add(Token.Kind.OPERATOR, String.valueOf(unit), 1);
  }

  private void balance(char unit) {
    switch (unit) {
      case '{' -> open.push('}');
      case '(' -> open.push(')');
      case '[' -> open.push(']');
      case '}', ')', ']' -> {
        if (open.isEmpty()) {
          throw new TemplateException(ErrorKind.SYNTAX, "unexpected '" + unit + "'", line);
        }
        char expected = open.pop();
        if (expected != unit) {
          throw new TemplateException(
              ErrorKind.SYNTAX, "unexpected '%s', expected '%s'".formatted(unit, expected), line);
        }
      }
      default -> {}
    }
  }

  private TemplateException unexpected() {
    String character = Character.toString(source.codePointAt(place));
    int at = source.codePointCount(0, place);
    return new TemplateException(
        ErrorKind.SYNTAX, "unexpected char '%s' at %d".formatted(character, at), line);
  }
}

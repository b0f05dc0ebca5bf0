package org.sluice.text.prompt.jinja;

import java.util.List;
import org.sluice.text.prompt.python.Printer;

/** The tokens of a template, one of them current. */
final class TokenStream {
  private final List<Token> tokens;
  private int place;

  TokenStream(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token current() {
    return tokens.get(place);
  }

  /** The token after the current one. */
  Token look() {
    return tokens.get(Math.min(place + 1, tokens.size() - 1));
  }

  /** The current token; goes one ahead. */
  Token next() {
    Token token = current();
    place = Math.min(place + 1, tokens.size() - 1);
    return token;
  }

  boolean skipName(String name) {
    boolean there = current().isName(name);
    if (there) {
      next();
    }
    return there;
  }

  boolean skipOperator(String operator) {
    boolean there = current().isOperator(operator);
    if (there) {
      next();
    }
    return there;
  }

  Token expect(Token.Kind kind) {
    if (!current().is(kind)) {
      throw expected(kind.description());
    }
    return next();
  }

  Token expectOperator(String operator) {
    if (!current().isOperator(operator)) {
      throw expected(operator);
    }
    return next();
  }

  Token expectName(String name) {
    if (!current().isName(name)) {
      throw expected(name);
    }
    return next();
  }

  private TemplateException expected(String what) {
    String wanted = Printer.repr(what);
    return fail(
        current().is(Token.Kind.END)
            ? "unexpected end of template, expected " + wanted + "."
            : "expected token " + wanted + ", got " + Printer.repr(current().describe()));
  }

  TemplateException fail(String message) {
    return new TemplateException(ErrorKind.SYNTAX, message, current().line());
  }
}

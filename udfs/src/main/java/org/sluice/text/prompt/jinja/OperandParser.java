package org.sluice.text.prompt.jinja;

import java.util.ArrayList;
import java.util.List;

/** Parses what operators work on: names, literals and what stands in brackets. */
final class OperandParser {
  private final ExpressionParser expressions;
  private final TokenStream tokens;
  private final Names names;

  OperandParser(ExpressionParser expressions) {
    this.expressions = expressions;
    this.tokens = expressions.tokens;
    this.names = expressions.names;
  }

  /** A name, a literal or something in brackets. */
  Expression primary() {
    Token token = tokens.current();
    switch (token.kind()) {
      case NAME -> {
        tokens.next();
        return named(token.text());
      }
      case STRING -> {
        StringBuilder joined = new StringBuilder();
        while (tokens.current().is(Token.Kind.STRING)) {
          joined.append(tokens.next().text());
        }
        return new Literals.Constant(joined.toString());
      }
      case INTEGER, FLOAT -> {
        return new Literals.Constant(tokens.next().value());
      }
      case OPERATOR -> {
        Expression bracketed = bracketed(token.text());
        if (bracketed != null) {
          return bracketed;
        }
      }
      default -> {}
    }
    throw tokens.fail("unexpected '" + token.describe() + "'");
  }

  private Expression named(String name) {
    return switch (name) {
      case "true", "True" -> new Literals.Constant(true);
      case "false", "False" -> new Literals.Constant(false);
      case "none", "None" -> new Literals.Constant(null);
      default -> {
        names.read(name);
        yield new Literals.Name(name);
      }
    };
  }

  private Expression bracketed(String open) {
    switch (open) {
      case "(" -> {
        tokens.next();
        Expression inner = tuple(true, null, true);
        tokens.expectOperator(")");
        return inner;
      }
      case "[" -> {
        tokens.next();
        return new Literals.ListDisplay(listItems());
      }
      case "{" -> {
        tokens.next();
        return dict();
      }
      default -> {
        return null;
      }
    }
  }

  private List<Expression> listItems() {
    List<Expression> items = new ArrayList<>();
    while (!tokens.skipOperator("]")) {
      if (!items.isEmpty()) {
        tokens.expectOperator(",");
        if (tokens.skipOperator("]")) {
          break;
        }
      }
      items.add(expressions.expression());
    }
    return items;
  }

  private Expression dict() {
    List<Expression> keys = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (!tokens.skipOperator("}")) {
      if (!keys.isEmpty()) {
        tokens.expectOperator(",");
        if (tokens.skipOperator("}")) {
          break;
        }
      }
      keys.add(expressions.expression());
      tokens.expectOperator(":");
      values.add(expressions.expression());
    }
    return new Literals.DictDisplay(keys, values);
  }

  Expression tuple(boolean conditional, String endName, boolean inParentheses) {
    List<Expression> items = new ArrayList<>();
    boolean isTuple = false;
    while (true) {
      if (!items.isEmpty()) {
        tokens.expectOperator(",");
      }
      if (tupleEnds(endName)) {
        break;
      }
      items.add(conditional ? expressions.expression() : expressions.or());
      if (!tokens.current().isOperator(",")) {
        break;
      }
      isTuple = true;
    }
    if (isTuple) {
      return new Literals.TupleDisplay(items);
    }
    if (!items.isEmpty()) {
      return items.get(0);
    }
    if (!inParentheses) {
      throw tokens.fail("Expected an expression, got '" + tokens.current().describe() + "'");
    }
    return new Literals.TupleDisplay(items);
  }

  boolean tupleEnds(String endName) {
    Token token = tokens.current();
    return token.is(Token.Kind.VARIABLE_END)
        || token.is(Token.Kind.BLOCK_END)
        || token.isOperator(")")
        || endName != null && token.isName(endName);
  }
}

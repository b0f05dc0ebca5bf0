package org.sluice.text.prompt.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluice.text.prompt.jinja.Postfix.CallArguments;

/** Parses what follows an operand: attributes, items, slices, calls, filters and tests. */
final class PostfixParser {
  private final ExpressionParser expressions;
  private final TokenStream tokens;
  private final Names names;

  PostfixParser(ExpressionParser expressions) {
    this.expressions = expressions;
    this.tokens = expressions.tokens;
    this.names = expressions.names;
  }

  /** Attributes, items and calls. */
  Expression accesses(Expression operand) {
    Expression result = operand;
    while (true) {
      if (tokens.skipOperator(".")) {
        result = attribute(result);
      } else if (tokens.skipOperator("[")) {
        result = item(result);
      } else if (tokens.current().isOperator("(")) {
        result = new Postfix.Call(result, arguments());
      } else {
        return result;
      }
    }
  }

  /** Filters, tests and calls of their results. */
  Expression filtersAndTests(Expression operand) {
    Expression result = operand;
    while (true) {
      if (tokens.current().isOperator("|")) {
        result = filters(result);
      } else if (tokens.skipName("is")) {
        result = test(result);
      } else if (tokens.current().isOperator("(")) {
        result = new Postfix.Call(result, arguments());
      } else {
        return result;
      }
    }
  }

  private Expression attribute(Expression object) {
    Token token = tokens.next();
    if (token.is(Token.Kind.NAME)) {
      return new Postfix.Attribute(object, token.text());
    }
    if (!token.is(Token.Kind.INTEGER)) {
      throw new TemplateException(ErrorKind.SYNTAX, "expected name or number", token.line());
    }
    return new Postfix.Item(object, new Literals.Constant(token.value()));
  }

  private Expression item(Expression object) {
    if (tokens.current().isOperator("]")) {
      tokens.next();
      return new Postfix.Item(object, new Literals.TupleDisplay(List.of()));
    }
    if (tokens.current().isOperator(":")) {
      return part(object, null);
    }
    Expression first = expressions.expression();
    if (tokens.current().isOperator(":")) {
      return part(object, first);
    }
    List<Expression> keys = new ArrayList<>(List.of(first));
    while (!tokens.current().isOperator("]")) {
      tokens.expectOperator(",");
      keys.add(expressions.expression());
    }
    tokens.expectOperator("]");
    return new Postfix.Item(object, keys.size() == 1 ? first : new Literals.TupleDisplay(keys));
  }

  private Expression part(Expression object, Expression start) {
    tokens.expectOperator(":");
    Expression stop = bound();
    Expression step = tokens.skipOperator(":") ? bound() : null;
    tokens.expectOperator("]");
    return new Postfix.Part(object, start, stop, step);
  }

  private Expression bound() {
    boolean leftOut = tokens.current().isOperator(":") || tokens.current().isOperator("]");
    return leftOut ? null : expressions.expression();
  }

  /** The arguments of a call, from the opening to the closing parenthesis. */
  CallArguments arguments() {
    Token open = tokens.expectOperator("(");
    List<Expression> positional = new ArrayList<>();
    Map<String, Expression> keywords = new LinkedHashMap<>();
    Expression starred = null;
    Expression doubleStarred = null;
    boolean first = true;
    while (!tokens.current().isOperator(")")) {
      if (!first) {
        tokens.expectOperator(",");
        if (tokens.current().isOperator(")")) {
          break;
        }
      }
      first = false;
      ensure(doubleStarred == null, open);
      if (tokens.skipOperator("*")) {
        ensure(starred == null, open);
        starred = expressions.expression();
      } else if (tokens.skipOperator("**")) {
        doubleStarred = expressions.expression();
      } else if (tokens.current().is(Token.Kind.NAME) && tokens.look().isOperator("=")) {
        keyword(keywords);
      } else {
        ensure(starred == null && keywords.isEmpty(), open);
        positional.add(expressions.expression());
      }
    }
    tokens.expectOperator(")");
    boolean none =
        positional.isEmpty() && keywords.isEmpty() && starred == null && doubleStarred == null;
    return none
        ? CallArguments.NONE
        : new CallArguments(positional, keywords, starred, doubleStarred);
  }

  private void keyword(Map<String, Expression> keywords) {
    Token name = tokens.next();
    tokens.next();
    if (keywords.put(name.text(), expressions.expression()) != null) {
      throw new TemplateException(
          ErrorKind.OTHER, "keyword argument repeated: " + name.text(), name.line());
    }
  }

  private static void ensure(boolean holds, Token open) {
    if (!holds) {
      throw new TemplateException(
          ErrorKind.SYNTAX, "invalid syntax for function call expression", open.line());
    }
  }

  private Expression filters(Expression operand) {
    Expression result = operand;
    while (tokens.skipOperator("|")) {
      result = filter(result);
    }
    return result;
  }

  /** The filters of a filter or set block; the first one has no operand. */
  Expression blockFilters() {
    return filters(filter(null));
  }

  private Expression filter(Expression operand) {
    int line = tokens.current().line();
    String name = dottedName();
    CallArguments arguments = tokens.current().isOperator("(") ? arguments() : CallArguments.NONE;
    Filter filter = Filters.BY_NAME.get(name);
    if (filter == null) {
      names.unknown("filter", name, line);
    }
    return new Postfix.FilterCall(operand, name, filter, arguments);
  }

  private String dottedName() {
    StringBuilder name = new StringBuilder(tokens.expect(Token.Kind.NAME).text());
    while (tokens.skipOperator(".")) {
      name.append('.').append(tokens.expect(Token.Kind.NAME).text());
    }
    return name.toString();
  }

  private Expression test(Expression operand) {
    boolean negated = tokens.skipName("not");
    int line = tokens.current().line();
    String name = dottedName();
    Test test = Tests.BY_NAME.get(name);
    if (test == null) {
      names.unknown("test", name, line);
    }
    Expression tested = new Postfix.TestCall(operand, name, test, testArguments());
    return negated ? new Operators.Not(tested) : tested;
  }

  /** Arguments in parentheses, or one operand without them: {@code is divisibleby 3}. */
  private CallArguments testArguments() {
    Token token = tokens.current();
    if (token.isOperator("(")) {
      return arguments();
    }
    boolean begins =
        switch (token.kind()) {
          case NAME -> !token.isName("else") && !token.isName("or") && !token.isName("and");
          case STRING, INTEGER, FLOAT -> true;
          case OPERATOR -> token.isOperator("[") || token.isOperator("{");
          default -> false;
        };
    if (!begins) {
      return CallArguments.NONE;
    }
    if (token.isName("is")) {
      throw tokens.fail("You cannot chain multiple tests with is");
    }
    Expression argument = accesses(expressions.primary());
    return new CallArguments(List.of(argument), Map.of(), null, null);
  }
}

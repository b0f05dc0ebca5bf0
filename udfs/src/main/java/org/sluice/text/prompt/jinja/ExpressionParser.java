package org.sluice.text.prompt.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sluice.text.prompt.jinja.Operators.Binary;
import org.sluice.text.prompt.jinja.Operators.Relation;

/** Parses expressions, with Jinja's precedence: {@code ~} binds tighter than {@code +}. */
final class ExpressionParser {
  private static final int MOST_NESTING = 150;

  private static final Map<String, Relation> RELATIONS =
      Map.of(
          "==", Relation.EQUAL,
          "!=", Relation.NOT_EQUAL,
          "<", Relation.LESS,
          "<=", Relation.LESS_OR_EQUAL,
          ">", Relation.GREATER,
          ">=", Relation.GREATER_OR_EQUAL);

  private static final Map<String, Binary> SUMS = Map.of("+", Binary.ADD, "-", Binary.SUBTRACT);

  private static final Map<String, Binary> PRODUCTS =
      Map.of(
          "*", Binary.MULTIPLY,
          "/", Binary.DIVIDE,
          "//", Binary.FLOOR_DIVIDE,
          "%", Binary.REMAINDER);

  final TokenStream tokens;
  final Names names;
  private final PostfixParser postfix;
  private int nesting;

  ExpressionParser(TokenStream tokens, Names names) {
    this.tokens = tokens;
    this.names = names;
    this.postfix = new PostfixParser(this);
  }

  PostfixParser postfix() {
    return postfix;
  }

  void nest() {
    if (++nesting > MOST_NESTING) {
      throw new TemplateException(
          ErrorKind.OTHER, "the template is nested too deeply", tokens.current().line());
    }
  }

  void unnest() {
    nesting--;
  }

  /** One expression, with {@code if} and {@code else}. */
  Expression expression() {
    nest();
    Expression expression = conditional();
    unnest();
    return expression;
  }

  private Expression conditional() {
    int unknownBefore = names.unknownCount();
    int line = tokens.current().line();
    Expression expression = or();
    while (tokens.skipName("if")) {
      Expression condition = or();
      Expression otherwise = tokens.skipName("else") ? expression() : null;
      expression = new Operators.Conditional(condition, expression, otherwise, line);
      names.forgive(unknownBefore);
      line = tokens.current().line();
    }
    return expression;
  }

  Expression or() {
    Expression left = and();
    while (tokens.skipName("or")) {
      left = new Operators.Or(left, and());
    }
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (tokens.skipName("and")) {
      left = new Operators.And(left, not());
    }
    return left;
  }

  private Expression not() {
    if (tokens.skipName("not")) {
      nest();
      Expression negated = new Operators.Not(not());
      unnest();
      return negated;
    }
    return comparing();
  }

  private Expression comparing() {
    Expression first = sum();
    List<Relation> relations = new ArrayList<>();
    List<Expression> others = new ArrayList<>();
    for (Relation relation = relation(); relation != null; relation = relation()) {
      relations.add(relation);
      others.add(sum());
    }
    return relations.isEmpty() ? first : new Operators.Comparing(first, relations, others);
  }

  private Relation relation() {
    Token token = tokens.current();
    if (token.isName("in")) {
      tokens.next();
      return Relation.IN;
    }
    if (token.isName("not") && tokens.look().isName("in")) {
      tokens.next();
      tokens.next();
      return Relation.NOT_IN;
    }
    return operator(RELATIONS);
  }

  /** The operator of the table that stands here, skipped; null when there is none. */
  private <T> T operator(Map<String, T> table) {
    Token token = tokens.current();
    T found = token.is(Token.Kind.OPERATOR) ? table.get(token.text()) : null;
    if (found != null) {
      tokens.next();
    }
    return found;
  }

  private Expression sum() {
    Expression left = concatenation();
    for (Binary binary = operator(SUMS); binary != null; binary = operator(SUMS)) {
      left = new Operators.Calculation(binary, left, concatenation());
    }
    return left;
  }

  private Expression concatenation() {
    Expression first = product();
    if (!tokens.current().isOperator("~")) {
      return first;
    }
    List<Expression> parts = new ArrayList<>(List.of(first));
    while (tokens.skipOperator("~")) {
      parts.add(product());
    }
    return new Operators.Concatenation(parts);
  }

  private Expression product() {
    Expression left = power();
    for (Binary binary = operator(PRODUCTS); binary != null; binary = operator(PRODUCTS)) {
      left = new Operators.Calculation(binary, left, power());
    }
    return left;
  }

  private Expression power() {
    Expression left = unary(true);
    while (tokens.skipOperator("**")) {
      left = new Operators.Calculation(Binary.POWER, left, unary(true));
    }
    return left;
  }

  /** A sign binds tighter than a filter, but a filter after it takes the signed value. */
  private Expression unary(boolean withFilters) {
    nest();
    Expression operand;
    if (tokens.skipOperator("-")) {
      operand = new Operators.Sign(true, unary(false));
    } else if (tokens.skipOperator("+")) {
      operand = new Operators.Sign(false, unary(false));
    } else {
      operand = primary();
    }
    unnest();
    operand = postfix.accesses(operand);
    return withFilters ? postfix.filtersAndTests(operand) : operand;
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
      items.add(expression());
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
      keys.add(expression());
      tokens.expectOperator(":");
      values.add(expression());
    }
    return new Literals.DictDisplay(keys, values);
  }

  /**
   * One expression, or a tuple when commas follow.
   *
   * @param conditional whether {@code if} and {@code else} belong to the expressions
   * @param endName a name that ends the tuple; null for none
   * @param inParentheses whether the tuple may be empty
   */
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
      items.add(conditional ? expression() : or());
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

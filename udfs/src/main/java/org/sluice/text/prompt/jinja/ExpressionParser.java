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
  private final OperandParser operands;
  private final PostfixParser postfix;
  private int nesting;

  ExpressionParser(TokenStream tokens, Names names) {
    this.tokens = tokens;
    this.names = names;
    this.operands = new OperandParser(this);
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
    return operands.primary();
  }

  /**
   * One expression, or a tuple when commas follow.
   *
   * @param conditional whether {@code if} and {@code else} belong to the expressions
   * @param endName a name that ends the tuple; null for none
   * @param inParentheses whether the tuple may be empty
   */
  Expression tuple(boolean conditional, String endName, boolean inParentheses) {
    return operands.tuple(conditional, endName, inParentheses);
  }

  boolean tupleEnds(String endName) {
    return operands.tupleEnds(endName);
  }
}

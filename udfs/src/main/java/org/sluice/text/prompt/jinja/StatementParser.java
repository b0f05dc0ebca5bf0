package org.sluice.text.prompt.jinja;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.sluice.text.prompt.python.Printer;

/** Parses a template into statements. */
final class StatementParser {
  private static final Set<String> LOADS = Set.of("include", "import", "from", "extends");

  private final TokenStream tokens;
  private final Names names;
  private final ExpressionParser expressions;
  private final BlockParser blocks;
  private final Deque<String> openTags = new ArrayDeque<>();
  private final Deque<Set<String>> endTags = new ArrayDeque<>();
  private int loops; // around this place, within the same macro
  private int loopTargets; // for statements around this place

  private StatementParser(TokenStream tokens, Names names) {
    this.tokens = tokens;
    this.names = names;
    this.expressions = new ExpressionParser(tokens, names);
    this.blocks = new BlockParser(this, expressions);
  }

  /** The statements of a template; what they say of names is noted in {@code names}. */
  static List<Statement> parse(String template, Names names) {
    TokenStream tokens = new TokenStream(Lexer.tokens(template));
    List<Statement> body = new StatementParser(tokens, names).statements(Set.of());
    names.refuseUnknown();
    return body;
  }

  /** The body of a tag up to one of {@code ends}, which becomes the current token. */
  List<Statement> body(String... ends) {
    tokens.skipOperator(":");
    tokens.expect(Token.Kind.BLOCK_END);
    Set<String> endNames = Set.of(ends);
    expressions.nest();
    List<Statement> body = statements(endNames);
    expressions.unnest();
    if (tokens.current().is(Token.Kind.END)) {
      endTags.push(endNames);
      throw wrongTag(null);
    }
    return body;
  }

  /** The body of a tag and its end, which is skipped. */
  List<Statement> bodyUntil(String end) {
    List<Statement> body = body(end);
    tokens.next();
    return body;
  }

  /** Parses something in a block of its own, where missing filters are errors at once. */
  <T> T strictly(Supplier<T> parsing) {
    boolean before = names.lenient(false);
    T parsed = parsing.get();
    names.lenient(before);
    return parsed;
  }

  /** Parses the body of a macro, which no loop outside reaches into. */
  <T> T outsideLoops(Supplier<T> parsing) {
    int before = loops;
    loops = 0;
    T parsed = strictly(parsing);
    loops = before;
    return parsed;
  }

  private List<Statement> statements(Set<String> ends) {
    List<Statement> statements = new ArrayList<>();
    if (!ends.isEmpty()) {
      endTags.push(ends);
    }
    while (!tokens.current().is(Token.Kind.END)) {
      Token token = tokens.next();
      if (token.is(Token.Kind.DATA)) {
        statements.add(new Statements.Text(token.text()));
      } else if (token.is(Token.Kind.VARIABLE_BEGIN)) {
        int line = tokens.current().line();
        statements.add(new Statements.Output(expressions.tuple(true, null, false), line));
        tokens.expect(Token.Kind.VARIABLE_END);
      } else {
        Token name = tokens.current();
        if (name.is(Token.Kind.NAME) && ends.contains(name.text())) {
          break;
        }
        statements.add(statement());
        tokens.expect(Token.Kind.BLOCK_END);
      }
    }
    if (!ends.isEmpty()) {
      endTags.pop();
    }
    return statements;
  }

  private Statement statement() {
    Token token = tokens.current();
    if (!token.is(Token.Kind.NAME)) {
      throw tokens.fail("tag name expected");
    }
    openTags.push(token.text());
    Statement statement =
        switch (token.text()) {
          case "if" -> ifStatement();
          case "for" -> forStatement();
          case "break" -> jump(Statement.Flow.BREAK);
          case "continue" -> jump(Statement.Flow.CONTINUE);
          case "set" -> blocks.set();
          case "macro" -> blocks.macro();
          case "call" -> blocks.callBlock();
          case "filter" -> blocks.filterBlock();
          case "with" -> blocks.with();
          case "generation" -> blocks.generation();
          case "block" -> blocks.block();
          case "autoescape" -> blocks.autoEscape();
          case "print" -> blocks.print();
          default -> load(token);
        };
    openTags.pop();
    return statement;
  }

  private Statement load(Token token) {
    if (!LOADS.contains(token.text())) {
      openTags.pop();
      throw wrongTag(token.text());
    }
    tokens.next();
    expressions.expression();
    while (!tokens.current().is(Token.Kind.BLOCK_END) && !tokens.current().is(Token.Kind.END)) {
      tokens.next(); // what is to be loaded, and under which names, makes no difference
    }
    return new Statements.Load(token.line());
  }

  private Statement ifStatement() {
    List<Statements.Branch> branches = new ArrayList<>();
    boolean strict = names.lenient(true);
    int line = tokens.next().line();
    while (true) {
      Expression condition = expressions.tuple(false, null, false);
      List<Statement> body = body("elif", "else", "endif");
      branches.add(new Statements.Branch(condition, body, line));
      Token end = tokens.next();
      if (end.isName("elif")) {
        line = end.line();
        continue;
      }
      if (end.isName("else")) {
        branches.add(new Statements.Branch(null, bodyUntil("endif"), end.line()));
      }
      names.lenient(strict);
      return new Statements.If(branches);
    }
  }

  private Statement forStatement() {
    int line = tokens.next().line();
    loopTargets++;
    Target target = target("in", false);
    tokens.expectName("in");
    Expression iterable = expressions.tuple(false, "recursive", false);
    Statement loop = strictly(() -> forBody(target, iterable, line));
    loopTargets--;
    return loop;
  }

  private Statement forBody(Target target, Expression iterable, int line) {
    Expression condition = tokens.skipName("if") ? expressions.expression() : null;
    boolean recursive = tokens.skipName("recursive");
    loops++;
    List<Statement> body = body("endfor", "else");
    loops--;
    List<Statement> otherwise = tokens.next().isName("else") ? bodyUntil("endfor") : List.of();
    return new For(target, iterable, condition, recursive, body, otherwise, line);
  }

  private Statement jump(Statement.Flow flow) {
    Token token = tokens.next();
    if (loops == 0) {
      String message =
          flow == Statement.Flow.BREAK ? "'break' outside loop" : "'continue' not properly in loop";
      throw new TemplateException(ErrorKind.OTHER, message, token.line());
    }
    return new Statements.Jump(flow);
  }

  /**
   * What a value is assigned to: a name, several, or attributes of namespaces where allowed.
   *
   * @param endName a name that ends the targets; null for none
   */
  Target target(String endName, boolean withNamespace) {
    List<Target> targets = new ArrayList<>();
    boolean several = false;
    while (!expressions.tupleEnds(endName)) {
      targets.add(oneTarget(withNamespace));
      if (!tokens.skipOperator(",")) {
        break;
      }
      several = true;
    }
    if (targets.isEmpty()) {
      throw tokens.fail("Expected an expression, got '" + tokens.current().describe() + "'");
    }
    return several ? new Target.Several(targets) : targets.get(0);
  }

  private Target oneTarget(boolean withNamespace) {
    Token token = tokens.current();
    if (withNamespace && token.is(Token.Kind.NAME) && tokens.look().isOperator(".")) {
      tokens.next();
      tokens.next();
      names.read(token.text());
      return new Target.NamespaceAttribute(token.text(), tokens.expect(Token.Kind.NAME).text());
    }
    if (token.is(Token.Kind.NAME)
        && !Set.of("true", "false", "none", "True", "False", "None").contains(token.text())) {
      tokens.next();
      return variable(token.text(), token.line());
    }
    return asTarget(expressions.primary(), token.line());
  }

  private Target asTarget(Expression expression, int line) {
    if (expression instanceof Literals.Name name) {
      return variable(name.name(), line);
    }
    if (expression instanceof Literals.TupleDisplay tuple) {
      return new Target.Several(
          tuple.items().stream().map(item -> asTarget(item, line)).collect(Collectors.toList()));
    }
    String kind =
        expression instanceof Literals.Constant
            ? "const"
            : expression instanceof Literals.ListDisplay ? "list" : "expression";
    throw new TemplateException(ErrorKind.SYNTAX, "can't assign to '" + kind + "'", line);
  }

  private Target variable(String name, int line) {
    if (loopTargets > 0 && name.equals("loop")) {
      throw new TemplateException(
          ErrorKind.SYNTAX, "Can't assign to special loop variable in for-loop target", line);
    }
    names.set(name);
    return new Target.Variable(name);
  }

  /** Says which tags could stand here instead of {@code name}, or of the template's end (null). */
  private TemplateException wrongTag(String name) {
    StringBuilder message = new StringBuilder();
    message.append(
        name == null
            ? "Unexpected end of template."
            : "Encountered unknown tag " + Printer.repr(name) + ".");
    if (!endTags.isEmpty()) {
      String wanted =
          endTags.peek().stream().sorted().map(Printer::repr).collect(Collectors.joining(" or "));
      boolean elsewhere = name != null && endTags.stream().anyMatch(ends -> ends.contains(name));
      message.append(
          elsewhere
              ? " You probably made a nesting mistake. Jinja is expecting this tag, but currently"
                  + " looking for "
              : " Jinja was looking for the following tags: ");
      message.append(wanted).append('.');
    }
    if (!openTags.isEmpty()) {
      message
          .append(" The innermost block that needs to be closed is ")
          .append(Printer.repr(openTags.peek()))
          .append('.');
    }
    return tokens.fail(message.toString());
  }
}

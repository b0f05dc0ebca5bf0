package org.sluice.text.prompt.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Parses the tags that set variables or have a body of their own kind. */
final class BlockParser {
  private final StatementParser statements;
  private final ExpressionParser expressions;
  private final TokenStream tokens;
  private final Names names;

  BlockParser(StatementParser statements, ExpressionParser expressions) {
    this.statements = statements;
    this.expressions = expressions;
    this.tokens = expressions.tokens;
    this.names = expressions.names;
  }

  Statement set() {
    int line = tokens.next().line();
    Target target = statements.target(null, true);
    if (tokens.skipOperator("=")) {
      return new Statements.Set(target, expressions.tuple(true, null, false), line);
    }
    return statements.strictly(
        () -> {
          Expression filters =
              tokens.skipOperator("|") ? expressions.postfix().blockFilters() : null;
          List<Statement> body = statements.bodyUntil("endset");
          return new Statements.SetBlock(target, filters, body, line);
        });
  }

  Statement macro() {
    tokens.next();
    String name = tokens.expect(Token.Kind.NAME).text();
    names.set(name);
    return new Statements.MacroDefinition(macroBody(name, true, "endmacro"));
  }

  Statement callBlock() {
    int line = tokens.next().line();
    Signature signature =
        tokens.current().isOperator("(") ? signature() : new Signature(List.of(), List.of());
    Expression call = expressions.expression();
    if (!(call instanceof Postfix.Call called)) {
      throw new TemplateException(ErrorKind.SYNTAX, "expected call", line);
    }
    MacroBody body = statements.outsideLoops(() -> body(null, signature, "endcall", line));
    return new Statements.CallBlock(body, called, line);
  }

  Statement generation() {
    tokens.next();
    names.generation();
    return new Statements.Generation(macroBody(null, false, "endgeneration"));
  }

  private record Signature(List<String> parameters, List<Expression> defaults) {}

  private MacroBody macroBody(String name, boolean withSignature, String end) {
    int line = tokens.current().line();
    return statements.outsideLoops(
        () -> {
          Signature signature = withSignature ? signature() : new Signature(List.of(), List.of());
          return body(name, signature, end, line);
        });
  }

  private MacroBody body(String name, Signature signature, String end, int line) {
    names.openMacro();
    List<Statement> body = statements.bodyUntil(end);
    Set<String> used = names.closeMacro();
    List<String> parameters = signature.parameters();
    int caller = parameters.indexOf("caller");
    boolean required = caller >= 0 && caller < parameters.size() - signature.defaults().size();
    if (used.contains("caller") && required) {
      throw new TemplateException(
          ErrorKind.SYNTAX,
          "When defining macros or call blocks the special \"caller\" argument must be omitted or"
              + " be given a default.",
          line);
    }
    return new MacroBody(
        name,
        parameters,
        signature.defaults(),
        used.contains("caller"),
        used.contains("kwargs") && !parameters.contains("kwargs"),
        used.contains("varargs") && !parameters.contains("varargs"),
        body);
  }

  private Signature signature() {
    List<String> parameters = new ArrayList<>();
    List<Expression> defaults = new ArrayList<>();
    tokens.expectOperator("(");
    while (!tokens.current().isOperator(")")) {
      if (!parameters.isEmpty()) {
        tokens.expectOperator(",");
      }
      String parameter = tokens.expect(Token.Kind.NAME).text();
      names.set(parameter);
      if (tokens.skipOperator("=")) {
        defaults.add(expressions.expression());
      } else if (!defaults.isEmpty()) {
        throw tokens.fail("non-default argument follows default argument");
      }
      parameters.add(parameter);
    }
    tokens.expectOperator(")");
    return new Signature(parameters, defaults);
  }

  Statement filterBlock() {
    int line = tokens.next().line();
    return statements.strictly(
        () -> {
          Expression filters = expressions.postfix().blockFilters();
          return new Statements.FilterBlock(filters, statements.bodyUntil("endfilter"), line);
        });
  }

  Statement with() {
    tokens.next();
    List<Target> targets = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (!tokens.current().is(Token.Kind.BLOCK_END)) {
      if (!targets.isEmpty()) {
        tokens.expectOperator(",");
      }
      targets.add(statements.target(null, false));
      tokens.expectOperator("=");
      values.add(expressions.expression());
    }
    List<Statement> body = statements.strictly(() -> statements.bodyUntil("endwith"));
    return new Statements.With(targets, values, body);
  }

  Statement block() {
    tokens.next();
    String name = tokens.expect(Token.Kind.NAME).text();
    boolean scoped = tokens.skipName("scoped");
    tokens.skipName("required");
    if (tokens.current().isOperator("-")) {
      throw tokens.fail(
          "Block names in Jinja have to be valid Python identifiers and may not contain hyphens,"
              + " use an underscore instead.");
    }
    List<Statement> body = statements.outsideLoops(() -> statements.bodyUntil("endblock"));
    tokens.skipName(name);
    return new Statements.Block(scoped, body);
  }

  Statement autoEscape() {
    tokens.next();
    return statements.strictly(
        () -> {
          Expression on = expressions.expression();
          return new Statements.AutoEscape(on, statements.bodyUntil("endautoescape"));
        });
  }

  Statement print() {
    int line = tokens.next().line();
    List<Statement> outputs = new ArrayList<>();
    while (!tokens.current().is(Token.Kind.BLOCK_END)) {
      if (!outputs.isEmpty()) {
        tokens.expectOperator(",");
      }
      outputs.add(new Statements.Output(expressions.expression(), line));
    }
    return new Statements.Group(outputs);
  }
}

package org.sluice.text.prompt.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluice.text.prompt.python.Arguments;
import org.sluice.text.prompt.python.Attributes;
import org.sluice.text.prompt.python.Dict;
import org.sluice.text.prompt.python.Function;
import org.sluice.text.prompt.python.Printer;
import org.sluice.text.prompt.python.PythonError;
import org.sluice.text.prompt.python.Tuple;

/** A macro with the variables around its definition. */
final class Macro implements Function {
  private static final String CALLER = "caller";

  private final MacroBody body;
  private final Scope definedIn;

  Macro(MacroBody body, Scope definedIn) {
    this.body = body;
    this.definedIn = definedIn;
  }

  @Override
  public String call(Arguments arguments) {
    Scope scope = definedIn.inner();
    body.parameters().forEach(scope::hide);
    bind(arguments, scope);
    defaults(scope);
    Run run = scope.run();
    run.step();
    run.enter();
    StringBuilder before = run.capture();
    Statement.all(body.body(), scope);
    run.leave();
    return run.release(before);
  }

  private void bind(Arguments arguments, Scope scope) {
    List<String> parameters = body.parameters();
    List<Object> positional = arguments.positional();
    Map<String, Object> named = new LinkedHashMap<>(arguments.keywords());
    int given = Math.min(positional.size(), parameters.size());
    for (int i = 0; i < parameters.size(); i++) {
      if (i < given) {
        scope.set(parameters.get(i), positional.get(i));
      } else if (named.containsKey(parameters.get(i))) {
        scope.set(parameters.get(i), named.remove(parameters.get(i)));
      }
    }
    if (body.usesCaller() && !parameters.contains(CALLER)) {
      Object caller = named.remove(CALLER);
      scope.set(CALLER, caller != null ? caller : Undefined.because("No caller defined"));
    }
    if (body.usesKeywords()) {
      Dict rest = new Dict();
      named.forEach(rest::put);
      scope.set("kwargs", rest);
    } else if (!named.isEmpty()) {
      refuse(named);
    }
    if (body.usesPositional()) {
      scope.set("varargs", new Tuple(positional.subList(given, positional.size())));
    } else if (positional.size() > parameters.size()) {
      throw PythonError.type(
          "macro %s takes not more than %d argument(s)",
          Printer.repr(body.name()), parameters.size());
    }
  }

  private void refuse(Map<String, Object> named) {
    String name = Printer.repr(body.name());
    throw named.containsKey(CALLER)
        ? PythonError.type(
            "macro %s was invoked with two values for the special caller argument. This is most"
                + " likely a bug.",
            name)
        : PythonError.type(
            "macro %s takes no keyword argument %s",
            name, Printer.repr(named.keySet().iterator().next()));
  }

  /** A default sees the parameters before it, not those after it. */
  private void defaults(Scope scope) {
    for (int i = 0; i < body.parameters().size(); i++) {
      String parameter = body.parameters().get(i);
      if (scope.find(parameter) == Attributes.ABSENT) {
        Expression standard = body.defaultOf(i);
        scope.set(
            parameter,
            standard == null
                ? Undefined.because("parameter '" + parameter + "' was not provided")
                : standard.evaluate(scope));
      }
    }
  }

  @Override
  public Object attribute(String name) {
    return switch (name) {
      case "name" -> body.name();
      case "arguments" -> new Tuple(List.copyOf(body.parameters()));
      case "catch_kwargs" -> body.usesKeywords();
      case "catch_varargs" -> body.usesPositional();
      case "caller" -> body.usesCaller();
      case "explicit_caller" -> body.parameters().contains(CALLER);
      default -> Attributes.ABSENT;
    };
  }

  @Override
  public String typeName() {
    return "Macro";
  }

  @Override
  public String qualifiedName() {
    return "jinja2.runtime.Macro";
  }

  @Override
  public String repr() {
    return "<Macro " + (body.name() == null ? "anonymous" : Printer.repr(body.name())) + ">";
  }
}

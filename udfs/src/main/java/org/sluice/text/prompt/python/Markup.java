package org.sluice.text.prompt.python;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** A str that the template marked as safe HTML: what is joined to it is escaped. */
public record Markup(String text) implements PyObject {
  private static final Set<String> ESCAPES_ARGUMENTS = Set.of("replace", "join");

  /** {@code & < > ' "} as HTML; what is marked safe already stays. */
  public static Markup escape(Object value) {
    if (value instanceof Markup safe) {
      return safe;
    }
    String text = Printer.str(value);
    String escaped =
        text.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("'", "&#39;")
            .replace("\"", "&#34;");
    Bounds.text(escaped.length());
    return new Markup(escaped);
  }

  @Override
  public String typeName() {
    return "Markup";
  }

  @Override
  public boolean truth() {
    return !text.isEmpty();
  }

  @Override
  public String str() {
    return text;
  }

  @Override
  public String repr() {
    return "Markup(" + Printer.quoted(text) + ")";
  }

  @Override
  public Iterator<Object> iterator() {
    return CodePoints.each(text).iterator();
  }

  @Override
  public int length() {
    return CodePoints.length(text);
  }

  @Override
  public Object item(Object key) {
    return new Markup((String) Sequences.item(text, key));
  }

  @Override
  public Object attribute(String name) {
    Object method = TextMethods.find(text, name);
    if (!(method instanceof Function function)) {
      return Attributes.ABSENT;
    }
    return Function.of(
        name,
        arguments ->
            marked(
                function.call(ESCAPES_ARGUMENTS.contains(name) ? escaped(arguments) : arguments)));
  }

  private static Arguments escaped(Arguments arguments) {
    List<Object> positional = new ArrayList<>();
    for (Object argument : arguments.positional()) {
      if (Types.isText(argument)) {
        positional.add(escape(argument));
      } else {
        boolean items = Sequences.iterable(argument);
        positional.add(items ? escapedItems(argument) : argument);
      }
    }
    return new Arguments(positional, arguments.keywords());
  }

  private static List<Object> escapedItems(Object items) {
    List<Object> escaped = new ArrayList<>();
    Sequences.list(items).forEach(item -> escaped.add(escape(item)));
    return escaped;
  }

  /** The result of a method of str, with every string in it marked. */
  private static Object marked(Object result) {
    if (result instanceof String plain) {
      return new Markup(plain);
    }
    if (result instanceof List<?> list) {
      List<Object> marked = new ArrayList<>();
      list.forEach(item -> marked.add(marked(item)));
      return marked;
    }
    return result instanceof Tuple tuple
        ? new Tuple(((List<?>) marked(tuple.items())).stream().map(item -> (Object) item).toList())
        : result;
  }
}

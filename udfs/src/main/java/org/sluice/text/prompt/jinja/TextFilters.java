package org.sluice.text.prompt.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.sluice.text.prompt.python.Arguments;
import org.sluice.text.prompt.python.Arithmetic;
import org.sluice.text.prompt.python.Attributes;
import org.sluice.text.prompt.python.Bounds;
import org.sluice.text.prompt.python.CodePoints;
import org.sluice.text.prompt.python.Function;
import org.sluice.text.prompt.python.Markup;
import org.sluice.text.prompt.python.Printer;
import org.sluice.text.prompt.python.PythonError;
import org.sluice.text.prompt.python.Sequences;
import org.sluice.text.prompt.python.Signature;
import org.sluice.text.prompt.python.Types;

/** The filters that make text of text. */
final class TextFilters {
  private static final Pattern WORD_START = Pattern.compile("[-\\s({\\[<]+");

  private TextFilters() {}

  static void define(Map<String, Filter> filters) {
    method(filters, "upper");
    method(filters, "lower");
    method(filters, "capitalize");
    Filters.define(filters, "title", (run, value, a) -> title(Printer.str(value)));
    Filters.define(filters, "trim", (run, value, a) -> call(soft(value), "strip", a), "chars?");
    Filters.define(
        filters,
        "center",
        (run, value, a) -> call(soft(value), "center", Signature.or(a[0], 80L)),
        "width?");
    Filters.define(
        filters, "replace", (run, value, a) -> replace(value, a), "old", "new", "count?");
    Filters.define(filters, "string", (run, value, a) -> soft(value));
    Filters.define(filters, "safe", (run, value, a) -> new Markup(Printer.str(value)));
    Filters.define(filters, "escape", (run, value, a) -> Markup.escape(value));
    filters.put("e", filters.get("escape"));
    Filters.define(filters, "forceescape", (run, value, a) -> Markup.escape(Printer.str(value)));
    Filters.define(filters, "striptags", (run, value, a) -> stripTags(Printer.str(value)));
    Filters.define(filters, "wordcount", (run, value, a) -> words(Printer.str(value)));
    Filters.define(
        filters, "indent", (run, value, a) -> indent(value, a), "width?", "first?", "blank?");
    Filters.define(
        filters,
        "truncate",
        (run, value, a) -> truncate(value, a),
        "length?",
        "killwords?",
        "end?",
        "leeway?");
  }

  /** The value as a str; one marked safe stays so. */
  static Object soft(Object value) {
    return value instanceof Markup ? value : Printer.str(value);
  }

  private static void method(Map<String, Filter> filters, String name) {
    Filters.define(filters, name, (run, value, a) -> call(soft(value), name));
  }

  private static Object call(Object text, String method, Object... arguments) {
    List<Object> given = new ArrayList<>();
    for (Object argument : arguments) {
      if (argument != Attributes.ABSENT) {
        given.add(argument);
      }
    }
    return ((Function) Attributes.find(text, method)).call(Arguments.of(given));
  }

  /** Maps a text that may be marked safe. */
  private static Object map(Object text, UnaryOperator<String> mapping) {
    return text instanceof Markup markup
        ? new Markup(mapping.apply(markup.text()))
        : mapping.apply((String) text);
  }

  private static String title(String text) {
    StringBuilder titled = new StringBuilder();
    var starts = WORD_START.matcher(text);
    int from = 0;
    while (from <= text.length()) {
      boolean found = starts.find(from);
      int end = found ? starts.start() : text.length();
      if (end > from) {
        int first = text.offsetByCodePoints(from, 1);
        titled.append(text.substring(from, first).toUpperCase(Locale.ROOT));
        titled.append(text.substring(first, end).toLowerCase(Locale.ROOT));
      }
      if (!found) {
        break;
      }
      titled.append(starts.group());
      from = starts.end();
    }
    return titled.toString();
  }

  private static Object replace(Object value, Object[] a) {
    Object count = Signature.or(a[2], null);
    return call(
        Printer.str(value),
        "replace",
        Printer.str(a[0]),
        Printer.str(a[1]),
        count == null ? -1L : count);
  }

  private static String stripTags(String text) {
    String bare = without(without(text, "<!--", "-->"), "<", ">");
    List<String> words = new ArrayList<>();
    Sequences.list(call(bare, "split")).forEach(word -> words.add((String) word));
    String joined = String.join(" ", words);
    return joined
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#39;", "'")
        .replace("&#34;", "\"")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
  }

  /** The text without what stands between the marks; a mark that is not closed stays. */
  private static String without(String text, String open, String close) {
    StringBuilder kept = new StringBuilder();
    int from = 0;
    int start = text.indexOf(open);
    int end = start < 0 ? -1 : text.indexOf(close, start);
    while (end >= 0) {
      kept.append(text, from, start);
      from = end + close.length();
      start = text.indexOf(open, from);
      end = start < 0 ? -1 : text.indexOf(close, start);
    }
    return kept.append(text.substring(from)).toString();
  }

  private static long words(String text) {
    long words = 0;
    boolean within = false;
    for (int codePoint : text.codePoints().toArray()) {
      boolean letter = codePoint == '_' || Character.isLetterOrDigit(codePoint);
      words += letter && !within ? 1 : 0;
      within = letter;
    }
    return words;
  }

  private static Object indent(Object value, Object[] a) {
    Object width = Signature.or(a[0], 4L);
    String unit =
        Types.isText(width) ? Types.text(width) : (String) Arithmetic.multiply(" ", width);
    boolean first = Types.truth(Signature.or(a[1], false));
    boolean blank = Types.truth(Signature.or(a[2], false));
    Arithmetic.add(value, "\n"); // what cannot be added to is refused, as in Jinja2
    if (!Types.isText(value)) {
      throw PythonError.type("'%s' object has no attribute 'splitlines'", Types.name(value));
    }
    return map(value, text -> indent(text, unit, first, blank));
  }

  private static String indent(String text, String unit, boolean first, boolean blank) {
    List<Object> lines = Sequences.list(call(text + "\n", "splitlines"));
    Bounds.text((long) lines.size() * unit.length() + text.length());
    StringBuilder indented = new StringBuilder(first ? unit : "");
    for (int i = 0; i < lines.size(); i++) {
      String line = (String) lines.get(i);
      indented.append(i > 0 ? "\n" : "");
      indented.append(i > 0 && (blank || !line.isEmpty()) ? unit : "").append(line);
    }
    return indented.toString();
  }

  private static Object truncate(Object value, Object[] a) {
    long length = Types.integer(Signature.or(a[0], 255L));
    boolean anywhere = Types.truth(Signature.or(a[1], false));
    String end = Printer.str(Signature.or(a[2], "..."));
    Object leeway = Signature.or(a[3], null);
    long over = leeway == null ? 5 : Types.integer(leeway);
    int endLength = CodePoints.length(end);
    if (length < endLength || over < 0) {
      throw PythonError.of(
          org.sluice.text.prompt.python.ErrorType.ASSERTION,
          length < endLength
              ? "expected length >= " + endLength + ", got " + length
              : "expected leeway >= 0, got " + over);
    }
    if (Sequences.length(value) <= length + over) {
      return value;
    }
    Object cut = Sequences.slice(value, null, length - endLength, null);
    if (anywhere) {
      return Arithmetic.add(cut, end);
    }
    Object words = call(cut, "rsplit", " ", 1L);
    return Arithmetic.add(Sequences.item(words, 0L), end);
  }
}

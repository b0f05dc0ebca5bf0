package org.sluice.text.prompt.jinja;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.sluice.text.prompt.python.Arithmetic;
import org.sluice.text.prompt.python.Conversions;
import org.sluice.text.prompt.python.Dict;
import org.sluice.text.prompt.python.ErrorType;
import org.sluice.text.prompt.python.Json;
import org.sluice.text.prompt.python.Markup;
import org.sluice.text.prompt.python.Printer;
import org.sluice.text.prompt.python.PythonError;
import org.sluice.text.prompt.python.Sequences;
import org.sluice.text.prompt.python.Signature;
import org.sluice.text.prompt.python.Tuple;
import org.sluice.text.prompt.python.Types;

/** The filters that write a value down in some format. */
final class FormatFilters {
  private static final Pattern NO_ATTRIBUTE_NAME = Pattern.compile("[\\s/>=]");
  private static final int PRETTY_WIDTH = 80;

  private FormatFilters() {}

  static void define(Map<String, Filter> filters) {
    Filters.define(
        filters,
        "tojson",
        (run, value, a) ->
            Json.dumps(
                value,
                Types.truth(Signature.or(a[0], false)),
                Signature.or(a[1], null),
                Signature.or(a[2], null),
                Types.truth(Signature.or(a[3], false))),
        "ensure_ascii?",
        "indent?",
        "separators?",
        "sort_keys?");
    filters.put(
        "format",
        (run, value, arguments) -> {
          if (!arguments.positional().isEmpty() && !arguments.keywords().isEmpty()) {
            throw PythonError.of(
                ErrorType.FILTER_ARGUMENT,
                "can't handle positional and keyword arguments at the same time");
          }
          Dict keyed = new Dict();
          arguments.keywords().forEach(keyed::put);
          Object values =
              arguments.keywords().isEmpty() ? new Tuple(arguments.positional()) : keyed;
          return Arithmetic.remainder(TextFilters.soft(value), values);
        });
    Filters.define(filters, "urlencode", (run, value, a) -> urlEncode(value));
    Filters.define(
        filters,
        "xmlattr",
        (run, value, a) -> attributes(value, Types.truth(Signature.or(a[0], true))),
        "autospace?");
    Filters.define(
        filters,
        "filesizeformat",
        (run, value, a) ->
            fileSize(Conversions.toFloat(value), Types.truth(Signature.or(a[0], false))),
        "binary?");
    Filters.define(filters, "pprint", (run, value, a) -> pretty(value));
  }

  private static String urlEncode(Object value) {
    if (Types.isText(value) || !Sequences.iterable(value)) {
      return quote(Printer.str(value), "/");
    }
    List<Object> pairs = value instanceof Dict dict ? dict.items() : Sequences.list(value);
    List<String> encoded = new ArrayList<>();
    for (Object pair : pairs) {
      List<Object> both = Sequences.list(pair);
      if (both.size() != 2) {
        throw PythonError.value("not enough values to unpack (expected 2, got %d)", both.size());
      }
      encoded.add(query(both.get(0)) + "=" + query(both.get(1)));
    }
    return String.join("&", encoded);
  }

  private static String query(Object value) {
    return quote(Printer.str(value), "").replace("%20", "+");
  }

  private static String quote(String text, String safe) {
    StringBuilder quoted = new StringBuilder();
    for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (unit & 0xff);
      boolean plain =
          character < 0x80
              && (Character.isLetterOrDigit(character)
                  || "_.-~".indexOf(character) >= 0
                  || safe.indexOf(character) >= 0);
      quoted.append(plain ? String.valueOf(character) : String.format("%%%02X", unit & 0xff));
    }
    return quoted.toString();
  }

  private static String attributes(Object value, boolean leadingSpace) {
    if (!(value instanceof Dict dict)) {
      throw PythonError.of(
          ErrorType.ATTRIBUTE, "'%s' object has no attribute 'items'", Types.name(value));
    }
    StringBuilder written = new StringBuilder();
    for (Object key : dict.keys()) {
      Object item = dict.get(key);
      if (item == null || item instanceof Undefined) {
        continue;
      }
      String name = Types.text(key);
      if (name == null) {
        throw PythonError.type("expected string or bytes-like object, got '%s'", Types.name(key));
      }
      if (NO_ATTRIBUTE_NAME.matcher(name).find()) {
        throw PythonError.value("Invalid character in attribute name: %s", Printer.repr(key));
      }
      written.append(written.length() > 0 || leadingSpace ? " " : "");
      written.append(Markup.escape(key).text()).append("=\"");
      written.append(Markup.escape(item).text()).append('"');
    }
    return written.toString();
  }

  private static String fileSize(double bytes, boolean binary) {
    int base = binary ? 1024 : 1000;
    if (bytes == 1) {
      return "1 Byte";
    }
    if (bytes < base) {
      return Printer.str(Conversions.toInt(bytes, 10)) + " Bytes";
    }
    double unit = base;
    String prefixes = binary ? "KMGTPEZY" : "kMGTPEZY";
    int prefix = 0;
    while (prefix < prefixes.length() - 1 && bytes >= unit * base) {
      unit *= base;
      prefix++;
    }
    String number = Types.text(Arithmetic.remainder("%.1f", bytes / unit));
    return String.format(
        Locale.ROOT, "%s %c%sB", number, prefixes.charAt(prefix), binary ? "i" : "");
  }

  /** One line, keys in order; the layout of longer values is not offered. */
  private static String pretty(Object value) {
    String line = Printer.repr(sorted(value));
    if (line.length() > PRETTY_WIDTH) {
      throw PythonError.of(
          ErrorType.RUNTIME, "pprint is offered for values that fit in a line of 80 characters");
    }
    return line;
  }

  private static Object sorted(Object value) {
    if (value instanceof Dict dict) {
      Dict ordered = new Dict();
      dict.keys().stream()
          .sorted(org.sluice.text.prompt.python.Comparison.ORDER)
          .forEach(key -> ordered.put(key, sorted(dict.get(key))));
      return ordered;
    }
    if (value instanceof List<?> list) {
      List<Object> items = new ArrayList<>();
      list.forEach(item -> items.add(sorted(item)));
      return items;
    }
    return value;
  }
}

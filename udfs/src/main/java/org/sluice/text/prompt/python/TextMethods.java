package org.sluice.text.prompt.python;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The methods of str. {@code format} and {@code format_map} look at attributes: see BraceFormat.
 */
final class TextMethods {
  /** The body of a method: the string and its bound arguments to the result. */
  private record Method(Signature signature, BiFunction<String, Object[], Object> body) {}

  private static final Map<String, Method> METHODS = new HashMap<>();

  /** Methods that exist, but that no chat template has a use for. */
  private static final Set<String> NOT_OFFERED = Set.of("encode", "maketrans", "translate");

  static {
    defineCase();
    defineQuestions();
    definePadding();
    defineSearch();
    defineParts();
  }

  private TextMethods() {}

  /** The method bound to {@code text}, or {@link Attributes#ABSENT}. */
  static Object find(String text, String name) {
    Method method = METHODS.get(name);
    if (method != null) {
      return Function.of(
          name, arguments -> method.body().apply(text, method.signature().bind(arguments)));
    }
    if (NOT_OFFERED.contains(name)) {
      return Function.of(
          name,
          arguments -> {
            throw PythonError.of(ErrorType.RUNTIME, "str.%s is not offered in templates", name);
          });
    }
    return Attributes.ABSENT;
  }

  private static void define(
      String name, int required, int most, BiFunction<String, Object[], Object> body) {
    METHODS.put(name, new Method(Signature.positional("str." + name, required, most), body));
  }

  private static void map(String name, UnaryOperator<String> mapping) {
    define(name, 0, 0, (text, a) -> mapping.apply(text));
  }

  private static void ask(String name, Predicate<String> question) {
    define(name, 0, 0, (text, a) -> question.test(text));
  }

  private static void askEach(String name, IntPredicate question) {
    ask(name, text -> CaseMapping.all(text, question));
  }

  private static void defineCase() {
    map("lower", CaseMapping::lower);
    map("upper", CaseMapping::upper);
    map("title", CaseMapping::title);
    map("capitalize", CaseMapping::capitalize);
    map("swapcase", CaseMapping::swap);
    map("casefold", CaseMapping::fold);
  }

  private static void defineQuestions() {
    ask("islower", CaseMapping::isLower);
    ask("isupper", CaseMapping::isUpper);
    ask("istitle", CaseMapping::isTitle);
    ask("isascii", text -> text.chars().allMatch(unit -> unit < 0x80));
    ask("isprintable", text -> text.codePoints().allMatch(CodePoints::printable));
    ask(
        "isidentifier",
        text ->
            CaseMapping.all(text, c -> c == '_' || Character.isUnicodeIdentifierPart(c))
                && (text.charAt(0) == '_'
                    || Character.isUnicodeIdentifierStart(text.codePointAt(0))));
    askEach("isspace", CodePoints::space);
    askEach("isalpha", Character::isLetter);
    askEach("isdecimal", CaseMapping::decimal);
    askEach("isdigit", CaseMapping::digit);
    askEach("isnumeric", CaseMapping::numeric);
    askEach("isalnum", CaseMapping::alphanumeric);
  }

  private static void definePadding() {
    define("strip", 0, 1, (text, a) -> CodePoints.strip(text, characters(a[0]), true, true));
    define("lstrip", 0, 1, (text, a) -> CodePoints.strip(text, characters(a[0]), true, false));
    define("rstrip", 0, 1, (text, a) -> CodePoints.strip(text, characters(a[0]), false, true));
    define("center", 1, 2, (text, a) -> Padding.center(text, a[0], fill(a[1], "center")));
    define("ljust", 1, 2, (text, a) -> Padding.left(text, a[0], fill(a[1], "ljust")));
    define("rjust", 1, 2, (text, a) -> Padding.right(text, a[0], fill(a[1], "rjust")));
    define("zfill", 1, 1, (text, a) -> Padding.zeros(text, a[0]));
    METHODS.put(
        "expandtabs",
        new Method(
            Signature.of("str.expandtabs", "tabsize?"),
            (text, a) -> Padding.tabs(text, Types.smallInteger(Signature.or(a[0], 8L)))));
    define("removeprefix", 1, 1, TextMethods::removePrefix);
    define("removesuffix", 1, 1, TextMethods::removeSuffix);
  }

  private static String characters(Object argument) {
    Object given = Signature.or(argument, null);
    return given == null ? null : Types.textArgument(given, "strip");
  }

  private static String fill(Object argument, String method) {
    String fill = Types.textArgument(Signature.or(argument, " "), method);
    if (CodePoints.length(fill) != 1) {
      throw PythonError.type("The fill character must be exactly one character long");
    }
    return fill;
  }

  private static String removePrefix(String text, Object[] a) {
    String prefix = Types.textArgument(a[0], "removeprefix");
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  private static String removeSuffix(String text, Object[] a) {
    String suffix = Types.textArgument(a[0], "removesuffix");
    return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
  }

  private static void defineSearch() {
    define("startswith", 1, 3, (text, a) -> Search.ends(text, a, true));
    define("endswith", 1, 3, (text, a) -> Search.ends(text, a, false));
    define("find", 1, 3, (text, a) -> Search.find(text, a, false));
    define("rfind", 1, 3, (text, a) -> Search.find(text, a, true));
    define("index", 1, 3, (text, a) -> Search.index(text, a, false));
    define("rindex", 1, 3, (text, a) -> Search.index(text, a, true));
    define("count", 1, 3, Search::count);
  }

  private static void defineParts() {
    Signature split = Signature.of("str.split", "sep?", "maxsplit?");
    METHODS.put(
        "split",
        new Method(split, (text, a) -> Splitting.split(text, separator(a[0]), most(a[1]))));
    METHODS.put(
        "rsplit",
        new Method(
            split, (text, a) -> Splitting.splitFromRight(text, separator(a[0]), most(a[1]))));
    METHODS.put(
        "splitlines",
        new Method(
            Signature.of("str.splitlines", "keepends?"),
            (text, a) -> Splitting.lines(text, Types.truth(Signature.or(a[0], false)))));
    define(
        "partition",
        1,
        1,
        (text, a) -> Splitting.partition(text, Types.textArgument(a[0], "partition"), false));
    define(
        "rpartition",
        1,
        1,
        (text, a) -> Splitting.partition(text, Types.textArgument(a[0], "rpartition"), true));
    define(
        "replace",
        2,
        3,
        (text, a) ->
            Splitting.replace(
                text,
                Types.textArgument(a[0], "replace"),
                Types.textArgument(a[1], "replace"),
                most(a[2])));
    define("join", 1, 1, (text, a) -> join(text, a[0]));
  }

  private static String separator(Object argument) {
    Object given = Signature.or(argument, null);
    return given == null ? null : Types.textArgument(given, "split");
  }

  private static int most(Object argument) {
    return Math.max(-1, Types.smallInteger(Signature.or(argument, -1L)));
  }

  private static String join(String separator, Object items) {
    if (!Sequences.iterable(items)) {
      Comparison.refuse(items, null);
      throw PythonError.type("can only join an iterable");
    }
    List<String> parts = new ArrayList<>();
    long length = 0;
    for (Iterator<Object> iterator = Sequences.iterator(items); iterator.hasNext(); ) {
      Object item = iterator.next();
      String part = Types.text(item);
      if (part == null) {
        throw PythonError.type(
            "sequence item %d: expected str instance, %s found", parts.size(), Types.name(item));
      }
      length = Bounds.text(length + part.length() + separator.length());
      parts.add(part);
    }
    return String.join(separator, parts);
  }
}

package org.sluice.text.prompt.python;

import java.util.List;

/** The string methods that look for a part, with the bounds {@code start} and {@code end}. */
final class Search {
  private Search() {}

  static boolean ends(String text, Object[] a, boolean atStart) {
    List<Object> parts =
        a[0] instanceof Tuple tuple ? tuple.items() : List.of(required(a[0], atStart));
    Slice within = Slice.of(CodePoints.length(text), given(a[1]), given(a[2]), null);
    if (beyond(text, a[1])) {
      return false;
    }
    String window = CodePoints.slice(text, within.start(), within.start() + within.count());
    return parts.stream()
        .map(part -> Types.text(required(part, atStart)))
        .anyMatch(part -> atStart ? window.startsWith(part) : window.endsWith(part));
  }

  private static Object required(Object part, boolean atStart) {
    if (!Types.isText(part)) {
      throw PythonError.type(
          "%s first arg must be str or a tuple of str, not %s",
          atStart ? "startswith" : "endswith", Types.name(part));
    }
    return part;
  }

  /** Where the part begins, counted from the start of the text; -1 when it is not there. */
  static long find(String text, Object[] a, boolean last) {
    String part = Types.textArgument(a[0], "find");
    Slice within = Slice.of(CodePoints.length(text), given(a[1]), given(a[2]), null);
    if (beyond(text, a[1])) {
      return -1;
    }
    String window = CodePoints.slice(text, within.start(), within.start() + within.count());
    int found = last ? window.lastIndexOf(part) : window.indexOf(part);
    return found < 0 ? -1 : within.start() + window.codePointCount(0, found);
  }

  static long index(String text, Object[] a, boolean last) {
    long found = find(text, a, last);
    if (found < 0) {
      throw PythonError.value("substring not found");
    }
    return found;
  }

  static long count(String text, Object[] a) {
    String part = Types.textArgument(a[0], "count");
    Slice within = Slice.of(CodePoints.length(text), given(a[1]), given(a[2]), null);
    if (beyond(text, a[1])) {
      return 0;
    }
    String window = CodePoints.slice(text, within.start(), within.start() + within.count());
    if (part.isEmpty()) {
      return within.count() + 1L;
    }
    long count = 0;
    for (int place = window.indexOf(part); place >= 0; count++) {
      place = window.indexOf(part, place + part.length());
    }
    return count;
  }

  /** A start behind the end of the text finds nothing, not even an empty part. */
  private static boolean beyond(String text, Object start) {
    Object given = given(start);
    return given != null && Types.integer(given) > CodePoints.length(text);
  }

  private static Object given(Object bound) {
    return Signature.or(bound, null);
  }
}

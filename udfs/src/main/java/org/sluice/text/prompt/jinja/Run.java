package org.sluice.text.prompt.jinja;

import java.util.ArrayList;
import java.util.List;
import org.sluice.text.prompt.python.Dict;
import org.sluice.text.prompt.python.ErrorType;
import org.sluice.text.prompt.python.PythonError;

/** One rendering: its output, the spans of generated text, and the work that is left to it. */
final class Run {
  private static final int UNITS_A_STEP = 64;

  private final Limits limits;
  private final StringBuilder text = new StringBuilder();
  private final List<int[]> spans = new ArrayList<>();
  private StringBuilder out = text;
  private long stepsLeft;
  private int depth;
  private int line = 1;

  Run(Limits limits) {
    this.limits = limits;
    this.stepsLeft = limits.steps();
  }

  /** The line that is being rendered; errors name it. */
  int line() {
    return line;
  }

  void at(int line) {
    this.line = line;
  }

  void step() {
    if (--stepsLeft < 0) {
      throw PythonError.of(
          ErrorType.RUNTIME, "the template takes more than %d steps", limits.steps());
    }
  }

  /** Charges work that grows with the size of a value: a string's length, a list's items. */
  void charge(Object value) {
    stepsLeft -= size(value) / UNITS_A_STEP;
    step();
  }

  private static int size(Object value) {
    if (value instanceof CharSequence characters) {
      return characters.length();
    }
    if (value instanceof List<?> list) {
      return list.size();
    }
    return value instanceof Dict dict ? dict.size() : 0;
  }

  void write(String part) {
    if ((long) out.length() + part.length() > limits.textUnits()) {
      throw PythonError.of(
          ErrorType.MEMORY, "the template writes more than %d characters", limits.textUnits());
    }
    out.append(part);
  }

  /** Sends what is written from here on to a new place, until {@link #release}. */
  StringBuilder capture() {
    StringBuilder before = out;
    out = new StringBuilder();
    return before;
  }

  /** What was written since {@link #capture}; writing goes on where it went before. */
  String release(StringBuilder before) {
    String captured = out.toString();
    out = before;
    return captured;
  }

  void enter() {
    if (++depth > limits.depth()) {
      throw new PythonError(ErrorType.RECURSION, "maximum recursion depth exceeded");
    }
  }

  void leave() {
    depth--;
  }

  /**
   * Notes that {@code length} units of generated text come next at the top level. Within a macro or
   * a set block transformers, too, counts from what the top level holds so far.
   */
  void generated(int length) {
    spans.add(new int[] {text.length(), text.length() + length});
  }

  String text() {
    return text.toString();
  }

  /** Start and end of generated text, in UTF-16 units. */
  List<int[]> spans() {
    return spans;
  }
}

package org.sluice.text.prompt.python;

import java.util.Iterator;
import java.util.stream.IntStream;

/** {@code range(start, stop, step)}, never longer than the sandbox allows. */
public record Range(long start, long stop, long step, int length) implements PyObject {
  /** The sandbox's bound on the number of items. */
  public static final int MOST = 100_000;

  /** The range with these bounds; OverflowError when it is longer than {@link #MOST}. */
  public static Range of(long start, long stop, long step) {
    if (step == 0) {
      throw PythonError.value("range() arg 3 must not be zero");
    }
    double span = step > 0 ? (double) stop - start : (double) start - stop;
    double length = span <= 0 ? 0 : Math.ceil(span / Math.abs((double) step));
    if (length > MOST) {
      throw PythonError.of(
          ErrorType.OVERFLOW,
          "Range too big. The sandbox blocks ranges larger than MAX_RANGE (%d).",
          MOST);
    }
    return new Range(start, stop, step, (int) length);
  }

  @Override
  public String typeName() {
    return "range";
  }

  @Override
  public boolean truth() {
    return length > 0;
  }

  @Override
  public String repr() {
    return "range(" + start + ", " + stop + (step == 1 ? ")" : ", " + step + ")");
  }

  @Override
  public Iterator<Object> iterator() {
    return IntStream.range(0, length).mapToObj(this::at).iterator();
  }

  @Override
  public Object item(Object key) {
    return at(Sequences.index(key, length, "range object"));
  }

  @Override
  public Object attribute(String name) {
    return switch (name) {
      case "start" -> start;
      case "stop" -> stop;
      case "step" -> step;
      default -> ContainerMethods.ofSequence(Sequences.list(this), name);
    };
  }

  Object at(int index) {
    return start + index * step;
  }
}

package org.sluice.text.prompt.jinja;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.sluice.text.prompt.python.Arguments;
import org.sluice.text.prompt.python.Attributes;
import org.sluice.text.prompt.python.Comparison;
import org.sluice.text.prompt.python.Dict;
import org.sluice.text.prompt.python.DictView;
import org.sluice.text.prompt.python.Function;
import org.sluice.text.prompt.python.PythonError;
import org.sluice.text.prompt.python.Range;
import org.sluice.text.prompt.python.Sequences;
import org.sluice.text.prompt.python.Tuple;

/** The variable {@code loop}: where a for loop stands. It looks ahead only when asked. */
final class Loop implements Function, Iterator<Object> {
  private static final Object NONE = Attributes.ABSENT;

  private final java.util.function.Function<Object, String> recursion; // null: not recursive
  private final int depth0;
  private Iterator<Object> items;
  private int length; // -1: not known yet
  private int index0 = -1;
  private Object before = NONE;
  private Object current = NONE;
  private Object after = NONE;
  private Object lastChanged = NONE;

  Loop(
      Object iterable,
      Iterator<Object> items,
      int depth0,
      java.util.function.Function<Object, String> recursion) {
    boolean sized =
        iterable instanceof List
            || iterable instanceof Dict
            || iterable instanceof Tuple
            || iterable instanceof Range
            || iterable instanceof DictView
            || iterable instanceof String;
    this.length = sized ? Sequences.length(iterable) : -1;
    this.items = items;
    this.depth0 = depth0;
    this.recursion = recursion;
  }

  int depth() {
    return depth0 + 1;
  }

  @Override
  public boolean hasNext() {
    return after != NONE || items.hasNext();
  }

  @Override
  public Object next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Object item = after != NONE ? after : items.next();
    after = NONE;
    index0++;
    before = current;
    current = item;
    return item;
  }

  private Object peek() {
    if (after == NONE && items.hasNext()) {
      after = items.next();
    }
    return after;
  }

  @Override
  public int length() {
    if (length < 0) {
      List<Object> rest = new ArrayList<>();
      items.forEachRemaining(rest::add);
      items = rest.iterator();
      length = rest.size() + index0 + 1 + (after == NONE ? 0 : 1);
    }
    return length;
  }

  @Override
  public Object attribute(String name) {
    return switch (name) {
      case "index" -> index0 + 1L;
      case "index0" -> (long) index0;
      case "first" -> index0 == 0;
      case "last" -> peek() == NONE;
      case "length" -> (long) length();
      case "revindex" -> (long) length() - index0;
      case "revindex0" -> (long) length() - index0 - 1;
      case "depth" -> depth0 + 1L;
      case "depth0" -> (long) depth0;
      case "previtem" -> index0 == 0 ? Undefined.because("there is no previous item") : before;
      case "nextitem" -> peek() == NONE ? Undefined.because("there is no next item") : after;
      case "cycle" -> Function.of("cycle", this::cycle);
      case "changed" -> Function.of("changed", this::changed);
      default -> Attributes.ABSENT;
    };
  }

  private Object cycle(Arguments arguments) {
    List<Object> values = arguments.positional();
    if (values.isEmpty()) {
      throw PythonError.type("no items for cycling given");
    }
    return values.get(index0 % values.size());
  }

  private Object changed(Arguments arguments) {
    Tuple value = new Tuple(arguments.positional());
    boolean changed = lastChanged == NONE || !Comparison.equal(lastChanged, value);
    lastChanged = value;
    return changed;
  }

  @Override
  public Object call(Arguments arguments) {
    if (recursion == null) {
      throw PythonError.type("The loop must have the 'recursive' marker to be called recursively.");
    }
    if (arguments.positional().size() != 1 || !arguments.keywords().isEmpty()) {
      throw PythonError.type("loop() takes one iterable");
    }
    return recursion.apply(arguments.positional().get(0));
  }

  @Override
  public Iterator<Object> iterator() {
    return this;
  }

  @Override
  public String typeName() {
    return "LoopContext";
  }

  @Override
  public String qualifiedName() {
    return "jinja2.runtime.LoopContext";
  }

  @Override
  public boolean truth() {
    return length() > 0;
  }

  @Override
  public String repr() {
    return "<LoopContext " + (index0 + 1) + "/" + length() + ">";
  }
}

package org.sluice.text.prompt.python;

import java.util.Iterator;
import java.util.List;

/** A tuple; one with field names when it stands for a named tuple. */
public record Tuple(List<Object> items, List<String> fields) implements PyObject {
  public Tuple(List<Object> items) {
    this(items, List.of());
  }

  /** A tuple of these values; they may be null. */
  public static Tuple of(Object... items) {
    return new Tuple(java.util.Arrays.asList(items));
  }

  @Override
  public String typeName() {
    return "tuple";
  }

  @Override
  public boolean truth() {
    return !items.isEmpty();
  }

  @Override
  public String repr() {
    String inner = Printer.join(items);
    return items.size() == 1 ? "(" + inner + ",)" : "(" + inner + ")";
  }

  @Override
  public Iterator<Object> iterator() {
    return items.iterator();
  }

  @Override
  public int length() {
    return items.size();
  }

  @Override
  public Object item(Object key) {
    return items.get(Sequences.index(key, items.size(), "tuple"));
  }

  @Override
  public Object attribute(String name) {
    int field = fields.indexOf(name);
    return field >= 0 ? items.get(field) : ContainerMethods.ofSequence(items, name);
  }
}

package org.sluice.text.prompt.python;

import java.util.Iterator;

/** A value that is no plain scalar, list or dict. The defaults are those of Python's object. */
public interface PyObject {
  /** What {@code type(x).__name__} says. */
  String typeName();

  /** The class with its module, as messages about undefined attributes name it. */
  default String qualifiedName() {
    return typeName();
  }

  default boolean truth() {
    return true;
  }

  default String str() {
    return repr();
  }

  default String repr() {
    return "<" + typeName() + " object>";
  }

  default Iterator<Object> iterator() {
    refuse();
    throw PythonError.type("'%s' object is not iterable", typeName());
  }

  default int length() {
    refuse();
    throw PythonError.type("object of type '%s' has no len()", typeName());
  }

  /** The attribute of that name, or {@link Attributes#ABSENT}. */
  default Object attribute(String name) {
    return Attributes.ABSENT;
  }

  /**
   * {@code self[key]}.
   *
   * @throws PythonError TypeError, KeyError or IndexError when there is none
   */
  default Object item(Object key) {
    refuse();
    throw PythonError.type("'%s' object is not subscriptable", typeName());
  }

  /**
   * Called before an operator fails on this value; an undefined value raises its own error here.
   */
  default void refuse() {}
}

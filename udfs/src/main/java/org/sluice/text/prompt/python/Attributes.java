package org.sluice.text.prompt.python;

import java.util.List;
import java.util.Set;

/** The attributes that a value has in Python. */
public final class Attributes {
  /** Stands for "there is none" where null is a value. */
  public static final Object ABSENT =
      new Object() {
        @Override
        public String toString() {
          return "absent";
        }
      };

  private static final Set<String> EVERY_OBJECT =
      Set.of(
          "__class__",
          "__delattr__",
          "__dir__",
          "__doc__",
          "__eq__",
          "__format__",
          "__ge__",
          "__getattribute__",
          "__getstate__",
          "__gt__",
          "__hash__",
          "__init__",
          "__init_subclass__",
          "__le__",
          "__lt__",
          "__ne__",
          "__new__",
          "__reduce__",
          "__reduce_ex__",
          "__repr__",
          "__setattr__",
          "__sizeof__",
          "__str__",
          "__subclasshook__");

  private static final Set<String> CONTAINER =
      Set.of("__len__", "__getitem__", "__iter__", "__contains__", "__add__", "__mul__");

  private Attributes() {}

  /** {@code getattr(value, name)}, or {@link #ABSENT}. */
  public static Object find(Object value, String name) {
    if (internal(value, name)) {
      return Function.of(name, arguments -> null); // the sandbox refuses it by its name
    }
    if (value instanceof Dict dict) {
      return ContainerMethods.ofDict(dict, name);
    }
    if (value instanceof String text) {
      return TextMethods.find(text, name);
    }
    if (value instanceof List<?> list) {
      return ContainerMethods.ofList(list, name);
    }
    if (value instanceof PyObject object) {
      return object.attribute(name);
    }
    return Types.isNumber(value) ? NumberMethods.find(value, name) : ABSENT;
  }

  private static boolean internal(Object value, String name) {
    if (!name.startsWith("__")) {
      return false;
    }
    boolean container = value instanceof Dict || value instanceof String || value instanceof List;
    return EVERY_OBJECT.contains(name) || container && CONTAINER.contains(name);
  }

  /** Whether the immutable sandbox refuses the attribute: calling it would change the value. */
  public static boolean changes(Object value, String name) {
    return ContainerMethods.changes(value, name);
  }
}

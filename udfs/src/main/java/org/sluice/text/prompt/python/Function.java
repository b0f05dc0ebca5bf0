package org.sluice.text.prompt.python;

/** Something that a template can call. */
public interface Function extends PyObject {
  /** Calls it. */
  Object call(Arguments arguments);

  /** A function of Java code under a Python name. */
  static Function of(String name, java.util.function.Function<Arguments, Object> body) {
    return new Function() {
      @Override
      public String typeName() {
        return "builtin_function_or_method";
      }

      @Override
      public String repr() {
        return "<built-in method " + name + ">";
      }

      @Override
      public Object call(Arguments arguments) {
        return body.apply(arguments);
      }
    };
  }
}

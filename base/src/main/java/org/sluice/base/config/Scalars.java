package org.sluice.base.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.sluice.base.Nearest;

/** Gives one written value the type that a component asks for. */
final class Scalars {
  private Scalars() {}

  /** Why a value does not fit; the message goes behind the key. */
  static final class Misfit extends Exception {
    private static final long serialVersionUID = 1L;
    private final String remedy;

    Misfit(String problem, String remedy) {
      super(problem);
      this.remedy = remedy;
    }

    String remedy() {
      return remedy;
    }
  }

  static boolean isScalar(Class<?> type) {
    return type == String.class
        || type == int.class
        || type == Integer.class
        || type == long.class
        || type == Long.class
        || type == double.class
        || type == Double.class
        || type == boolean.class
        || type == Boolean.class
        || type.isEnum();
  }

  /** What a person reads in the column "type" of a table of settings. */
  static String describe(Class<?> type) {
    if (type.isEnum()) {
      return String.join(" | ", Names.wires(type));
    }
    if (type == String.class) {
      return "text";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true | false";
    }
    return type == double.class || type == Double.class ? "number" : "whole number";
  }

  static Object read(Class<?> type, Node.Scalar value) throws Misfit {
    if (type == String.class) {
      return value.text();
    }
    if (type.isEnum()) {
      return constant(type, value.text());
    }
    if (type == boolean.class || type == Boolean.class) {
      return truth(value);
    }
    BigDecimal number = number(type, value);
    if (type == double.class || type == Double.class) {
      return number.doubleValue();
    }
    boolean isInt = type == int.class || type == Integer.class;
    try {
      return isInt ? (Object) number.intValueExact() : (Object) number.longValueExact();
    } catch (ArithmeticException e) {
      String wanted = isInt ? "must be a whole number below 2^31" : "must be a whole number";
      throw new Misfit(wanted + ", got " + value.text(), "");
    }
  }

  private static Object constant(Class<?> type, String text) throws Misfit {
    List<String> names = Names.wires(type);
    List<String> hyphens = names.stream().map(name -> name.replace('_', '-')).toList();
    int index = hyphens.indexOf(text.replace('_', '-')); // one is easily taken for the other
    if (index < 0) {
      throw new Misfit(
          "must be one of " + String.join(", ", names) + "; got '" + text + "'",
          "did you mean '" + Nearest.to(text, names) + "'?");
    }
    return type.getEnumConstants()[index];
  }

  private static Object truth(Node.Scalar value) throws Misfit {
    Optional<Boolean> truth =
        switch (value.text()) {
          case "true", "True" -> Optional.of(true);
          case "false", "False" -> Optional.of(false);
          default -> Optional.empty();
        };
    if (value.quoted() || truth.isEmpty()) {
      throw new Misfit("must be true or false, got " + shown(value), "");
    }
    return truth.get();
  }

  private static BigDecimal number(Class<?> type, Node.Scalar value) throws Misfit {
    try {
      if (!value.quoted()) {
        return new BigDecimal(value.text().replace("_", ""));
      }
    } catch (NumberFormatException e) {
      // told below, as for text in quotes
    }
    throw new Misfit("must be a " + describe(type) + ", got " + shown(value), "");
  }

  private static String shown(Node.Scalar value) {
    return value.quoted() ? "the text \"" + value.text() + "\"" : "'" + value.text() + "'";
  }
}

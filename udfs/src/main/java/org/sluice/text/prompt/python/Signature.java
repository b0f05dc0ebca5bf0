package org.sluice.text.prompt.python;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The parameters of a built-in function: binds arguments to them or says what Python would say. */
public final class Signature {
  private final String function;
  private final List<String> names;
  private final int required;
  private final int most;

  private Signature(String function, List<String> names, int required, int most) {
    this.function = function;
    this.names = names;
    this.required = required;
    this.most = most;
  }

  /**
   * Parameters that can also be given by name.
   *
   * @param parameters names in order; those that may be left out end in a question mark
   */
  public static Signature of(String function, String... parameters) {
    List<String> names = new ArrayList<>();
    int required = 0;
    for (String parameter : parameters) {
      boolean optional = parameter.endsWith("?");
      names.add(optional ? parameter.substring(0, parameter.length() - 1) : parameter);
      required += optional ? 0 : 1;
    }
    return new Signature(function, List.copyOf(names), required, names.size());
  }

  /** Parameters that are given by position only. */
  public static Signature positional(String function, int required, int most) {
    return new Signature(function, List.of(), required, most);
  }

  /**
   * One value for each parameter, {@link Attributes#ABSENT} where none was given.
   *
   * @throws PythonError TypeError when too many, too few or unknown arguments are given
   */
  public Object[] bind(Arguments arguments) {
    List<Object> positional = arguments.positional();
    if (positional.size() > most) {
      throw PythonError.type(
          "%s() takes at most %d argument%s (%d given)",
          function, most, most == 1 ? "" : "s", positional.size());
    }
    Object[] bound = new Object[most];
    Arrays.fill(bound, Attributes.ABSENT);
    for (int i = 0; i < positional.size(); i++) {
      bound[i] = positional.get(i);
    }
    for (Map.Entry<String, Object> keyword : arguments.keywords().entrySet()) {
      int index = names.indexOf(keyword.getKey());
      if (index < 0) {
        throw names.isEmpty()
            ? PythonError.type("%s() takes no keyword arguments", function)
            : PythonError.type(
                "%s() got an unexpected keyword argument '%s'", function, keyword.getKey());
      }
      if (bound[index] != Attributes.ABSENT) {
        throw PythonError.type(
            "%s() got multiple values for argument '%s'", function, keyword.getKey());
      }
      bound[index] = keyword.getValue();
    }
    for (int i = 0; i < required; i++) {
      if (bound[i] == Attributes.ABSENT) {
        throw PythonError.type(
            "%s() missing required argument: %s",
            function, names.isEmpty() ? i + 1 : "'" + names.get(i) + "'");
      }
    }
    return bound;
  }

  /** {@code value}, or {@code otherwise} when the argument was left out. */
  public static Object or(Object value, Object otherwise) {
    return value == Attributes.ABSENT ? otherwise : value;
  }
}

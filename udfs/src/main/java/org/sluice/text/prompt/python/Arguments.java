package org.sluice.text.prompt.python;

import java.util.List;
import java.util.Map;

/** The arguments of one call, in the order in which they were written. */
public record Arguments(List<Object> positional, Map<String, Object> keywords) {
  /** A call without arguments. */
  public static final Arguments NONE = new Arguments(List.of(), Map.of());

  public static Arguments of(List<Object> positional) {
    return new Arguments(positional, Map.of());
  }

  /** The same call without its first {@code count} positional arguments. */
  public Arguments skip(int count) {
    return new Arguments(positional.subList(count, positional.size()), keywords);
  }
}

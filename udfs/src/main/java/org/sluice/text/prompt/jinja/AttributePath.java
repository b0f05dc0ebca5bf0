package org.sluice.text.prompt.jinja;

import java.util.ArrayList;
import java.util.List;
import org.sluice.text.prompt.python.Types;

/** The way to a part of an item that filters take as {@code attribute}: "a.b.0". */
record AttributePath(List<Object> steps) {
  /** The path of a name, an index, or null for the item itself. */
  static AttributePath of(Object attribute) {
    if (attribute == null) {
      return new AttributePath(List.of());
    }
    String text = Types.text(attribute);
    if (text == null) {
      return new AttributePath(List.of(attribute));
    }
    List<Object> steps = new ArrayList<>();
    for (String step : text.split("\\.", -1)) {
      steps.add(step.matches("\\d{1,18}") ? (Object) Long.parseLong(step) : step);
    }
    return new AttributePath(steps);
  }

  Object get(Object item) {
    return get(item, null);
  }

  /** The part, or {@code otherwise} (unless that is null) where the way ends early. */
  Object get(Object item, Object otherwise) {
    Object part = item;
    for (Object step : steps) {
      part = Access.item(part, step);
      if (otherwise != null && part instanceof Undefined) {
        part = otherwise;
      }
    }
    return part;
  }
}

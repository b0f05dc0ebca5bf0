package org.sluice.text.privacy;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Entities as a list names them: {@code EMAIL}, or {@code EMAIL:mask} with a mode of its own. */
public final class EntityModes {
  private EntityModes() {}

  /**
   * The mode of each entity.
   *
   * @param usual of those without one
   * @throws org.sluice.base.UserError for an unknown mode, with the nearest one
   */
  public static Map<String, Mode> of(Collection<String> entities, Mode usual) {
    Map<String, Mode> modes = new TreeMap<>();
    for (String entity : entities) {
      String[] parts = entity.strip().split(":", 2);
      modes.put(parts[0].strip(), parts.length == 2 ? Mode.named(parts[1].strip()) : usual);
    }
    return modes;
  }
}

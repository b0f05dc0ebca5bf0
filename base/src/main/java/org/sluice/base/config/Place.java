package org.sluice.base.config;

import java.io.Serializable;

/**
 * Where a setting was written.
 *
 * @param source the file as the user named it, or the option ("--set train.steps")
 * @param line from 1; 0 when the source has no lines
 */
public record Place(String source, int line) implements Serializable {
  /** For values that nobody wrote. */
  static final Place DEFAULT = new Place("default", 0);

  /** An option of the command line. */
  public static Place option(String name) {
    return new Place(name, 0);
  }

  @Override
  public String toString() {
    return line > 0 ? source + ":" + line : source;
  }
}

package org.sluice.jobs.sql;

/**
 * A parameter of a function.
 *
 * @param name as signatures show it
 * @param optional whether it may be left out, from the right; NULL is then the same as left out
 */
record Parameter(String name, Kind kind, boolean optional) {
  static Parameter of(String name, Kind kind) {
    return new Parameter(name, kind, false);
  }

  static Parameter optional(String name, Kind kind) {
    return new Parameter(name, kind, true);
  }
}

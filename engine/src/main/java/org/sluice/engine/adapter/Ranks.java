package org.sluice.engine.adapter;

/** Rank and strength of a module: the first pattern that matches, else the method's own. */
final class Ranks {
  private Ranks() {}

  static int rank(PeftSettings settings, String key, String module) {
    return (int) number(settings, "rank_pattern", key, module);
  }

  static double alpha(PeftSettings settings, String key, String module) {
    return number(settings, "alpha_pattern", key, module);
  }

  private static double number(PeftSettings settings, String patterns, String key, String module) {
    return Selection.first(settings.map(patterns), module)
        .map(value -> ((Number) value).doubleValue())
        .orElseGet(() -> settings.number(key));
  }
}

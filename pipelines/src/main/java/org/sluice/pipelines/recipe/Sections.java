package org.sluice.pipelines.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluice.jobs.ModelOptions;

/** The sections of a recipe that are not steps. */
public final class Sections {
  /** Sections with settings of their own. */
  static final Map<String, Class<? extends Record>> SHARED = new LinkedHashMap<>();

  static {
    SHARED.put("model", ModelOptions.class);
    SHARED.put("output", OutputOptions.class);
    SHARED.put("spark", SparkOptions.class);
  }

  private Sections() {}

  /** All settings of a recipe by section, for the docs. */
  public static Map<String, Class<? extends Record>> all() {
    Map<String, Class<? extends Record>> sections = new LinkedHashMap<>();
    Steps.ALL.forEach(entry -> sections.put(entry.name(), entry.options()));
    sections.putAll(SHARED);
    return sections;
  }

  /** Every key that may stand at the top of a recipe. */
  static List<String> names() {
    List<String> names = new ArrayList<>(List.of("name"));
    Steps.ALL.forEach(entry -> names.add(entry.name()));
    names.addAll(SHARED.keySet());
    Aliases.ALL.keySet().stream()
        .map(alias -> alias.substring(0, alias.indexOf('.')))
        .distinct()
        .forEach(names::add);
    return names;
  }
}

package org.sluice.engine.adapter;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.sluice.base.Check;

/**
 * Which modules a method goes on: PEFT's target_modules, exclude_modules, modules_to_save,
 * layers_to_transform and layers_pattern (tuners_utils.py, check_target_module_exists).
 */
final class Selection {
  private static final Pattern ANY_LAYER = Pattern.compile(".*?\\.[^.]*\\.(\\d+)\\.");

  private final Object targets;
  private final Object excluded;
  private final List<String> saved;
  private final List<Integer> layers;
  private final List<String> layerPatterns;
  private final boolean allLinear;

  Selection(PeftSettings settings) {
    targets = settings.raw("target_modules");
    excluded = settings.raw("exclude_modules");
    saved = settings.names("modules_to_save");
    layers = settings.integers("layers_to_transform");
    layerPatterns = settings.names("layers_pattern");
    allLinear =
        settings.names("target_modules").stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .toList()
            .equals(List.of("all-linear"));
    Check.that(
        layers.isEmpty() || !(targets instanceof String) || allLinear,
        "layers_to_transform needs target_modules as a list, got %s",
        targets);
  }

  /** Whether "all-linear" was asked for: every linear layer but the outputs. */
  boolean allLinear() {
    return allLinear;
  }

  /** Whether the method goes on a module of this name. */
  boolean matches(String module) {
    return !isSaved(saved, module)
        && !matches(excluded, module)
        && (allLinear || matches(targets, module))
        && inLayers(module);
  }

  private static boolean matches(Object rule, String module) {
    if (rule instanceof String regex) {
      return fully(regex, module);
    }
    if (rule instanceof List<?> names) {
      return names.stream().anyMatch(name -> named(module, name.toString()));
    }
    return false;
  }

  private boolean inLayers(String module) {
    boolean whole = targets instanceof List<?> names && names.contains(module);
    if (layers.isEmpty() || whole) {
      return true;
    }
    return layer(module).map(layers::contains).orElse(false);
  }

  private Optional<Integer> layer(String module) {
    if (layerPatterns.isEmpty()) {
      return number(ANY_LAYER, module);
    }
    for (String pattern : layerPatterns) {
      Optional<Integer> found =
          number(Pattern.compile("(?:^|.*?\\.)" + pattern + "\\.(\\d+)\\."), module);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<Integer> number(Pattern pattern, String module) {
    Matcher found = pattern.matcher(module);
    return found.lookingAt() ? Optional.of(Integer.parseInt(found.group(1))) : Optional.empty();
  }

  /** A module of this name, or one that ends in a dot and it. */
  static boolean named(String module, String name) {
    return module.equals(name) || module.endsWith("." + name);
  }

  /** Whether a module lies in one of those that are trained whole. */
  static boolean isSaved(List<String> names, String module) {
    return names.stream().anyMatch(name -> fully("(^|.*\\.)" + name + "($|\\..*)", module));
  }

  /** The value of the first pattern that matches: rank_pattern, alpha_pattern. */
  static Optional<Object> first(java.util.Map<String, Object> patterns, String module) {
    return patterns.entrySet().stream()
        .filter(entry -> fully("(.*\\.)?(" + entry.getKey() + ")", module))
        .map(java.util.Map.Entry::getValue)
        .findFirst();
  }

  private static boolean fully(String regex, String module) {
    try {
      return Pattern.compile(regex).matcher(module).matches();
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'" + regex + "' must be a regular expression: " + e.getDescription(), e);
    }
  }
}

package org.sluice.base.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How things named in Java are written in recipes. */
public final class Names {
  private Names() {}

  /** The key of a record's component: {@code loraAlpha} is {@code lora_alpha}. */
  public static String key(String component) {
    StringBuilder out = new StringBuilder();
    for (char c : component.toCharArray()) {
      if (Character.isUpperCase(c)) {
        out.append('_');
      }
      out.append(Character.toLowerCase(c));
    }
    return out.toString();
  }

  /** The wire name of an enum's constant: {@code BEST_FIT} is {@code best-fit}. */
  public static String wire(Enum<?> constant) {
    if (constant instanceof Spelt spelt) {
      return spelt.spelling();
    }
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The wire names of an enum, in the order of its constants. */
  public static List<String> wires(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(c -> wire((Enum<?>) c)).toList();
  }
}

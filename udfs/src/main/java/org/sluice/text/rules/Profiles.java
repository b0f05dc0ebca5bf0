package org.sluice.text.rules;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluice.base.Check;
import org.sluice.base.Nearest;
import org.sluice.text.rules.peer.DclmQuality;
import org.sluice.text.rules.peer.DclmRepetition;
import org.sluice.text.rules.peer.DolmaQuality;
import org.sluice.text.rules.peer.DolmaRepetition;
import org.sluice.text.rules.peer.NemoQuality;
import org.sluice.text.rules.peer.NemoRepetition;
import org.sluice.text.rules.peer.RedPajamaSignals;
import org.sluice.text.rules.peer.RefinedWebLines;
import org.sluice.text.rules.peer.Roots;

/** The profiles that there are, and how a user's settings change their limits. */
public final class Profiles {
  private static final List<Profile> ALL =
      List.of(
          GopherQuality.DATATROVE,
          GopherRepetition.DATATROVE,
          FineWeb.DATATROVE,
          C4.DATATROVE,
          C4.DATATROVE_SENTENCES,
          C4Paragraphs.DATATROVE,
          C4.TFDS,
          DolmaQuality.USUAL,
          DolmaRepetition.USUAL,
          NemoQuality.USUAL,
          NemoRepetition.USUAL,
          DclmQuality.USUAL,
          DclmRepetition.USUAL,
          RefinedWebLines.USUAL,
          Roots.CHINESE,
          Roots.ENGLISH,
          RedPajamaSignals.USUAL);

  private Profiles() {}

  public static List<Profile> all() {
    return ALL;
  }

  /** Those that datatrove has, which `score` uses when none is named. */
  public static List<String> datatrove() {
    return names().stream().filter(name -> name.endsWith("@datatrove")).toList();
  }

  public static List<String> names() {
    return ALL.stream().map(Profile::name).toList();
  }

  /**
   * The profile of this name with its usual limits.
   *
   * @throws IllegalArgumentException when there is none; the message has the nearest name
   */
  public static Profile named(String name) {
    for (Profile profile : ALL) {
      if (profile.name().equals(name)) {
        return profile;
      }
    }
    throw new IllegalArgumentException(
        "Unknown profile '%s'; nearest known profile: '%s'"
            .formatted(name, Nearest.to(name, names())));
  }

  /**
   * Names and values of a profile's limits, its components that are numbers, in order; those of
   * records among its components, too.
   */
  public static Map<String, Double> limits(Profile profile) {
    Map<String, Double> limits = new LinkedHashMap<>();
    limits(profile, limits);
    return limits;
  }

  private static void limits(Object record, Map<String, Double> limits) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      if (component.getType() == double.class) {
        limits.put(snakeCase(component.getName()), (double) value(component, record));
      } else if (component.getType().isRecord()) {
        limits(value(component, record), limits);
      }
    }
  }

  /**
   * The profile with some limits changed.
   *
   * @param changes names of limits, as {@link #limits} gives them, to their new values
   * @throws IllegalArgumentException when the profile has no such limit or the value is negative
   */
  public static Profile with(Profile profile, Map<String, Double> changes) {
    Map<String, Double> limits = limits(profile);
    changes.forEach(
        (name, value) -> {
          Check.that(
              limits.containsKey(name),
              "Profile '%s' has no limit '%s'; nearest known limit: '%s'",
              profile.name(),
              name,
              Nearest.to(name, limits.keySet()));
          Check.that(
              value != null && value >= 0,
              "%s.%s must be 0 or more, got %s",
              profile.name(),
              name,
              value);
          limits.put(name, value);
        });
    return copy(profile, limits);
  }

  /** A record with other numbers, by the names of its components. */
  @SuppressWarnings("unchecked") // the class of a T is a Class<T>
  private static <T> T copy(T record, Map<String, Double> limits) {
    List<Class<?>> types = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      types.add(component.getType());
      Object value = value(component, record);
      Double limit = limits.get(snakeCase(component.getName()));
      if (component.getType().isRecord()) {
        value = copy(value, limits);
      }
      values.add(limit == null ? value : limit);
    }
    try {
      Constructor<T> constructor =
          ((Class<T>) record.getClass()).getDeclaredConstructor(types.toArray(Class<?>[]::new));
      return constructor.newInstance(values.toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("A profile must be made of its components", e);
    }
  }

  private static Object value(RecordComponent component, Object record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("A profile's components must be public", e);
    }
  }

  /** minDocWords is min_doc_words, duplicated5NGrams is duplicated_5_n_grams. */
  private static String snakeCase(String name) {
    return name.replaceAll("(?<=[a-z])([A-Z0-9])|(?<=[A-Z0-9])([A-Z])", "_$1$2")
        .toLowerCase(java.util.Locale.ROOT);
  }
}

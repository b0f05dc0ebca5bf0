package org.sluice.base.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.base.Nearest;
import org.sluice.base.Setting;
import org.sluice.base.UserError;

/**
 * Makes options records of what was written.
 *
 * <p>Components may be String, int, long, double, boolean, an enum, a nested record, and List,
 * Map&lt;String, ...&gt; and Optional of these. A single value where a list is wanted is a list of
 * one. What nobody wrote comes from {@link Setting#def}.
 */
public final class Binder {
  private final Problems problems;

  private Binder(Problems problems) {
    this.problems = problems;
  }

  /**
   * Binds a whole tree.
   *
   * @return the record, or null when a mistake stands in the way
   */
  public static <R extends Record> R bind(Class<R> type, Node node, Problems problems) {
    return bind(type, node, "", problems);
  }

  /**
   * Binds one section.
   *
   * @param section its key, put before every key in messages; empty for the root
   */
  public static <R extends Record> R bind(
      Class<R> type, Node node, String section, Problems problems) {
    return type.cast(new Binder(problems).record(type, node, section));
  }

  /** The record that has nothing but defaults. */
  public static <R extends Record> R defaults(Class<R> type) {
    Problems problems = new Problems();
    R record = bind(type, Node.empty(Place.DEFAULT), problems);
    problems.throwIfAny();
    return record;
  }

  private Object record(Class<?> type, Node node, String path) {
    if (!(node instanceof Node.Entries entries)) {
      problems.add(node.place(), path + ": must be a section with keys", "");
      return null;
    }
    RecordComponent[] components = type.getRecordComponents();
    refuseUnknown(components, entries, path);
    Object[] values = new Object[components.length];
    List<String> broken = new ArrayList<>();
    for (int i = 0; i < components.length; i++) {
      int before = problems.size();
      values[i] = component(components[i], entries, path);
      if (problems.size() > before) {
        broken.add(Names.key(components[i].getName()));
        values[i] = null;
      }
    }
    // A record with a broken component is still tried where that can be done, to find what its
    // constructor has against the others.
    for (int i = 0; i < components.length; i++) {
      if (values[i] == null && components[i].getType().isPrimitive()) {
        return null;
      }
    }
    Object made = construct(type, components, values, entries, path, broken);
    return broken.isEmpty() ? made : null;
  }

  private void refuseUnknown(RecordComponent[] components, Node.Entries entries, String path) {
    List<String> known =
        Arrays.stream(components).map(c -> Names.key(c.getName())).sorted().toList();
    entries
        .values()
        .forEach(
            (key, node) -> {
              if (!known.contains(key)) {
                problems.add(
                    node.place(),
                    "unknown key '" + join(path, key) + "'",
                    known.isEmpty() ? "" : "did you mean '" + Nearest.to(key, known) + "'?");
              }
            });
  }

  private Object component(RecordComponent component, Node.Entries entries, String path) {
    Setting setting = component.getAnnotation(Setting.class);
    String key = Names.key(component.getName());
    String full = join(path, key);
    Node written = entries.get(key);
    if (written != null && !(written instanceof Node.Scalar scalar && scalar.isNull())) {
      return value(component.getGenericType(), written, full);
    }
    String fallback = setting == null ? "" : setting.def();
    if (fallback.equals(Setting.REQUIRED)) {
      String example = setting.example();
      problems.add(
          written == null ? entries.place() : written.place(),
          full + " is missing",
          example.isEmpty() ? "" : "for example " + key + ": " + example);
      return null;
    }
    if (!fallback.isEmpty()) {
      return value(component.getGenericType(), Node.yamlScalar(fallback, Place.DEFAULT), full);
    }
    return absent(component, entries.place(), full);
  }

  private Object absent(RecordComponent component, Place place, String path) {
    Class<?> type = component.getType();
    if (type == Optional.class) {
      return Optional.empty();
    }
    if (type == List.class) {
      return List.of();
    }
    if (type == Map.class) {
      return Map.of();
    }
    if (type.isRecord()) {
      return record(type, Node.empty(place), path);
    }
    if (type.isPrimitive()) {
      throw new IllegalStateException(path + ": a " + type + " needs a default");
    }
    return null;
  }

  private Object value(Type type, Node node, String path) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      Class<?> raw = (Class<?>) generic.getRawType();
      if (raw == Optional.class) {
        return Optional.ofNullable(value(arguments[0], node, path));
      }
      if (raw == List.class) {
        return list(arguments[0], node, path);
      }
      if (raw == Map.class && arguments[0] == String.class) {
        return map(arguments[1], node, path);
      }
    } else if (type instanceof Class<?> plain && plain.isRecord()) {
      return record(plain, node, path);
    } else if (type instanceof Class<?> plain && Scalars.isScalar(plain)) {
      return scalar(plain, node, path);
    }
    throw new IllegalStateException(path + ": settings cannot be of " + type);
  }

  private Object scalar(Class<?> type, Node node, String path) {
    if (!(node instanceof Node.Scalar scalar)) {
      String found = node instanceof Node.Items ? "a list" : "a section";
      problems.add(
          node.place(), path + ": must be a " + Scalars.describe(type) + ", got " + found, "");
      return null;
    }
    try {
      return Scalars.read(type, scalar);
    } catch (Scalars.Misfit misfit) {
      problems.add(node.place(), path + ": " + misfit.getMessage(), misfit.remedy());
      return null;
    }
  }

  private Object list(Type type, Node node, String path) {
    List<Node> items = node instanceof Node.Items list ? list.values() : List.of(node);
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Object item = value(type, items.get(i), items.size() > 1 ? path + "[" + i + "]" : path);
      if (item != null) {
        values.add(item);
      }
    }
    return List.copyOf(values);
  }

  private Object map(Type type, Node node, String path) {
    if (!(node instanceof Node.Entries entries)) {
      problems.add(node.place(), path + ": must be a map of names to values", "");
      return null;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    entries
        .values()
        .forEach(
            (key, item) -> {
              Object value = value(type, item, join(path, key));
              if (value != null) {
                values.put(key, value);
              }
            });
    return Collections.unmodifiableMap(values);
  }

  private Object construct(
      Class<?> type,
      RecordComponent[] components,
      Object[] values,
      Node.Entries entries,
      String path,
      List<String> broken) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      Throwable refusal = e.getCause();
      if (refusal instanceof IllegalArgumentException || refusal instanceof UserError) {
        refuse(refusal.getMessage(), components, entries, path, broken);
      } else if (broken.isEmpty()) { // a null in place of a broken component may trip anything
        throw new IllegalStateException("the constructor of " + type + " failed", refusal);
      }
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }

  /** Tells what a constructor refused, at the line of the key that its message begins with. */
  private void refuse(
      String message,
      RecordComponent[] components,
      Node.Entries entries,
      String path,
      List<String> broken) {
    String first = message.split("[ :,]", 2)[0];
    String last = first.substring(first.lastIndexOf('.') + 1);
    boolean namesKey = Arrays.stream(components).anyMatch(c -> Names.key(c.getName()).equals(last));
    if (!broken.isEmpty() && (!namesKey || broken.contains(last))) {
      return;
    }
    Node at = namesKey ? entries.get(last) : null;
    String text = message;
    if (namesKey) {
      text = join(path, last) + message.substring(first.length());
    } else if (!path.isEmpty()) {
      text = path + ": " + message;
    }
    problems.add(at == null ? entries.place() : at.place(), text, "");
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}

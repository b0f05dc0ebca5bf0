package org.sluice.base.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A tree of settings as somebody wrote them, each part with its place. */
public sealed interface Node {
  Place place();

  /**
   * One value, not yet given a type: the record's component decides what it has to be.
   *
   * @param text as written, without quotes
   * @param quoted true when it stood in quotes, and so can only be text
   */
  record Scalar(String text, boolean quoted, Place place) implements Node {
    /** Nothing, as YAML writes it: {@code null}, {@code ~} or an empty place. */
    public boolean isNull() {
      return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }
  }

  /** A list. */
  record Items(List<Node> values, Place place) implements Node {
    public Items {
      values = List.copyOf(values);
    }
  }

  /** A map with text keys, in the order in which they were written. */
  record Entries(LinkedHashMap<String, Node> values, Place place) implements Node {
    /** The value of a key, or null. */
    public Node get(String key) {
      return values.get(key);
    }
  }

  /** An empty map. */
  static Entries empty(Place place) {
    return new Entries(new LinkedHashMap<>(), place);
  }

  /**
   * Parses one value as YAML's flow style writes it: {@code 0.5}, {@code nfc}, {@code [a, "b c"]},
   * {@code {type: nf4}}.
   *
   * @throws IllegalArgumentException when brackets or quotes don't close
   */
  static Node yamlScalar(String text, Place place) {
    return new FlowParser(text, place).parse();
  }

  /** A tree of maps, collections and plain values made in code, for instance read from JSON. */
  static Entries ofMap(Map<String, ?> map, Place place) {
    Entries entries = empty(place);
    map.forEach((key, value) -> entries.values().put(key, of(value, place)));
    return entries;
  }

  private static Node of(Object value, Place place) {
    if (value instanceof Node node) {
      return node;
    }
    if (value instanceof Map<?, ?> map) {
      Entries entries = empty(place);
      map.forEach((key, item) -> entries.values().put(String.valueOf(key), of(item, place)));
      return entries;
    }
    if (value instanceof Collection<?> items) {
      List<Node> nodes = new ArrayList<>();
      items.forEach(item -> nodes.add(of(item, place)));
      return new Items(nodes, place);
    }
    return new Scalar(value == null ? "" : value.toString(), value instanceof String, place);
  }

  /**
   * A copy of {@code root} in which {@code path} ({@code train.steps}) has this value; maps on the
   * way are made when they are missing.
   *
   * @throws IllegalArgumentException when the path leads through something that is not a map
   */
  static Entries with(Entries root, String path, Node value) {
    int dot = path.indexOf('.');
    Entries copy = new Entries(new LinkedHashMap<>(root.values()), root.place());
    if (dot < 0) {
      copy.values().put(path, value);
      return copy;
    }
    String head = path.substring(0, dot);
    Node below = root.get(head);
    boolean absent = below == null || below instanceof Scalar scalar && scalar.isNull();
    if (!absent && !(below instanceof Entries)) {
      throw new IllegalArgumentException("'" + head + "' is not a section at " + below.place());
    }
    Entries map = absent ? empty(value.place()) : (Entries) below;
    copy.values().put(head, with(map, path.substring(dot + 1), value));
    return copy;
  }
}

package org.sluice.pipelines.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.sluice.base.config.Node;
import org.sluice.base.config.Place;

/** Ways about in a tree of settings. */
final class Tree {
  private Tree() {}

  /** What stands at a dotted key; null when nothing does. */
  static Node at(Node.Entries root, String key) {
    Node node = root;
    for (String part : key.split("\\.")) {
      if (!(node instanceof Node.Entries entries)) {
        return null;
      }
      node = entries.get(part);
    }
    return node;
  }

  /**
   * The values at a dotted key, whether it holds one or a list. A part that ends in [] is a list of
   * sections, each of which is looked into.
   */
  static List<Node.Scalar> scalars(Node.Entries root, String key) {
    List<Node> nodes = List.of(root);
    for (String part : key.split("\\.")) {
      boolean each = part.endsWith("[]");
      String name = each ? part.substring(0, part.length() - 2) : part;
      List<Node> next = new ArrayList<>();
      for (Node node : nodes) {
        Node value = node instanceof Node.Entries entries ? entries.get(name) : null;
        next.addAll(each && value instanceof Node.Items items ? items.values() : one(value));
      }
      nodes = next;
    }
    return nodes.stream()
        .flatMap(
            node -> node instanceof Node.Items items ? items.values().stream() : Stream.of(node))
        .filter(node -> node instanceof Node.Scalar scalar && !scalar.isNull())
        .map(node -> (Node.Scalar) node)
        .toList();
  }

  private static List<Node> one(Node value) {
    return value == null ? List.of() : List.of(value);
  }

  /** The text of a single value; empty when there is none. */
  static String text(Node.Entries root, String key) {
    return at(root, key) instanceof Node.Scalar scalar && !scalar.isNull() ? scalar.text() : "";
  }

  /** The place of a key, or of the nearest section around it that was written. */
  static Place place(Node.Entries root, String key) {
    Node node = at(root, key);
    if (node != null) {
      return node.place();
    }
    int dot = key.lastIndexOf('.');
    return dot < 0 ? root.place() : place(root, key.substring(0, dot));
  }

  /**
   * A copy in which a key has this value. A section that is new stands before the steps that
   * usually follow it, so that it does its work in time.
   */
  static Node.Entries with(Node.Entries root, String key, Node value) {
    Node.Entries changed = Node.with(root, key, value);
    String section = key.split("\\.")[0];
    int rank = rank(section);
    if (rank < 0 || root.get(section) != null) {
      return changed;
    }
    Node.Entries ordered = Node.empty(root.place());
    for (String other : root.values().keySet()) {
      if (rank(other) > rank) {
        ordered.values().putIfAbsent(section, changed.get(section));
      }
      ordered.values().put(other, changed.get(other));
    }
    ordered.values().putIfAbsent(section, changed.get(section));
    return ordered;
  }

  private static int rank(String section) {
    return Steps.find(section).map(Steps.ALL::indexOf).orElse(-1);
  }

  /** A copy in which sections without content are empty maps. */
  static Node.Entries withoutNulls(Node.Entries root) {
    Node.Entries copy = new Node.Entries(new LinkedHashMap<>(root.values()), root.place());
    copy.values()
        .replaceAll(
            (section, node) ->
                node instanceof Node.Scalar scalar && scalar.isNull()
                    ? Node.empty(node.place())
                    : node);
    return copy;
  }

  /** A copy without a key; sections that become empty go too. */
  static Node.Entries without(Node.Entries root, String key) {
    Node.Entries copy = new Node.Entries(new LinkedHashMap<>(root.values()), root.place());
    int dot = key.indexOf('.');
    String head = dot < 0 ? key : key.substring(0, dot);
    if (dot < 0) {
      copy.values().remove(head);
    } else if (root.get(head) instanceof Node.Entries below) {
      Node.Entries rest = without(below, key.substring(dot + 1));
      if (rest.values().isEmpty()) {
        copy.values().remove(head);
      } else {
        copy.values().put(head, rest);
      }
    }
    return copy;
  }
}

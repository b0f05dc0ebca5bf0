package org.sluice.pipelines.recipe;

import java.util.LinkedHashMap;
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

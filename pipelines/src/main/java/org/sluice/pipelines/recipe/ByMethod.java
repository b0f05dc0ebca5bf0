package org.sluice.pipelines.recipe;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sluice.base.Nearest;
import org.sluice.base.config.Names;
import org.sluice.base.config.Node;
import org.sluice.base.config.Problems;
import org.sluice.jobs.train.TrainOptions;

/**
 * Settings of training that go with a method: what stands in {@code train.by_method.NAME} lies over
 * {@code train} when NAME is the method, so that one key changes the method with all that belongs
 * to it.
 */
final class ByMethod {
  static final String SECTION = "train.by_method";

  private ByMethod() {}

  /** A copy of the tree with the chosen method's settings in their places. */
  static Node.Entries resolve(Node.Entries root, Node.Entries overridden, Problems problems) {
    Node all = Tree.at(root, SECTION);
    if (all == null) {
      return root;
    }
    Node.Entries rest = Tree.without(root, SECTION);
    if (!(all instanceof Node.Entries methods)) {
      problems.add(all.place(), SECTION + ": must be a section with keys", "");
      return rest;
    }
    refuseUnknown(methods, problems);
    String method = Tree.text(overridden, "train.method");
    Node chosen = methods.get(method.isEmpty() ? "lora" : method);
    return chosen instanceof Node.Entries own ? over(rest, "train", own) : rest;
  }

  private static void refuseUnknown(Node.Entries methods, Problems problems) {
    List<String> known =
        Arrays.stream(TrainOptions.Method.values()).map(Names::wire).sorted().toList();
    methods
        .values()
        .forEach(
            (name, node) -> {
              if (!known.contains(name)) {
                problems.add(
                    node.place(),
                    "unknown method '" + SECTION + "." + name + "'",
                    "did you mean '" + Nearest.to(name, known) + "'?");
              }
            });
  }

  /** Lays a section over what stands at a key, key by key. */
  private static Node.Entries over(Node.Entries root, String key, Node.Entries section) {
    Node.Entries changed = root;
    for (Map.Entry<String, Node> entry : section.values().entrySet()) {
      String full = key + "." + entry.getKey();
      changed =
          entry.getValue() instanceof Node.Entries below && !below.values().isEmpty()
              ? over(changed, full, below)
              : Node.with(changed, full, entry.getValue());
    }
    return changed;
  }
}

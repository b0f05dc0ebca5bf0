package org.sluice.pipelines.recipe;

import java.util.Arrays;
import org.sluice.base.config.Names;
import org.sluice.base.config.Node;
import org.sluice.jobs.ModelOptions;

/** Hands the shared section {@code model} to the steps that use a model. */
final class Wiring {
  private Wiring() {}

  static Node.Entries complete(Node.Entries root) {
    Node model = root.get("model");
    if (model == null) {
      return root;
    }
    Node.Entries wired = root;
    for (StepEntry<?> entry : Steps.ALL) {
      if (root.get(entry.name()) instanceof Node.Scalar scalar && !scalar.isNull()
          || root.get(entry.name()) == null) {
        continue;
      }
      if (has(entry, ModelOptions.class, "model")) {
        wired = withDefault(wired, entry.name() + ".model", model);
      }
      Node path = Tree.at(root, "model.path");
      if (path != null && has(entry, Object.class, "model_path")) {
        wired = withDefault(wired, entry.name() + ".model_path", path);
      }
    }
    return wired;
  }

  private static Node.Entries withDefault(Node.Entries root, String key, Node value) {
    return Tree.at(root, key) == null ? Node.with(root, key, value) : root;
  }

  private static boolean has(StepEntry<?> entry, Class<?> type, String key) {
    return Arrays.stream(entry.options().getRecordComponents())
        .anyMatch(
            c ->
                Names.key(c.getName()).equals(key)
                    && (type == Object.class || c.getType() == type));
  }
}

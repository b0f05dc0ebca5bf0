package org.sluice.pipelines.recipe;

import java.util.LinkedHashMap;
import java.util.Map;
import org.sluice.base.config.Node;
import org.sluice.base.config.Problems;

/** Short names of keys, as people know them. */
final class Aliases {
  /** Alias to key; whoever writes {@code data.train} means {@code ingest.path}. */
  static final Map<String, String> ALL = new LinkedHashMap<>();

  static {
    ALL.put("input.path", "ingest.path");
    ALL.put("data.train", "ingest.path");
    ALL.put("data.test", "ingest.test_path");
  }

  private Aliases() {}

  static String resolve(String key) {
    return ALL.getOrDefault(key, key);
  }

  /** Moves what stands under an alias to its key; both at once is a mistake. */
  static Node.Entries resolveAll(Node.Entries root, Problems problems) {
    Node.Entries moved = root;
    for (Map.Entry<String, String> alias : ALL.entrySet()) {
      Node value = Tree.at(moved, alias.getKey());
      if (value == null) {
        continue;
      }
      moved = Tree.without(moved, alias.getKey());
      if (Tree.at(moved, alias.getValue()) != null) {
        problems.add(
            value.place(),
            alias.getKey() + " and " + alias.getValue() + " are the same setting",
            "write one of them");
      } else {
        moved = Tree.with(moved, alias.getValue(), value);
      }
    }
    return moved;
  }
}

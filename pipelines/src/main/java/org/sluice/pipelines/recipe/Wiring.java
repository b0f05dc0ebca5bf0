package org.sluice.pipelines.recipe;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.sluice.base.config.Binder;
import org.sluice.base.config.Names;
import org.sluice.base.config.Node;
import org.sluice.base.config.Place;
import org.sluice.base.config.Problems;
import org.sluice.jobs.ModelOptions;

/**
 * What one section hands to others: {@code model} goes to every step that uses a model, and what a
 * step of the recipe makes is where the steps after it look for it.
 */
final class Wiring {
  /** The folder below OUTPUT in which pretrain leaves its model. */
  private static final String PRETRAINED = "/base-model";

  private final Problems problems;

  Wiring(Problems problems) {
    this.problems = problems;
  }

  /** A copy of the tree in which nothing is left to be looked up in another section. */
  Node.Entries complete(Node.Entries root) {
    return withModel(withPretrained(withOrder(withGenerated(root))));
  }

  /** What generate writes is what ingest reads. */
  private static Node.Entries withGenerated(Node.Entries root) {
    String output = Tree.text(root, "output.path");
    if (root.get("generate") == null || output.isEmpty()) {
      return root;
    }
    Place place = root.get("generate").place();
    Node folder = new Node.Scalar(output + "/generated", true, place);
    Node.Entries wired = withDefault(root, "generate.path", folder);
    String documents = Tree.text(wired, "generate.path") + "/documents";
    return root.get("ingest") == null
        ? wired
        : withDefault(wired, "ingest.path", new Node.Scalar(documents, true, place));
  }

  /** The order of a curriculum is kept by what reads the mixture. */
  private static Node.Entries withOrder(Node.Entries root) {
    Node curriculum = Tree.at(root, "mix.curriculum");
    if (curriculum == null) {
      return root;
    }
    Node yes = new Node.Scalar("true", false, curriculum.place());
    Node.Entries wired = root;
    for (StepEntry<?> entry : Steps.ALL) {
      if (has(entry, "keep_order") && root.get(entry.name()) instanceof Node.Entries) {
        wired = withDefault(wired, entry.name() + ".keep_order", yes);
      }
    }
    return wired;
  }

  private static Node.Entries withDefault(Node.Entries root, String key, Node value) {
    return Tree.at(root, key) == null ? Node.with(root, key, value) : root;
  }

  private static Node.Entries withPretrained(Node.Entries root) {
    String output = Tree.text(root, "output.path");
    if (root.get("pretrain") == null
        || output.isEmpty()
        || !Tree.text(root, "model.path").isEmpty()) {
      return root;
    }
    Node path = new Node.Scalar(output + PRETRAINED, true, root.get("pretrain").place());
    return Node.with(root, "model.path", path);
  }

  private Node.Entries withModel(Node.Entries root) {
    if (users(root).findAny().isEmpty()) {
      return root;
    }
    Node model = sound(root);
    Node.Entries wired = root;
    for (StepEntry<?> entry : users(root).toList()) {
      for (String key : new String[] {"model", "model_path"}) {
        Node value = key.equals("model") ? model : ((Node.Entries) model).get("path");
        String full = entry.name() + "." + key;
        if (has(entry, key)) {
          wired = withDefault(wired, full, value);
        }
      }
    }
    return wired;
  }

  /**
   * The section model, or a stand-in when it has mistakes: they are told once, here, and not again
   * by every step.
   */
  private Node sound(Node.Entries root) {
    Node model = root.get("model");
    if (model == null) {
      String user = users(root).map(StepEntry::name).findFirst().orElseThrow();
      problems.add(
          root.get(user).place(), user + " needs a model", "add a section model with path");
    } else if (Binder.bind(ModelOptions.class, model, "model", problems) != null) {
      return model;
    }
    return Node.ofMap(Map.of("path", "none"), root.place());
  }

  /** The steps of the recipe that use a model. */
  private static Stream<StepEntry<?>> users(Node.Entries root) {
    return Steps.ALL.stream()
        .filter(entry -> root.get(entry.name()) instanceof Node.Entries)
        .filter(
            entry -> has(entry, "model") || has(entry, "model_path") && root.get("model") != null);
  }

  private static boolean has(StepEntry<?> entry, String key) {
    return Arrays.stream(entry.options().getRecordComponents())
        .anyMatch(component -> Names.key(component.getName()).equals(key));
  }
}

package org.sluice.pipelines.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;
import org.sluice.base.config.Binder;
import org.sluice.base.config.Node;
import org.sluice.base.config.Place;
import org.sluice.base.config.Problems;

/**
 * Reads a recipe. Strongest first: {@code --set}, the file, defaults.
 *
 * <p>Every mistake is told at once: unknown sections and keys, wrong types, what an options record
 * refuses, pairs of settings that cannot go together, files that are not there.
 */
public final class RecipeReader {
  /** What a reader looks at beside the recipe itself. */
  public enum Files {
    /** The files that the recipe names must be there. */
    MUST_EXIST,
    /** Only the recipe is read. */
    UNSEEN
  }

  private RecipeReader() {}

  /**
   * Reads a recipe.
   *
   * @param file a YAML file
   * @param sets overrides, {@code key=value}
   * @throws UserError with one line for each mistake
   */
  public static Recipe read(Path file, List<String> sets, Files files) {
    Problems problems = new Problems();
    Node.Entries root = Aliases.resolveAll(YamlReader.read(file, problems), problems);
    for (String set : sets) {
      root = override(root, set, problems);
    }
    Recipe recipe = bind(file, Wiring.complete(root), files, problems);
    problems.throwIfAny();
    return recipe;
  }

  private static Node.Entries override(Node.Entries root, String set, Problems problems) {
    int equals = set.indexOf('=');
    String key = equals < 0 ? set.strip() : set.substring(0, equals).strip();
    Place place = Place.option("--set " + key);
    if (equals <= 0) {
      problems.add(place, "there is no value", "write --set key=value");
      return root;
    }
    try {
      Node value = Node.yamlScalar(set.substring(equals + 1), place);
      return Node.with(root, Aliases.resolve(key), value);
    } catch (IllegalArgumentException e) {
      problems.add(place, e.getMessage(), "");
      return root;
    }
  }

  private static Recipe bind(Path file, Node.Entries root, Files files, Problems problems) {
    refuseUnknownSections(root, problems);
    List<RecipeStep> steps = new ArrayList<>();
    for (String section : root.values().keySet()) {
      Steps.find(section)
          .map(entry -> step(entry, Tree.at(root, section), problems))
          .ifPresent(steps::add);
    }
    OutputOptions output = section(OutputOptions.class, root, "output", problems);
    SparkOptions spark = section(SparkOptions.class, root, "spark", problems);
    String name = Tree.text(root, "name");
    Recipe recipe =
        new Recipe(name.isEmpty() ? baseName(file) : name, file.toString(), steps, output, spark);
    Checks checks = new Checks(recipe, root, problems);
    checks.order();
    checks.pairs();
    if (files == Files.MUST_EXIST) {
      checks.files();
    }
    return recipe;
  }

  private static void refuseUnknownSections(Node.Entries root, Problems problems) {
    List<String> known = Sections.names();
    root.values()
        .forEach(
            (section, node) -> {
              if (!known.contains(section)) {
                problems.add(
                    node.place(),
                    "unknown section '" + section + "'",
                    "did you mean '" + Nearest.to(section, known) + "'?");
              }
            });
  }

  /** A step whose settings have mistakes takes part with null options, so that others are found. */
  private static RecipeStep step(StepEntry<?> entry, Node node, Problems problems) {
    Node section = isEmpty(node) ? Node.empty(node.place()) : node;
    Record options = Binder.bind(entry.options(), section, entry.name(), problems);
    return new RecipeStep(entry, options, node.place());
  }

  private static <R extends Record> R section(
      Class<R> type, Node.Entries root, String key, Problems problems) {
    Node node = root.get(key);
    Place place = node == null ? root.place() : node.place();
    return Binder.bind(type, isEmpty(node) ? Node.empty(place) : node, key, problems);
  }

  private static boolean isEmpty(Node node) {
    return node == null || node instanceof Node.Scalar scalar && scalar.isNull();
  }

  private static String baseName(Path file) {
    return file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
  }

  /** All settings of a recipe by section, for the docs. */
  public static Map<String, Class<? extends Record>> sections() {
    Map<String, Class<? extends Record>> sections = new LinkedHashMap<>();
    Steps.ALL.forEach(entry -> sections.put(entry.name(), entry.options()));
    sections.putAll(Sections.SHARED);
    return sections;
  }
}

package org.sluice.pipelines.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    Node.Entries root =
        Aliases.resolveAll(Tree.withoutNulls(YamlReader.read(file, problems)), problems);
    root =
        overridden(
            ByMethod.resolve(root, overridden(root, sets, new Problems()), problems),
            sets,
            problems);
    Recipe recipe = bind(file, new Wiring(problems).complete(root), files, problems);
    problems.throwIfAny();
    return recipe;
  }

  private static Node.Entries overridden(Node.Entries root, List<String> sets, Problems problems) {
    Node.Entries changed = root;
    for (String set : sets) {
      changed = override(changed, set, problems);
    }
    return changed;
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
      return Tree.with(root, Aliases.resolve(key), value);
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
    new Checks(recipe, root, problems).all();
    if (files == Files.MUST_EXIST) {
      NamedFiles.check(recipe, problems);
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
    Record options = Binder.bind(entry.options(), node, entry.name(), problems);
    Node.Entries section = node instanceof Node.Entries map ? map : Node.empty(node.place());
    return new RecipeStep(entry, options, section, node.place());
  }

  private static <R extends Record> R section(
      Class<R> type, Node.Entries root, String key, Problems problems) {
    Node node = root.get(key);
    return Binder.bind(type, node == null ? Node.empty(root.place()) : node, key, problems);
  }

  private static String baseName(Path file) {
    return file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
  }
}

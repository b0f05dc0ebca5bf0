package org.sluice.pipelines.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sluice.base.config.Canonical;
import org.sluice.base.config.Node;
import org.sluice.base.config.Place;
import org.sluice.base.config.Problems;

/** The files outside the run that settings name. */
public final class NamedFiles {
  private static final String MODEL = "model.path";

  /** By step, the keys whose values are files, folders or patterns to read; [] goes into a list. */
  private static final Map<String, List<String>> KEYS =
      Map.ofEntries(
          Map.entry("ingest", List.of("path", "test_path")),
          Map.entry(
              "clean",
              List.of(
                  "language.model",
                  "sentencepiece",
                  "lists[].path",
                  "classifiers[].model",
                  "perplexity[].model",
                  "perplexity[].sentencepiece",
                  "importance[].model")),
          Map.entry("classify", List.of("positive", "negative")),
          Map.entry("decontaminate", List.of("against")),
          Map.entry("redact", List.of("tagger.model_path")),
          Map.entry("mix", List.of("model_path")),
          Map.entry("ngram_model", List.of("sentencepiece")),
          Map.entry("importance_model", List.of("targets[].paths", "source")),
          Map.entry("format", List.of("chat_template", "model_path")),
          Map.entry("tokenizer", List.of("chat_template")),
          Map.entry("pretrain", List.of("tokenizer")),
          Map.entry("tokenize", List.of(MODEL)),
          Map.entry("train", List.of(MODEL)),
          Map.entry("evaluate", List.of(MODEL, "adapter")),
          Map.entry("export", List.of(MODEL)));

  private static final int DEEPEST = 32;

  private NamedFiles() {}

  /**
   * Tells the files that are not there. Those below OUTPUT are made by the run itself; those with a
   * scheme ({@code s3a://}) belong to Hadoop, and the step that reads them looks.
   */
  static void check(Recipe recipe, Problems problems) {
    String output = recipe.output() == null ? "" : recipe.output().path();
    Map<Place, String> seen = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    for (RecipeStep step : recipe.steps()) {
      for (String key : KEYS.getOrDefault(step.name(), List.of())) {
        for (Node.Scalar value : Tree.scalars(step.section(), key)) {
          String full = key.startsWith("model") ? MODEL : step.name() + "." + key;
          boolean own = !output.isEmpty() && Path.of(value.text()).startsWith(output);
          if (!own
              && !value.text().contains("://")
              && matches(value.text()).isEmpty()
              && seen.put(value.place(), full) == null) {
            problems.add(
                value.place(),
                full + ": there is no " + value.text(),
                "relative paths start at the current directory");
          }
        }
      }
    }
  }

  /** Stands for the content of the files that a step names: path, size and time of each. */
  public static String digest(RecipeStep step) {
    Map<String, String> files = new TreeMap<>();
    for (String key : KEYS.getOrDefault(step.name(), List.of())) {
      for (Node.Scalar value : Tree.scalars(step.section(), key)) {
        matches(value.text()).forEach(path -> note(path, files));
      }
    }
    return Canonical.digest(files);
  }

  /** Whether all files that a step names are there now; those that the run makes may be not yet. */
  public static boolean allThere(RecipeStep step) {
    return KEYS.getOrDefault(step.name(), List.of()).stream()
        .flatMap(key -> Tree.scalars(step.section(), key).stream())
        .allMatch(value -> value.text().contains("://") || !matches(value.text()).isEmpty());
  }

  /** The files that one key of a step names. */
  public static List<Path> of(RecipeStep step, String key) {
    List<Path> files = new ArrayList<>();
    for (Node.Scalar value : Tree.scalars(step.section(), key)) {
      matches(value.text()).forEach(path -> walk(path).forEach(files::add));
    }
    return files;
  }

  private static void note(Path path, Map<String, String> files) {
    for (Path file : walk(path)) {
      try {
        files.put(file.toString(), Files.size(file) + " " + Files.getLastModifiedTime(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static List<Path> walk(Path path) {
    try (Stream<Path> walk = Files.walk(path)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files that a path or a pattern ({@code *}, {@code ?}, braces) names, sorted. */
  static List<Path> matches(String text) {
    int special = text.replaceAll("[*?{\\[]", "\0").indexOf('\0');
    if (special < 0) {
      Path path = Path.of(text);
      return Files.exists(path) ? List.of(path) : List.of();
    }
    int slash = text.lastIndexOf('/', special);
    Path folder = Path.of(slash < 0 ? "." : text.substring(0, slash + 1));
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    PathMatcher matcher =
        FileSystems.getDefault().getPathMatcher("glob:" + (slash < 0 ? "./" + text : text));
    try (Stream<Path> walk = Files.walk(folder, DEEPEST)) {
      return walk.filter(matcher::matches).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

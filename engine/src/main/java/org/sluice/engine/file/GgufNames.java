package org.sluice.engine.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of modules in GGUF files beside those in folders (gguf's tensor_mapping.py). {@code #}
 * stands for a layer's number, {@code %} for an expert's: a GGUF file stacks all experts of a
 * layer.
 */
final class GgufNames {
  private static final Pattern NUMBER = Pattern.compile("(?<=\\.)\\d+(?=\\.)");
  private static final Pattern TENSOR = Pattern.compile("(.*)\\.(weight|bias)");

  private record Row(String file, String folder, GgufChange change) {}

  /**
   * A tensor of a folder.
   *
   * @param name in the folder
   * @param file name in the GGUF file
   * @param expert its place in the stack, -1 outside of one
   */
  record Tensor(String name, String file, GgufChange change, int expert) {}

  private final List<Row> rows = new ArrayList<>();

  /**
   * @param tables lines of a name in the file, one in the folder and, where there is one, a change
   */
  GgufNames(String... tables) {
    for (String table : tables) {
      table
          .lines()
          .map(line -> line.trim().split(" +"))
          .forEach(
              words ->
                  rows.add(
                      new Row(
                          words[0],
                          words[1],
                          words.length < 3
                              ? GgufChange.NONE
                              : GgufChange.valueOf(words[2].toUpperCase(Locale.ROOT)))));
    }
  }

  /** The tensors of the folder that a tensor of the file holds; none for a table of factors. */
  List<Tensor> inFile(String file, int experts) {
    Matcher tensor = TENSOR.matcher(file);
    if (!tensor.matches()) {
      return List.of();
    }
    List<String> numbers = numbers(tensor.group(1));
    String form = form(tensor.group(1));
    for (Row row : rows) {
      if (!row.file.equals(form)) {
        continue;
      }
      String folder = row.folder + "." + tensor.group(2);
      String inLayer = numbers.isEmpty() ? folder : folder.replace("#", numbers.get(0));
      if (!folder.contains("%")) {
        return List.of(new Tensor(inLayer, file, row.change, -1));
      }
      List<Tensor> stack = new ArrayList<>();
      for (int expert = 0; expert < experts; expert++) {
        String name = inLayer.replace("%", String.valueOf(expert));
        stack.add(new Tensor(name, file, row.change, expert));
      }
      return stack;
    }
    return List.of();
  }

  /** Where a tensor of a folder goes; files of bare models leave the first part of the name out. */
  Optional<Tensor> inFolder(String name) {
    Matcher tensor = TENSOR.matcher(name);
    if (!tensor.matches()) {
      return Optional.empty();
    }
    List<String> numbers = numbers("." + tensor.group(1) + ".");
    String form = form("." + tensor.group(1) + ".");
    String bare = form.substring(1, form.length() - 1);
    return rows.stream()
        .filter(row -> row.folder.equals(bare) || row.folder.endsWith("." + bare))
        .findFirst()
        .map(
            row -> {
              String file = row.file + "." + tensor.group(2);
              int expert = row.folder.contains("%") ? Integer.parseInt(numbers.get(1)) : -1;
              String inLayer = numbers.isEmpty() ? file : file.replace("#", numbers.get(0));
              return new Tensor(name, inLayer, row.change, expert);
            });
  }

  private static List<String> numbers(String name) {
    return NUMBER.matcher(name).results().map(found -> found.group()).toList();
  }

  private static String form(String name) {
    return NUMBER.matcher(NUMBER.matcher(name).replaceFirst("#")).replaceAll("%");
  }
}

package org.sluice.text.prompt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;
import org.sluice.text.prompt.jinja.TemplateException;

/** Chat templates in files {@code NAME.jinja}, in folders or below them, compiled once each. */
public final class TemplateFolders {
  private static final String SUFFIX = ".jinja";
  private static final int DEPTH = 4;

  private final Map<String, Path> files;
  private final Path single; // one template for all names; null when there are folders
  private final Map<Path, ChatTemplate> compiled = new HashMap<>();

  private TemplateFolders(Map<String, Path> files, Path single) {
    this.files = files;
    this.single = single;
  }

  /** One template for everything. */
  public static TemplateFolders single(Path file) {
    if (!Files.isRegularFile(file)) {
      throw UserError.at(file, "", "there is no such template", "check --template");
    }
    return new TemplateFolders(Map.of(), file);
  }

  /** All templates of these folders; the first folder wins, and in it the file nearest its top. */
  public static TemplateFolders of(List<Path> folders) {
    Map<String, Path> files = new TreeMap<>();
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw UserError.at(folder, "", "there is no such folder", "check --templates");
      }
      for (Path file : templatesIn(folder)) {
        String name = file.getFileName().toString();
        files.putIfAbsent(name.substring(0, name.length() - SUFFIX.length()), file);
      }
    }
    return new TemplateFolders(files, null);
  }

  private static List<Path> templatesIn(Path folder) {
    try (Stream<Path> found = Files.walk(folder, DEPTH)) {
      List<Path> files = new ArrayList<>();
      found.filter(file -> file.toString().endsWith(SUFFIX)).forEach(files::add);
      files.sort(Comparator.comparingInt(Path::getNameCount).thenComparing(Path::toString));
      return files;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * The template of that name.
   *
   * @param source and {@code place} say where the name stands, for the error message
   */
  ChatTemplate find(String name, String source, String place) {
    Path file = single != null ? single : files.get(name == null ? "" : name);
    if (file == null) {
      throw UserError.at(
          source,
          place,
          name == null ? "no template is named" : "there is no template '" + name + "'",
          files.isEmpty() || name == null
              ? "give --template FILE"
              : "nearest name: '" + Nearest.to(name, files.keySet()) + "'");
    }
    return compiled.computeIfAbsent(file, TemplateFolders::compile);
  }

  private static ChatTemplate compile(Path file) {
    try {
      return ChatTemplate.compile(Files.readString(file));
    } catch (TemplateException wrong) {
      throw UserError.at(
              file,
              Integer.toString(wrong.line()),
              "this is no Jinja template: " + wrong.getMessage(),
              "mend the template")
          .causedBy(wrong);
    } catch (IOException unreadable) {
      throw UserError.at(file, "", "cannot be read as UTF-8", "check the file")
          .causedBy(unreadable);
    }
  }
}

package org.sluice.jobs.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sluice.base.UserError;
import org.sluice.jobs.ingest.IngestOptions.InputFormat;

/** Finds the files that a user named by path, folder or glob. */
final class InputFiles {
  /** What is made of the files of a folder. */
  enum Choice {
    /** All are data; one of an unknown kind is a mistake. */
    ALL,
    /** As {@link DataFiles} has it. */
    DATA_ALONE
  }

  private static final int LOOKED_AT = 1024;

  private final Configuration hadoop;
  private final InputFormat format;
  private final Choice choice;
  private final List<String> aside = new ArrayList<>();

  private InputFiles(Configuration hadoop, InputFormat format, Choice choice) {
    this.hadoop = hadoop;
    this.format = format;
    this.choice = choice;
  }

  /**
   * All files of the settings, by path, with names that differ.
   *
   * @throws UserError when a path names nothing, or no file holds a byte
   */
  static List<InputFile> of(Configuration hadoop, IngestOptions options, Choice choice) {
    return found(hadoop, options, choice).read();
  }

  /** The same, and what was left aside. */
  static DataFiles found(Configuration hadoop, IngestOptions options, Choice choice) {
    InputFiles finder = new InputFiles(hadoop, options.format(), choice);
    List<InputFile> files = new ArrayList<>();
    options.path().forEach(path -> files.addAll(finder.find(path, false)));
    options.testPath().forEach(path -> files.addAll(finder.find(path, true)));
    if (files.stream().allMatch(file -> file.length() == 0)) {
      boolean packed = files.stream().anyMatch(file -> file.packing() != InputFile.Packing.PLAIN);
      throw UserError.at(
          String.join(", ", options.path()),
          "",
          "the input is empty",
          packed
              ? "fetch or make the file again: no packing makes it empty"
              : "give files with rows");
    }
    return new DataFiles(withOwnNames(files), finder.aside);
  }

  private List<InputFile> find(String given, boolean test) {
    try {
      Path path = new Path(given);
      FileSystem files = path.getFileSystem(hadoop);
      FileStatus[] roots = files.globStatus(path);
      if (roots == null || roots.length == 0) {
        throw UserError.at(given, "", "there is no such file", "correct ingest.path");
      }
      List<InputFile> found = new ArrayList<>();
      for (FileStatus root : roots) {
        if (isDelta(files, root)) {
          // The rows of a Delta table are counted by Spark; its length is only not nothing.
          found.add(
              new InputFile(
                  root.getPath().toString(), root.getPath().getName(), InputFormat.DELTA, 1, test));
        } else {
          found.addAll(below(files, root, test));
        }
      }
      if (found.isEmpty()) {
        throw UserError.at(given, "", "the folder holds no files", "correct ingest.path");
      }
      found.sort((a, b) -> a.path().compareTo(b.path()));
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + given, e);
    }
  }

  private List<InputFile> below(FileSystem files, FileStatus root, boolean test)
      throws IOException {
    List<InputFile> found = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    collect(files, root, root.getPath().getParent(), test, found, unknown);
    if (root.isDirectory() && choice == Choice.DATA_ALONE) {
      if (found.isEmpty() && !unknown.isEmpty()) {
        throw noneIsRead(root, unknown);
      }
      DataFiles data = DataFiles.of(found, unknown);
      aside.addAll(data.aside());
      return data.read();
    }
    if (!unknown.isEmpty()) {
      throw unknownFormat(unknown.get(0));
    }
    return found;
  }

  private boolean isDelta(FileSystem files, FileStatus root) throws IOException {
    boolean asked = format == InputFormat.AUTO || format == InputFormat.DELTA;
    return asked && root.isDirectory() && files.exists(new Path(root.getPath(), "_delta_log"));
  }

  private void collect(
      FileSystem files,
      FileStatus at,
      Path root,
      boolean test,
      List<InputFile> found,
      List<String> unknown)
      throws IOException {
    if (at.isDirectory()) {
      for (FileStatus child : files.listStatus(at.getPath())) {
        String name = child.getPath().getName();
        if (!name.startsWith(".") && !name.startsWith("_")) {
          collect(files, child, root, test, found, unknown);
        }
      }
      return;
    }
    String path = at.getPath().toString();
    String name = path.substring(root.toString().length() + 1);
    Optional<InputFormat> known = formatOf(path);
    known.ifPresentOrElse(
        kind -> found.add(new InputFile(path, name, kind, at.getLen(), test)),
        () -> unknown.add(path));
  }

  private Optional<InputFormat> formatOf(String path) {
    return format == InputFormat.AUTO
        ? Optional.ofNullable(byExtension(path))
        : Optional.of(format);
  }

  /** The format that the extension says; null when it says none. */
  private InputFormat byExtension(String path) {
    String name = path.toLowerCase(Locale.ROOT).replaceAll("\\.(gz|zst|lz4)$", "");
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "jsonl", "ndjson" -> InputFormat.JSONL;
      case "json" -> isArray(path) ? InputFormat.JSON : InputFormat.JSONL;
      case "csv" -> InputFormat.CSV;
      case "txt", "text" -> InputFormat.TEXT;
      case "md", "markdown" -> InputFormat.MARKDOWN;
      case "html", "htm", "xhtml" -> InputFormat.HTML;
      case "xml" -> InputFormat.XML;
      case "warc", "wet", "arc" -> InputFormat.WARC;
      case "parquet" -> InputFormat.PARQUET;
      default -> null;
    };
  }

  /** Nothing in a folder is data, for those who look at it without settings. */
  private static UserError noneIsRead(FileStatus folder, List<String> unknown) {
    unknown.sort(null);
    String first = unknown.stream().filter(InputFiles::isArchive).findFirst().orElse("");
    String file = first.isEmpty() ? unknown.get(0) : first;
    return UserError.at(
        folder.getPath().toString(),
        "",
        "none of the %d files is of a kind that is read, such as %s"
            .formatted(unknown.size(), file.substring(file.lastIndexOf('/') + 1)),
        first.isEmpty()
            ? "give them the extension of their format: jsonl, csv, txt, html, warc or parquet"
            : "unpack it, or pack what is in it with gzip");
  }

  private static boolean isArchive(String path) {
    return path.toLowerCase(Locale.ROOT).matches(".*\\.(zip|tar|tgz|tar\\.gz|7z|rar|bz2|xz)");
  }

  private static UserError unknownFormat(String path) {
    return isArchive(path)
        ? UserError.at(
            path, "", "an archive or a packing that is not read", "unpack it, or pack it with gzip")
        : UserError.at(
            path,
            "",
            "the extension says no format",
            "set ingest.format to jsonl, csv, text, html, warc, parquet or another one");
  }

  /** Whether a file of JSON is one list rather than a line a row. */
  private boolean isArray(String path) {
    InputFile file = new InputFile(path, path, InputFormat.JSON, 1, false);
    try (InputStream in = file.open(hadoop, 0)) {
      byte[] head = in.readNBytes(LOOKED_AT);
      String start = new String(head, StandardCharsets.UTF_8);
      return start.replace("\uFEFF", "").stripLeading().startsWith("[");
    } catch (IOException e) {
      return false; // reading it will tell what is wrong
    }
  }

  /** Two files of one name would give their rows the same ids: such files go by their path. */
  private static List<InputFile> withOwnNames(List<InputFile> files) {
    Set<String> seen = new HashSet<>();
    Set<String> twice = new HashSet<>();
    files.forEach(
        file -> {
          if (!seen.add(file.name())) {
            twice.add(file.name());
          }
        });
    return files.stream()
        .map(
            file ->
                twice.contains(file.name())
                    ? new InputFile(
                        file.path(), file.path(), file.format(), file.length(), file.test())
                    : file)
        .toList();
  }
}

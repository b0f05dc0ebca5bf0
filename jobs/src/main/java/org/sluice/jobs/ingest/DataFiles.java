package org.sluice.jobs.ingest;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.sluice.jobs.ingest.IngestOptions.InputFormat;

/**
 * Which files of a folder are its data, for those who look at a folder that they do not know yet:
 * files named as papers about the data and files of unknown kinds lie beside it, and of the kinds
 * that are left the one with the most bytes is read.
 *
 * @param read the data
 * @param aside what lies beside it, by path
 */
record DataFiles(List<InputFile> read, List<String> aside) {
  private static final Pattern PAPER =
      Pattern.compile(
          "(?i)(readme|licen[cs]e|notice|copying|authors|contributing|changelog|citation"
              + "|dataset_?infos?|manifest|sha256sums?|md5sums?)([._-].*)?");

  /** Formats that are read in the same way, under the name of one of them. */
  private static final Map<InputFormat, InputFormat> KINDS =
      Map.of(
          InputFormat.JSON, InputFormat.JSONL,
          InputFormat.MARKDOWN, InputFormat.TEXT);

  /**
   * The data of a folder.
   *
   * @param files of known kinds
   * @param unknown paths of the others
   */
  static DataFiles of(List<InputFile> files, List<String> unknown) {
    List<InputFile> named = files.stream().filter(file -> !isPaper(file)).toList();
    List<InputFile> candidates = named.isEmpty() ? files : named;
    Map<InputFormat, Long> bytes = new EnumMap<>(InputFormat.class);
    candidates.forEach(file -> bytes.merge(kind(file), file.length(), Long::sum));
    InputFormat most =
        bytes.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse(InputFormat.AUTO);
    List<InputFile> read = candidates.stream().filter(file -> kind(file) == most).toList();
    List<String> aside = new ArrayList<>(unknown);
    files.stream().filter(file -> !read.contains(file)).map(InputFile::path).forEach(aside::add);
    aside.sort(null);
    return new DataFiles(read, aside);
  }

  private static boolean isPaper(InputFile file) {
    return PAPER.matcher(file.path().substring(file.path().lastIndexOf('/') + 1)).matches();
  }

  private static InputFormat kind(InputFile file) {
    return KINDS.getOrDefault(file.format(), file.format());
  }
}

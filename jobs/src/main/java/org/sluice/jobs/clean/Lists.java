package org.sluice.jobs.clean;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.StructType;
import org.sluice.base.UserError;
import org.sluice.jobs.clean.CleanOptions.ListOptions;
import org.sluice.text.lists.BlockList;
import org.sluice.text.rules.Checked;

/** The lists of the settings, read on the driver; they travel to the executors. */
final class Lists implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int NO_URL = -1;

  private final List<ListOptions> options;
  private final List<BlockList> lists = new ArrayList<>();
  private final int url;

  /**
   * Reads the lists.
   *
   * @throws UserError for a file that cannot be read or holds nothing, and for a missing column
   */
  Lists(CleanOptions clean, StructType schema) {
    this.options = List.copyOf(clean.lists());
    this.url = Arrays.asList(schema.fieldNames()).indexOf(clean.urlColumn());
    for (ListOptions list : options) {
      if (list.isOfAddresses() && url == NO_URL) {
        throw UserError.of(
            "clean.lists: %s needs addresses, and the table has no column %s"
                .formatted(list.name(), clean.urlColumn()),
            "name it in clean.url_column, and declare it in ingest.columns");
      }
      lists.add(read(list));
    }
  }

  private static BlockList read(ListOptions list) {
    Path path = new Path(list.path());
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                path.getFileSystem(new Configuration()).open(path), StandardCharsets.UTF_8))) {
      BlockList read = new BlockList(list.kind(), lines.lines().toList());
      if (read.isEmpty()) {
        throw UserError.at(list.path(), "", "the list is empty", "write an entry a line");
      }
      return read;
    } catch (IOException e) {
      throw UserError.at(list.path(), "", "the list cannot be read", "correct clean.lists")
          .causedBy(e);
    }
  }

  /** The columns of the counts, in the order of the lists. */
  static List<String> columns(List<ListOptions> lists) {
    return lists.stream()
        .map(list -> "lists__" + list.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_"))
        .toList();
  }

  /**
   * A list of which a row has too many entries.
   *
   * @param found how many
   */
  record Hit(ListOptions list, int found) {}

  /**
   * The first list that a row breaks; null for none.
   *
   * @param asked gets how each list that was searched measured the row
   */
  Hit hit(Object[] row, String text, Consumer<Checked> asked) {
    for (int i = 0; i < lists.size(); i++) {
      ListOptions list = options.get(i);
      String searched = list.isOfAddresses() ? (String) row[url] : text;
      int found = searched == null ? 0 : lists.get(i).count(searched);
      asked.accept(new Checked(list.name(), list.most(), true, found));
      if (found > list.most()) {
        return new Hit(list, found);
      }
    }
    return null;
  }
}

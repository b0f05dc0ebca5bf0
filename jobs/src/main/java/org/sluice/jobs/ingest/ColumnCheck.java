package org.sluice.jobs.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;
import org.sluice.jobs.ingest.IngestOptions.InputFormat;

/** Looks at the head of the first JSONL and CSV file: are the declared columns there at all? */
final class ColumnCheck {
  private static final int LINES = 100;

  private final Configuration hadoop;
  private final IngestOptions options;
  private final boolean isDataset;

  /**
   * A check.
   *
   * @param isDataset whether the entry of a dataset_info.json says what the rows are
   */
  ColumnCheck(Configuration hadoop, IngestOptions options, boolean isDataset) {
    this.hadoop = hadoop;
    this.options = options;
    this.isDataset = isDataset;
  }

  /**
   * Checks the files.
   *
   * @throws UserError for a declared column that none of the first lines has
   */
  void check(List<InputFile> files) {
    if (options.shape().isEmpty() && !isDataset) {
      first(files, InputFormat.JSONL, this::jsonKeys);
    }
    if (options.csv().header()) {
      first(files, InputFormat.CSV, this::csvNames);
    }
    for (InputFormat format : List.of(InputFormat.WARC, InputFormat.HTML)) {
      first(files, format, file -> new TreeSet<>(WebRows.COLUMNS));
    }
    first(files, InputFormat.XML, file -> new TreeSet<>(options.xml().fields().keySet()));
    boolean text =
        !isDataset
            && files.stream()
                .anyMatch(
                    file ->
                        file.format() == InputFormat.TEXT || file.format() == InputFormat.MARKDOWN);
    Columns columns = Columns.of(options);
    if (text && (columns.declared().size() != 1 || columns.idRequired())) {
      throw UserError.of(
          "plain text has one column, and no id", "declare ingest.columns: {text: string}");
    }
  }

  private interface Head {
    Set<String> names(InputFile file) throws IOException;
  }

  private void first(List<InputFile> files, InputFormat format, Head head) {
    for (InputFile file : files) {
      if (file.format() == format && file.length() > 0) {
        try {
          compare(file, head.names(file));
        } catch (DamagedFile | ChecksumException e) {
          continue; // it will be rejected; the next one is as good a witness
        } catch (IOException e) {
          throw UserError.at(file.path(), "", "the file cannot be read", "fetch it again")
              .causedBy(e);
        }
        return;
      }
    }
  }

  private void compare(InputFile file, Set<String> names) {
    if (names.isEmpty()) {
      return; // nothing to compare with: each line will tell its own reason
    }
    Columns columns = Columns.of(options);
    refuseUnless(
        !columns.idRequired() || names.contains(columns.idName()), file, columns.idName(), names);
    for (Column column : columns.declared()) {
      refuseUnless(column.nullable() || names.contains(column.name()), file, column.name(), names);
    }
  }

  private static void refuseUnless(
      boolean holds, InputFile file, String column, Set<String> names) {
    if (!holds) {
      throw UserError.at(
          file.path(),
          "",
          "none of the first rows has a column " + column,
          "did you mean " + Nearest.to(column, names) + "?");
    }
  }

  private Set<String> csvNames(InputFile file) throws IOException {
    try (CsvRecords records = new CsvRecords(file.open(hadoop, 0), options.csv())) {
      return new TreeSet<>(CsvReader.header(records));
    }
  }

  private Set<String> jsonKeys(InputFile file) throws IOException {
    Set<String> keys = new TreeSet<>();
    JsonFactory json = new JsonFactory();
    try (LineReader lines = new LineReader(file.open(hadoop, 0), 0)) {
      for (int i = 0; i < LINES && lines.next(); i++) {
        try (JsonParser line = json.createParser(lines.buffer(), lines.start(), lines.length())) {
          if (line.nextToken() != JsonToken.START_OBJECT) {
            continue;
          }
          while (line.nextToken() == JsonToken.FIELD_NAME) {
            keys.add(line.currentName());
            line.nextToken();
            line.skipChildren();
          }
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
          continue; // a broken line is no witness
        }
      }
    } catch (DamagedFile | ChecksumException e) {
      if (keys.isEmpty()) {
        throw e;
      }
    }
    return keys;
  }
}

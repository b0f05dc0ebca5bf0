package org.sluice.jobs.ingest;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.base.Check;
import org.sluice.base.Setting;

/** Settings of {@link Ingest}. */
public record IngestOptions(
    @Setting(
            help = "Files, folders or globs to read; *.gz and *.zst are unpacked",
            def = Setting.REQUIRED,
            example = "[data/*.jsonl.gz]")
        List<String> path,
    @Setting(
            help = "Held-out files: their rows get split = test, later steps never drop them",
            def = "[]")
        List<String> testPath,
    @Setting(help = "auto decides by each file's extension", def = "auto") InputFormat format,
    @Setting(
            help = "Declared columns and their types: string, long, double, boolean",
            def = "{text: string}",
            example = "{instruction: string, input: string, output: string}")
        Map<String, String> columns,
    @Setting(
            help =
                "Column that holds the id; a row without one is rejected. Left out: the column"
                    + " id where a row has it, else a hash of the file's name and the position in it")
        Optional<String> idColumn,
    @Setting(help = "Name of this source in the table; left out: the file's name")
        Optional<String> source,
    @Setting(help = "How CSV files are written") CsvOptions csv,
    @Setting(help = "Plain text: one document a file, or one a line", def = "file")
        TextDocument textDocument,
    @Setting(
            help = "false hands the rows to the next step without writing the table documents",
            def = "true")
        boolean materialize) {

  public IngestOptions {
    Check.that(path != null && !path.isEmpty(), "path must name at least one file");
    Check.that(!columns.isEmpty(), "columns must name at least one column");
    csv = csv == null ? CsvOptions.DEFAULT : csv;
  }

  /** How a file is to be read. */
  public enum InputFormat {
    AUTO,
    JSONL,
    CSV,
    TEXT,
    PARQUET,
    DELTA
  }

  /** What one document is in a plain text file. */
  public enum TextDocument {
    FILE,
    LINE
  }

  /** Comma-separated values as RFC 4180 has them; a quoted field may hold line breaks. */
  public record CsvOptions(
      @Setting(help = "The first line names the columns", def = "true") boolean header,
      @Setting(help = "Between two fields", def = "\",\"") String delimiter,
      @Setting(help = "Around a field; doubled inside it", def = "\"\\\"\"") String quote)
      implements Serializable {
    static final CsvOptions DEFAULT = new CsvOptions(true, ",", "\"");

    public CsvOptions {
      Check.that(
          delimiter.length() == 1 && delimiter.charAt(0) < 0x80,
          "csv.delimiter must be one ASCII character, got \"%s\"",
          delimiter);
      Check.that(
          quote.length() == 1 && quote.charAt(0) < 0x80,
          "csv.quote must be one ASCII character, got \"%s\"",
          quote);
    }
  }
}

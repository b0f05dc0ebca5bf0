package org.sluice.jobs.ingest;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.base.Check;
import org.sluice.base.Setting;
import org.sluice.text.instruct.Shape;

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
            help =
                "Encoding of JSONL, CSV and plain text; auto, as when left out, finds it where bytes"
                    + " are no UTF-8; utf-8 rejects such lines",
            example = "gbk")
        Optional<String> encoding,
    @Setting(
            help =
                "Shape of instruction data in JSON: its rows get the columns messages, tools,"
                    + " instruction, input, output, system, text, chosen, rejected, label, as far as"
                    + " it has them. Left out: columns are those of the rows")
        Optional<Shape> shape,
    @Setting(
            help = "Name of an entry, when path is a dataset_info.json of LLaMA-Factory",
            example = "alpaca_en_demo")
        Optional<String> dataset,
    @Setting(help = "Web archives and HTML pages") WebOptions web,
    @Setting(help = "XML dumps") XmlOptions xml,
    @Setting(
            help = "false hands the rows to the next step without writing the table documents",
            def = "true")
        boolean materialize) {

  public IngestOptions {
    Check.that(path != null && !path.isEmpty(), "path must name at least one file");
    Check.that(!columns.isEmpty(), "columns must name at least one column");
    csv = csv == null ? CsvOptions.DEFAULT : csv;
    encoding.ifPresent(
        name ->
            Check.that(
                name.equals("auto") || Encoding.isKnown(name),
                "encoding: Java knows no encoding %s",
                name));
    Check.that(
        dataset.isEmpty() || shape.isEmpty(), "dataset says the shape: leave out the key shape");
    Check.that(dataset.isEmpty() || path.size() == 1, "dataset goes with one path");
  }

  /** The same for other files. */
  IngestOptions withPath(List<String> files) {
    return new IngestOptions(
        files,
        testPath,
        format,
        columns,
        idColumn,
        source,
        csv,
        textDocument,
        encoding,
        shape,
        Optional.empty(),
        web,
        xml,
        materialize);
  }

  /** How a file is to be read. */
  public enum InputFormat {
    AUTO,
    JSONL,
    CSV,
    TEXT,
    PARQUET,
    DELTA,
    /** One list of objects. */
    JSON,
    /** WARC, WET and ARC. */
    WARC,
    HTML,
    MARKDOWN,
    XML
  }

  /** What one document is in a plain text file. */
  public enum TextDocument {
    FILE,
    LINE
  }

  /**
   * Web archives and HTML pages. Their columns are text, url, title, date, lang, content_type,
   * encoding and html.
   */
  public record WebOptions(
      @Setting(
              help =
                  "What the text of a page is: main, its article without what stands around; all,"
                      + " everything that shows",
              def = "main")
          Extract extract,
      @Setting(
              help = "Content types that are read in archives; other records are passed over",
              def = "[text/html, application/xhtml+xml, text/plain]")
          List<String> contentTypes,
      @Setting(help = "Longer pages are rejected", def = "16000000", unit = "bytes") int maxBytes)
      implements Serializable {
    public WebOptions {
      Check.that(maxBytes >= 1, "web.max_bytes must be at least 1, got %d", maxBytes);
    }
  }

  /** What is taken from a page. */
  public enum Extract {
    MAIN,
    ALL
  }

  /** XML dumps: each element of one name is a row. */
  public record XmlOptions(
      @Setting(help = "The element that is a row", def = "page") String record,
      @Setting(
              help =
                  "Columns and where they stand in it: a path of elements, at its end @name for an"
                      + " attribute",
              def = "{id: id, title: title, text: revision/text}",
              example = "{id: \"@Id\", text: \"@Body\"}")
          Map<String, String> fields,
      @Setting(help = "What the text is written in: none, wikitext, html", def = "wikitext")
          Markup markup)
      implements Serializable {
    public XmlOptions {
      Check.that(!record.isEmpty(), "xml.record must name an element");
      Check.that(!fields.isEmpty(), "xml.fields must name at least one column");
    }
  }

  /** What is taken out of a text in XML. */
  public enum Markup {
    NONE,
    WIKITEXT,
    HTML
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

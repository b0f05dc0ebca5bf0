package org.sluice.jobs.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.sluice.jobs.tables.Damage;
import org.sluice.jobs.tables.Item;
import org.sluice.text.normalize.Markdown;

/** The rows and rejects of some ranges, one after another; runs on an executor. */
final class FileItems implements Iterator<Item> {
  private final Iterator<FileRange> ranges;
  private final Configuration hadoop;
  private final Reading reading;
  private RangeReader reader;
  private RowBuilder builder;
  private Item ready;
  private Item behind; // goes out after ready

  FileItems(Iterator<FileRange> ranges, Configuration hadoop, Reading reading) {
    this.ranges = ranges;
    this.hadoop = hadoop;
    this.reading = reading;
  }

  @Override
  public boolean hasNext() {
    if (ready == null) {
      ready = behind;
      behind = null;
    }
    while (ready == null && (reader != null || ranges.hasNext())) {
      advance();
    }
    return ready != null;
  }

  private void advance() {
    try {
      if (reader == null) {
        FileRange range = ranges.next();
        builder = new RowBuilder(reading.columns(), range, reading.sourceOf(range.file()));
        reader = open(range);
      }
      ready = reader.next();
      if (ready == null) {
        close();
      } else {
        behind = builder.beside(ready);
      }
    } catch (DamagedFile e) {
      ready = builder.reject(null, e.offset(), e.getMessage(), null);
      close();
    } catch (ChecksumException e) {
      ready = builder.reject(null, e.getPos(), Damage.WRONG_SUM, null);
      close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RangeReader open(FileRange range) throws IOException {
    return switch (range.file().format()) {
      case JSONL -> new LineRangeReader(hadoop, range, builder, reading.encoding(), jsonParser());
      case JSON -> new JsonListReader(range.file().open(hadoop, 0), builder, jsonParser());
      case CSV -> new CsvReader(hadoop, range, reading, builder);
      case WARC ->
          new ArchiveRows(
              range.file().openArchive(hadoop), new WebRows(reading, builder), reading.web());
      case HTML ->
          new WholeFile(range.file().open(hadoop, 0), builder, new WebRows(reading, builder)::page);
      case MARKDOWN -> new WholeFile(range.file().open(hadoop, 0), builder, this::markdown);
      case XML -> new XmlRows(range.file().open(hadoop, 0), reading, builder);
      case TEXT ->
          reading.textDocument() == IngestOptions.TextDocument.LINE
              ? new LineRangeReader(hadoop, range, builder, reading.encoding(), textParser())
              : new WholeFile(range.file().open(hadoop, 0), builder, this::text);
      case AUTO, PARQUET, DELTA ->
          throw new IllegalArgumentException(range.file().format() + " is not read as bytes");
    };
  }

  private LineRangeReader.LineParser jsonParser() {
    return reading.shape() == null
        ? new JsonLine(reading.columns(), builder)
        : new ShapedLine(reading.shape(), reading.columns(), builder);
  }

  private LineRangeReader.LineParser textParser() {
    RowBuilder rows = builder;
    if (reading.shape() != null) {
      ShapedLine shaped = new ShapedLine(reading.shape(), reading.columns(), rows);
      return (bytes, start, length, offset) ->
          shaped.text(new String(bytes, start, length, StandardCharsets.UTF_8), offset);
    }
    return (bytes, start, length, offset) ->
        rows.row(
            null, new Object[] {new String(bytes, start, length, StandardCharsets.UTF_8)}, offset);
  }

  private Item.Kept text(byte[] bytes) throws BrokenRow {
    return builder.row(null, new Object[] {reading.encoding().document(bytes, builder)}, 0);
  }

  private Item.Kept markdown(byte[] bytes) throws BrokenRow {
    String text = Markdown.body(reading.encoding().document(bytes, builder));
    return builder.row(null, new Object[] {text}, 0);
  }

  private void close() {
    try {
      if (reader != null) {
        reader.close();
      }
    } catch (IOException e) {
      // A damaged packed file may fail a second time here; it is in the rejects already.
      ready = ready == null ? builder.reject(null, null, "the file does not close", null) : ready;
    } finally {
      reader = null;
    }
  }

  @Override
  public Item next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Item item = ready;
    ready = null;
    return item;
  }
}

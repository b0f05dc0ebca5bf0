package org.sluice.jobs.ingest;

import com.github.luben.zstd.ZstdIOException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.sluice.jobs.tables.Item;

/** The rows and rejects of some ranges, one after another; runs on an executor. */
final class FileItems implements Iterator<Item> {
  private final Iterator<FileRange> ranges;
  private final Configuration hadoop;
  private final Reading reading;
  private RangeReader reader;
  private RowBuilder builder;
  private Item ready;

  FileItems(Iterator<FileRange> ranges, Configuration hadoop, Reading reading) {
    this.ranges = ranges;
    this.hadoop = hadoop;
    this.reading = reading;
  }

  @Override
  public boolean hasNext() {
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
      }
    } catch (EOFException | ZipException | ZstdIOException e) {
      // The packed data are cut off or damaged: what follows in this file cannot be read.
      ready = builder.reject(null, null, "the packed file is damaged from here on", null);
      close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RangeReader open(FileRange range) throws IOException {
    return switch (range.file().format()) {
      case JSONL ->
          new LineRangeReader(hadoop, range, builder, new JsonLine(reading.columns(), builder));
      case CSV -> new CsvReader(hadoop, range, reading.columns(), builder, reading.csv());
      case TEXT ->
          reading.textDocument() == IngestOptions.TextDocument.LINE
              ? TextReaders.lines(hadoop, range, builder)
              : TextReaders.wholeFile(hadoop, range, builder);
      case AUTO, PARQUET, DELTA ->
          throw new IllegalArgumentException(range.file().format() + " is not read as bytes");
    };
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

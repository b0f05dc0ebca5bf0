package org.sluice.jobs.ingest;

import java.io.IOException;
import java.io.InputStream;
import org.sluice.jobs.tables.Item;

/** A file that is one row. */
final class WholeFile implements RangeReader {
  private static final int LONGEST = 1 << 27;

  private final InputStream in;
  private final RowBuilder builder;
  private final Parser parser;
  private boolean done;

  /** Makes a row out of all bytes of a file. */
  interface Parser {
    Item parse(byte[] bytes) throws BrokenRow;
  }

  WholeFile(InputStream in, RowBuilder builder, Parser parser) {
    this.in = in;
    this.builder = builder;
    this.parser = parser;
  }

  @Override
  public Item next() throws IOException {
    if (done) {
      return null;
    }
    done = true;
    byte[] bytes = in.readNBytes(LONGEST);
    try {
      if (in.read() >= 0) { // a small packed file can unpack to more than any memory holds
        throw new BrokenRow("the file is longer than 128 MB");
      }
      return parser.parse(bytes);
    } catch (BrokenRow e) {
      return builder.reject(1L, 0L, e.getMessage(), Utf8.raw(bytes, 0, bytes.length));
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

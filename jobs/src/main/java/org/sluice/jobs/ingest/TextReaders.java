package org.sluice.jobs.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.sluice.jobs.tables.Item;

/** Plain text: the one declared column gets the text of a line, or of the whole file. */
final class TextReaders {
  private TextReaders() {}

  static RangeReader lines(Configuration hadoop, FileRange range, RowBuilder builder)
      throws IOException {
    return new LineRangeReader(
        hadoop,
        range,
        builder,
        (bytes, start, length, offset) ->
            builder.row(
                null,
                new Object[] {new String(bytes, start, length, StandardCharsets.UTF_8)},
                offset));
  }

  static RangeReader wholeFile(Configuration hadoop, FileRange range, RowBuilder builder)
      throws IOException {
    byte[] bytes;
    try (InputStream in = range.file().open(hadoop, 0)) {
      bytes = in.readAllBytes();
    }
    return new RangeReader() {
      private boolean done;

      @Override
      public Item next() {
        if (done) {
          return null;
        }
        done = true;
        return document(bytes, builder);
      }

      @Override
      public void close() {}
    };
  }

  private static Item document(byte[] bytes, RowBuilder builder) {
    try {
      if (!Utf8.isValid(bytes, 0, bytes.length)) {
        throw new BrokenRow("not UTF-8");
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      return builder.row(null, new Object[] {text}, 0);
    } catch (BrokenRow e) {
      return builder.reject(1L, 0L, e.getMessage(), Utf8.raw(bytes, 0, bytes.length));
    }
  }
}

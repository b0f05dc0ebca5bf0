package org.sluice.jobs.ingest;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.sluice.jobs.tables.Item;

/** Reads a range line by line; a line is a row. Blank lines are none. */
final class LineRangeReader implements RangeReader {
  /** Makes a row out of the bytes of a line, which are valid UTF-8. */
  interface LineParser {
    Item.Kept parse(byte[] bytes, int start, int length, long offset) throws BrokenRow;
  }

  private final LineReader lines;
  private final FileRange range;
  private final RowBuilder builder;
  private final LineEncoding encoding;
  private final LineParser parser;
  private final boolean within; // whether the range is all within a line of the task before

  LineRangeReader(
      Configuration hadoop,
      FileRange range,
      RowBuilder builder,
      Encoding encoding,
      LineParser parser)
      throws IOException {
    this.range = range;
    this.builder = builder;
    this.encoding = new LineEncoding(encoding, range.file(), hadoop);
    this.parser = parser;
    // A line that begins before the range is the task's before: go on behind the first line feed,
    // sought from the byte before the range, because a line may begin exactly at its start.
    long from = Math.max(0, range.start() - 1);
    this.lines = new LineReader(range.file().open(hadoop, from), from);
    this.within = range.start() > 0 && !lines.skipLine(range.end());
  }

  @Override
  public Item next() throws IOException {
    while (!within && lines.next() && lines.offset() < range.end()) {
      if (!isBlank()) {
        return parse();
      }
    }
    return null;
  }

  private boolean isBlank() {
    for (int i = lines.start(); i < lines.start() + lines.length(); i++) {
      if (lines.buffer()[i] > ' ' || lines.buffer()[i] < 0) {
        return false;
      }
    }
    return true;
  }

  private Item parse() throws IOException {
    int start = lines.start();
    int length = lines.length();
    try {
      if (lines.tooLong()) {
        throw new BrokenRow("the line is longer than 128 MB");
      }
      if (lines.offset() == 0 && startsWithMark(lines.buffer(), start, length)) {
        start += 3;
        length -= 3;
      }
      byte[] bytes = encoding.utf8(lines.buffer(), start, length, builder);
      return bytes == lines.buffer()
          ? parser.parse(bytes, start, length, lines.offset())
          : parser.parse(bytes, 0, bytes.length, lines.offset());
    } catch (BrokenRow e) {
      String raw = Utf8.raw(lines.buffer(), lines.start(), lines.length());
      return builder.reject(lines.number(), lines.offset(), e.getMessage(), raw);
    }
  }

  /** Whether a byte order mark stands first, as some editors on Windows write it. */
  private static boolean startsWithMark(byte[] bytes, int start, int length) {
    return length >= 3
        && bytes[start] == (byte) 0xef
        && bytes[start + 1] == (byte) 0xbb
        && bytes[start + 2] == (byte) 0xbf;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}

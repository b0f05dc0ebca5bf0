package org.sluice.jobs.ingest;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Splits comma-separated values (RFC 4180) into the bytes of fields, record by record. */
final class CsvRecords implements Closeable {
  private static final int RAW_BYTES = 1024;
  private static final int LONGEST = 1 << 27;
  private static final int MOST_FIELDS = 1 << 16;

  private enum State {
    FIELD_START,
    PLAIN,
    QUOTED,
    /** After a quote inside a quoted field: its end, or the first half of a doubled one. */
    QUOTE_SEEN
  }

  private final InputStream in;
  private final int delimiter;
  private final int quote;
  private final ByteArrayOutputStream field = new ByteArrayOutputStream();
  private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
  private List<byte[]> fields = List.of();
  private String problem;
  private int kept; // bytes of the record's fields
  private long read;
  private long lineFeeds;
  private long offset;
  private long line;

  CsvRecords(InputStream in, IngestOptions.CsvOptions options) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.delimiter = options.delimiter().charAt(0);
    this.quote = options.quote().charAt(0);
  }

  /** Goes to the next record that is not an empty line; false at the end. */
  boolean next() throws IOException {
    do {
      offset = read;
      line = lineFeeds + 1;
      if (!readRecord()) {
        return false;
      }
    } while (fields.size() == 1 && fields.get(0).length == 0 && raw.size() == 0);
    return true;
  }

  private boolean readRecord() throws IOException {
    fields = new ArrayList<>();
    problem = null;
    kept = 0;
    raw.reset();
    State state = State.FIELD_START;
    int c = readByte();
    if (c < 0) {
      return false;
    }
    while (c >= 0 && !(c == '\n' && state != State.QUOTED)) {
      keepRaw(c);
      state = take(state, c);
      c = readByte();
    }
    if (state == State.QUOTED && problem == null) {
      problem = "a quoted field has no end";
    }
    endField(state == State.PLAIN || state == State.FIELD_START);
    return true;
  }

  private State take(State state, int c) {
    return switch (state) {
      case FIELD_START -> {
        if (c == quote) {
          yield State.QUOTED;
        }
        yield plain(c);
      }
      case PLAIN -> plain(c);
      case QUOTED -> {
        if (c == quote) {
          yield State.QUOTE_SEEN;
        }
        keep(c);
        yield State.QUOTED;
      }
      case QUOTE_SEEN -> afterQuote(c);
    };
  }

  private State plain(int c) {
    if (c == delimiter) {
      endField(false);
      return State.FIELD_START;
    }
    keep(c);
    return State.PLAIN;
  }

  /** A packed file may unpack to more than any memory holds: such a record is read to its end. */
  private void keep(int c) {
    if (kept < LONGEST) {
      kept++;
      field.write(c);
    } else {
      problem = "the record is longer than 128 MB";
    }
  }

  private State afterQuote(int c) {
    if (c == quote) {
      keep(c);
      return State.QUOTED;
    }
    if (c == delimiter) {
      endField(false);
      return State.FIELD_START;
    }
    if (c != '\r') {
      problem = "text behind the end of a quoted field";
    }
    return State.QUOTE_SEEN;
  }

  private void endField(boolean atLineEnd) {
    if (fields.size() >= MOST_FIELDS) {
      problem = "more than 65536 fields";
      field.reset();
      return;
    }
    byte[] bytes = field.toByteArray();
    field.reset();
    if (atLineEnd && bytes.length > 0 && bytes[bytes.length - 1] == '\r') {
      bytes = Arrays.copyOf(bytes, bytes.length - 1);
    }
    fields.add(bytes);
  }

  private void keepRaw(int c) {
    if (raw.size() < RAW_BYTES && !(c == '\r' && raw.size() == 0)) {
      raw.write(c);
    }
  }

  private int readByte() throws IOException {
    int c = in.read();
    if (c >= 0) {
      read++;
      lineFeeds += c == '\n' ? 1 : 0;
    }
    return c;
  }

  List<byte[]> fields() {
    return fields;
  }

  /** What is wrong with the record; null when nothing is. */
  String problem() {
    return problem;
  }

  /** Offset of the record's first byte. */
  long offset() {
    return offset;
  }

  /** Number of the line on which the record begins, from 1. */
  long line() {
    return line;
  }

  /** The first kilobyte of the record. */
  byte[] raw() {
    return raw.toByteArray();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

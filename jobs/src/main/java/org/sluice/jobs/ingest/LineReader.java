package org.sluice.jobs.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Lines of a stream as bytes in a buffer, without copying them out. A line ends at a line feed; a
 * carriage return before it is no part of it.
 */
final class LineReader implements Closeable {
  private static final int FIRST_BUFFER = 1 << 18;
  private static final int LONGEST_LINE = 1 << 27;

  private final InputStream in;
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int filled;
  private int next;
  private long bufferOffset;
  private int start;
  private int length;
  private long number;
  private long offset;
  private boolean tooLong;
  private boolean atEnd;

  /**
   * Reads on from a place in a file.
   *
   * @param offset where in the file {@code in} stands
   */
  LineReader(InputStream in, long offset) {
    this.in = in;
    this.bufferOffset = offset;
  }

  /** Goes to the next line; false at the end. */
  boolean next() throws IOException {
    tooLong = false;
    start = next;
    int searched = next;
    while (true) {
      int feed = find(searched);
      if (feed >= 0) {
        return take(feed, feed + 1);
      }
      searched = filled - start;
      if (searched >= LONGEST_LINE) {
        return skipLongLine();
      }
      makeRoom();
      searched += start;
      if (!fill()) {
        return filled > start && take(filled, filled);
      }
    }
  }

  /**
   * Goes behind the next line feed and keeps nothing of what stands before it.
   *
   * @param end an offset in the file, behind which nothing is sought
   * @return false when there is no line feed before it
   */
  boolean skipLine(long end) throws IOException {
    number++;
    while (bufferOffset + next < end) {
      int feed = find(next);
      if (feed >= 0) {
        next = feed + 1;
        return true;
      }
      bufferOffset += filled;
      filled = 0;
      next = 0;
      if (!fill()) {
        return false;
      }
    }
    return false;
  }

  private int find(int from) {
    for (int i = from; i < filled; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private boolean take(int end, int nextLine) {
    next = nextLine;
    offset = bufferOffset + start;
    length = end - start;
    if (length > 0 && buffer[end - 1] == '\r') {
      length--;
    }
    number++;
    return true;
  }

  /** Moves the begun line to the front, or doubles the buffer when it fills it all. */
  private void makeRoom() {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, filled - start);
      bufferOffset += start;
      filled -= start;
      next -= start;
      start = 0;
    } else if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
  }

  private boolean fill() throws IOException {
    if (atEnd) {
      return false;
    }
    int got = in.read(buffer, filled, buffer.length - filled);
    atEnd = got < 0;
    filled += Math.max(0, got);
    return !atEnd;
  }

  /** Leaves the line's first kilobyte at {@link #start} and reads on to its end. */
  private boolean skipLongLine() throws IOException {
    tooLong = true;
    offset = bufferOffset + start;
    length = Math.min(1024, filled - start);
    int keep = start + length;
    while (true) {
      bufferOffset += filled - keep;
      filled = keep;
      if (!fill()) {
        next = filled;
        break;
      }
      int feed = find(keep);
      if (feed >= 0) {
        next = feed + 1;
        break;
      }
    }
    number++;
    return true;
  }

  byte[] buffer() {
    return buffer;
  }

  int start() {
    return start;
  }

  int length() {
    return length;
  }

  /** Number of the line, from 1 at the place where reading began. */
  long number() {
    return number;
  }

  /** Offset of the line's first byte in the (unpacked) file. */
  long offset() {
    return offset;
  }

  /** Whether the line is longer than 128 MB; then only its first kilobyte is there. */
  boolean tooLong() {
    return tooLong;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

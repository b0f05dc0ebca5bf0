package org.sluice.text.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The members of a gzip file (RFC 1952), each a piece. After a damaged member the next one is
 * sought by its first bytes, so that one broken record costs only itself.
 */
final class GzipBytes implements Bytes {
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;
  private static final int HAS_CHECK = 2;
  private static final int TRAILER = 8;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final byte[] packed = new byte[1 << 16];
  private int packedAt;
  private int packedFilled;
  private long before; // bytes of the file before the buffer
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int filled;
  private long start;
  private boolean inMember;

  GzipBytes(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    if (at == filled) {
      at = 0;
      filled = 0;
      if (!inMember) {
        return -1;
      }
      filled = Math.max(0, inflate());
      if (filled == 0) {
        return -1;
      }
    }
    return buffer[at++] & 0xff;
  }

  private int inflate() throws IOException {
    try {
      while (true) {
        int got = inflater.inflate(buffer);
        if (got > 0) {
          return got;
        }
        if (inflater.finished()) {
          packedAt = packedFilled - inflater.getRemaining();
          skip(TRAILER);
          inMember = false;
          return -1;
        }
        if (inflater.needsDictionary() || !feed()) {
          inMember = false;
          throw new DamagedRecord("the packed record is cut off");
        }
      }
    } catch (DataFormatException e) {
      packedAt = packedFilled - inflater.getRemaining();
      inMember = false;
      throw new DamagedRecord("the packed record is damaged");
    }
  }

  private boolean feed() throws IOException {
    packedAt = packedFilled;
    if (!fill()) {
      return false;
    }
    inflater.setInput(packed, packedAt, packedFilled - packedAt);
    return true;
  }

  private boolean fill() throws IOException {
    before += packedFilled;
    int got = in.read(packed);
    packedAt = 0;
    packedFilled = Math.max(0, got);
    return got > 0;
  }

  private int next() throws IOException {
    return packedAt < packedFilled || fill() ? packed[packedAt++] & 0xff : -1;
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes && next() >= 0; i++) {
      continue;
    }
  }

  @Override
  public boolean nextPiece() throws IOException {
    if (inMember) {
      packedAt = packedFilled - inflater.getRemaining();
    }
    at = 0;
    filled = 0;
    int first = -1;
    int second = -1;
    for (int third = next(); third >= 0; third = next()) {
      if (first == 0x1f && second == 0x8b && third == 8) {
        start = before + packedAt - 3;
        header();
        inflater.reset();
        inflater.setInput(packed, packedAt, packedFilled - packedAt);
        inMember = true;
        return true;
      }
      first = second;
      second = third;
    }
    inMember = false;
    return false;
  }

  private void header() throws IOException {
    int flags = next();
    skip(6); // time, extra flags, operating system
    if ((flags & HAS_EXTRA) != 0) {
      int length = next();
      length |= next() << 8;
      skip(Math.max(0, length));
    }
    if ((flags & HAS_NAME) != 0) {
      skipString();
    }
    if ((flags & HAS_COMMENT) != 0) {
      skipString();
    }
    if ((flags & HAS_CHECK) != 0) {
      skip(2);
    }
  }

  private void skipString() throws IOException {
    for (int c = next(); c > 0; c = next()) {
      continue;
    }
  }

  @Override
  public long offset() {
    return start;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}

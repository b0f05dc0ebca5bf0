package org.sluice.text.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
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

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 sum = new CRC32();
  private final byte[] packed = new byte[1 << 16];
  private int packedAt;
  private int packedFilled;
  private long before; // bytes of the file before the buffer
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int filled;
  private long start;
  private boolean inMember;
  private boolean lost; // the next member has to be sought
  private DamagedRecord behind; // is told behind the bytes that were unpacked before it

  GzipBytes(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    if (at == filled) {
      at = 0;
      filled = 0;
      filled = Math.max(0, inflate(buffer, 0, buffer.length));
      if (filled == 0) {
        return -1;
      }
    }
    return buffer[at++] & 0xff;
  }

  /** Bytes of this piece, at least one; -1 at its end. Not to be mixed with {@link #read()}. */
  int read(byte[] into, int from, int length) throws IOException {
    return inflate(into, from, length);
  }

  private int inflate(byte[] into, int from, int length) throws IOException {
    if (behind != null) {
      throw damaged(behind.getMessage());
    }
    while (inMember) {
      long unpacked = inflater.getBytesWritten();
      try {
        inflater.inflate(into, from, length);
      } catch (DataFormatException e) {
        behind = new DamagedRecord(RecordDamage.PACKED_DAMAGED);
      }
      int got = (int) (inflater.getBytesWritten() - unpacked);
      if (got > 0) {
        sum.update(into, from, got);
        return got;
      }
      if (behind != null) {
        throw damaged(behind.getMessage());
      }
      if (inflater.finished()) {
        long size = inflater.getBytesWritten();
        leave();
        check(size);
        return -1;
      }
      if (inflater.needsDictionary()) {
        throw damaged(RecordDamage.PACKED_DAMAGED);
      }
      if (!feed()) {
        throw damaged(RecordDamage.PACKED_CUT_OFF);
      }
    }
    return -1;
  }

  /** The member's end: the sum of its bytes and, modulo 2^32, their number. */
  private void check(long size) throws IOException {
    long wanted = fourBytes();
    long bytes = fourBytes();
    if (wanted != sum.getValue() || bytes != (size & 0xffff_ffffL)) {
      throw damaged(RecordDamage.WRONG_SUM);
    }
  }

  private long fourBytes() throws IOException {
    long value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      int next = next();
      if (next < 0) {
        throw damaged(RecordDamage.PACKED_CUT_OFF);
      }
      value |= (long) next << shift;
    }
    return value;
  }

  private DamagedRecord damaged(String reason) {
    if (inMember) {
      leave();
    }
    behind = null;
    lost = true;
    return new DamagedRecord(reason);
  }

  /** Behind the bytes that the inflater took. */
  private void leave() {
    packedAt = packedFilled - inflater.getRemaining();
    inMember = false;
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

  /**
   * Goes on to the next member.
   *
   * @throws DamagedRecord when something else than a member follows a sound one; zeros, with which
   *     tapes are filled up, are passed over
   */
  @Override
  public boolean nextPiece() throws IOException {
    if (inMember) {
      leave();
      lost = true;
    }
    at = 0;
    filled = 0;
    behind = null;
    return lost ? sought() : following();
  }

  private boolean following() throws IOException {
    int first = next();
    while (first == 0) {
      first = next();
    }
    if (first < 0) {
      return false;
    }
    start = before + packedAt - 1;
    int second = next();
    int third = next();
    if (first == 0x1f && (second == 0x8b || second < 0) && (third == 8 || third < 0)) {
      begin();
      return true;
    }
    throw damaged(RecordDamage.NO_MEMBER);
  }

  private boolean sought() throws IOException {
    int first = -1;
    int second = -1;
    for (int third = next(); third >= 0; third = next()) {
      if (first == 0x1f && second == 0x8b && third == 8) {
        start = before + packedAt - 3;
        begin();
        return true;
      }
      first = second;
      second = third;
    }
    return false;
  }

  private void begin() throws IOException {
    header();
    sum.reset();
    inflater.reset();
    inflater.setInput(packed, packedAt, packedFilled - packedAt);
    inMember = true;
    lost = false;
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

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes && next() >= 0; i++) {
      continue;
    }
  }

  private void skipString() throws IOException {
    for (int c = next(); c > 0; c = next()) {
      continue;
    }
  }

  @Override
  public void endRecord() throws IOException {
    int c = read();
    while (c == '\r' || c == '\n') {
      c = read();
    }
    at -= c < 0 ? 0 : 1;
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

package org.sluice.text.archive;

import java.io.IOException;
import java.io.InputStream;

/** A plain file: one piece. */
final class PlainBytes implements Bytes {
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int filled;
  private long before; // bytes before the buffer

  PlainBytes(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    if (at == filled) {
      before += filled;
      int got = in.read(buffer);
      at = 0;
      filled = Math.max(0, got);
      if (got < 0) {
        return -1;
      }
    }
    return buffer[at++] & 0xff;
  }

  @Override
  public boolean nextPiece() {
    return false;
  }

  @Override
  public void endRecord() {
    // nothing to check
  }

  @Override
  public long offset() {
    return before + at;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

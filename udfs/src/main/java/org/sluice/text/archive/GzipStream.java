package org.sluice.text.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/**
 * Unpacks gzip of one or several members, and takes nothing for the end that is none. {@link
 * java.util.zip.GZIPInputStream} ends in silence where a later member's header is damaged, and
 * keeps back what it had unpacked before damaged bytes.
 */
public final class GzipStream extends InputStream {
  private final GzipBytes members;
  private boolean begun;

  /**
   * A stream of all members' bytes.
   *
   * @param in the packed file from its first byte on
   */
  public GzipStream(InputStream in) {
    this.members = new GzipBytes(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * Reads some bytes.
   *
   * @throws EOFException where the file is cut off
   * @throws ZipException where it is damaged, or no gzip
   */
  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      while (true) {
        int got = members.read(into, from, length);
        if (got > 0) {
          return got;
        }
        if (!members.nextPiece()) {
          return end();
        }
        begun = true;
      }
    } catch (DamagedRecord e) {
      throw e.getMessage().equals(RecordDamage.PACKED_CUT_OFF)
          ? new EOFException(e.getMessage())
          : (IOException) new ZipException(e.getMessage()).initCause(e);
    }
  }

  /** Not even one member: the file is empty. */
  private int end() throws EOFException {
    if (!begun) {
      throw new EOFException(RecordDamage.PACKED_CUT_OFF);
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    members.close();
  }
}

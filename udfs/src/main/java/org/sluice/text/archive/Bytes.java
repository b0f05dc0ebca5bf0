package org.sluice.text.archive;

import java.io.Closeable;
import java.io.IOException;

/**
 * Bytes of an archive in one or several pieces: the whole of a plain file, or the unpacked members
 * of a gzip file one after another.
 */
interface Bytes extends Closeable {
  /** The next byte of this piece; -1 at its end. */
  int read() throws IOException;

  /**
   * Goes on to the next piece, also from the middle of this one; false when there is none.
   *
   * @throws IOException when the file cannot be read
   */
  boolean nextPiece() throws IOException;

  /**
   * Passes over the line ends behind a record, so that a piece that ends there is checked before
   * its record is handed out.
   */
  void endRecord() throws IOException;

  /** Offset in the file of a record that begins at the next byte. */
  long offset();
}

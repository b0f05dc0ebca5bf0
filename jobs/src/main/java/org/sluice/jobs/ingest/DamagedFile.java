package org.sluice.jobs.ingest;

import java.io.IOException;

/** A file that cannot be read on from a place. The message says why and holds none of it. */
final class DamagedFile extends IOException {
  private static final long serialVersionUID = 1L;

  private final long offset;

  /**
   * A damage.
   *
   * @param offset in the unpacked file, where reading ended
   */
  DamagedFile(String reason, long offset, Throwable cause) {
    super(reason, cause);
    this.offset = offset;
  }

  long offset() {
    return offset;
  }
}

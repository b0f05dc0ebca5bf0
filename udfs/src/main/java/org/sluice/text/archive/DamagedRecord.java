package org.sluice.text.archive;

import java.io.IOException;

/** A record that cannot be read; the message says why and holds none of it. */
final class DamagedRecord extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedRecord(String reason) {
    super(reason);
  }
}

package org.sluice.jobs.ingest;

/** Why a row cannot be taken. The message never holds any of its text. */
final class BrokenRow extends Exception {
  private static final long serialVersionUID = 1L;

  BrokenRow(String reason) {
    super(reason, null, false, false);
  }
}

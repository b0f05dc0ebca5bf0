package org.sluice.text.instruct;

/** Why a row has not the shape that it should have. The message holds none of its text. */
public final class Unreadable extends Exception {
  private static final long serialVersionUID = 1L;

  Unreadable(String reason) {
    super(reason, null, false, false);
  }
}

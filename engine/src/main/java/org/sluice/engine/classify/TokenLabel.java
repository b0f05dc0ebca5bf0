package org.sluice.engine.classify;

/**
 * A label of a token classification model, taken apart: {@code B-PER} begins a PER, {@code I-PER}
 * goes on with one. Knows the letters of the schemes IOB, IOBES, BMES and BILOU; a name without one
 * goes on with what stands before it, as in transformers' token classification pipeline.
 *
 * @param name what the token belongs to; empty for none
 * @param begins whether something new begins here
 */
record TokenLabel(String name, boolean begins) {
  private static final String BEGINNING = "BSU";
  private static final String GOING_ON = "IMEL";

  static TokenLabel of(String written) {
    if (written.equals("O")) {
      return new TokenLabel("", false);
    }
    boolean divided =
        written.length() > 2 && (written.charAt(1) == '-' || written.charAt(1) == '_');
    char letter = written.charAt(0);
    if (divided && BEGINNING.indexOf(letter) >= 0) {
      return new TokenLabel(written.substring(2), true);
    }
    if (divided && GOING_ON.indexOf(letter) >= 0) {
      return new TokenLabel(written.substring(2), false);
    }
    return new TokenLabel(written, false);
  }

  boolean isNone() {
    return name.isEmpty();
  }
}

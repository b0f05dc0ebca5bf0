package org.sluice.pipelines.cli;

/** Whether a person looks at the standard error. */
final class Terminal {
  private Terminal() {}

  /** The launcher asks the shell and tells by a property; without it a console is a terminal. */
  static boolean isThere() {
    String told = System.getProperty("sluice.terminal");
    return told == null ? System.console() != null : Boolean.parseBoolean(told);
  }
}

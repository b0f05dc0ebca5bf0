package org.sluice.pipelines.cli;

import java.nio.file.Path;

/** Where log lines go: to a file, so that the terminal belongs to the command. */
final class Logs {
  private static final String CONFIGURATION = "log4j2.configurationFile";
  private static final String FILE = "sluice.log";

  private Logs() {}

  /**
   * Keeps log lines off the terminal. Has to be called before the first class that logs is loaded;
   * a configuration of the user's own is left alone.
   */
  static void begin() {
    if (System.getProperty(CONFIGURATION) == null) {
      System.setProperty(CONFIGURATION, "classpath:org/sluice/pipelines/log4j2.properties");
    }
  }

  /** Sends all lines from now on to a file, which is made with the first of them. */
  static void to(Path file) {
    System.setProperty(FILE, file.toString());
  }

  /** The file, for the line that tells of an error. */
  static String file() {
    return System.getProperty(FILE, "");
  }
}

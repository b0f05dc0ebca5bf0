package org.sluice.pipelines.cli;

import picocli.CommandLine.Option;

/** The two ends of a filter. */
final class Ends {
  @Option(
      names = "--in",
      paramLabel = "FILE",
      description = "JSON lines, plain or gzip; - is standard input. Default: -.")
  private String in = "-";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "JSON lines; - is standard output. Default: -.")
  private String out = "-";

  String in() {
    return in;
  }

  String out() {
    return out;
  }
}

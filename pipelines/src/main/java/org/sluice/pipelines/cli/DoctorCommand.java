package org.sluice.pipelines.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what works on this machine, and how to mend what does not. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description =
        "Try Java, memory, disk, Spark, Delta, preparation, the native library and the GPU.",
    footer = {
      "",
      "Examples:",
      "  sluice doctor",
      "  sluice doctor --output out",
      "  sluice doctor --gpu",
      "",
      "Exit code 2 when something that every run needs does not work."
    })
final class DoctorCommand implements Callable<Integer> {
  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where runs will leave their tables. Default: the current directory.")
  private Path output = Path.of("");

  @Option(names = "--gpu", description = "A GPU is wanted: finding none is something to mend.")
  private boolean gpu;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Logs.to(Path.of(System.getProperty("java.io.tmpdir"), "sluice-doctor.log"));
    PrintWriter out = spec.commandLine().getOut();
    boolean healthy = true;
    for (Examination examination : Examinations.all(output.toAbsolutePath(), gpu)) {
      Finding finding = examination.run();
      out.printf("%-6s %-8s %s%n", finding.verdict().word(), examination.name(), finding.what());
      if (!finding.remedy().isEmpty()) {
        out.printf("       %-8s to mend it: %s%n", "", finding.remedy());
      }
      out.flush();
      healthy &= finding.verdict() != Finding.Verdict.BROKEN;
    }
    return healthy ? Main.DONE : Main.MISTAKE;
  }

  /** One thing that is tried. */
  record Examination(String name, Callable<Finding> trial, String remedy) {
    Finding run() {
      try {
        return trial.call();
      } catch (Exception | LinkageError e) {
        String why =
            e.getMessage() == null ? "" : ": " + e.getMessage().lines().findFirst().orElse("");
        return new Finding(Finding.Verdict.BROKEN, e.getClass().getSimpleName() + why, remedy);
      }
    }
  }

  /** What came of it. */
  record Finding(Verdict verdict, String what, String remedy) {
    enum Verdict {
      WORKS,
      SHORT,
      BROKEN;

      String word() {
        return switch (this) {
          case WORKS -> "ok";
          case SHORT -> "note";
          case BROKEN -> "BROKEN";
        };
      }
    }

    static Finding works(String what) {
      return new Finding(Verdict.WORKS, what, "");
    }

    static Finding note(String what, String remedy) {
      return new Finding(Verdict.SHORT, what, remedy);
    }

    static Finding broken(String what, String remedy) {
      return new Finding(Verdict.BROKEN, what, remedy);
    }
  }
}

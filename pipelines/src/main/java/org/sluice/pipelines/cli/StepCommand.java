package org.sluice.pipelines.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sluice.jobs.JobMain;
import org.sluice.pipelines.recipe.StepEntry;
import org.sluice.pipelines.recipe.Steps;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Runs one step on the tables of a folder; the options are the step's settings. */
@Command
final class StepCommand implements Callable<Integer> {
  private final StepEntry<?> entry;

  @Spec private CommandSpec spec;
  @Unmatched private List<String> arguments = new ArrayList<>();

  private StepCommand(StepEntry<?> entry) {
    this.entry = entry;
  }

  static CommandSpec spec(StepEntry<?> entry) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new StepCommand(entry)).name(entry.name());
    spec.usageMessage().description(sentence(entry.help()));
    return spec;
  }

  private static String sentence(String help) {
    return Character.toUpperCase(help.charAt(0)) + help.substring(1) + ".";
  }

  @Override
  public Integer call() {
    return run(entry, arguments, spec.commandLine().getOut());
  }

  static int run(StepEntry<?> entry, List<String> arguments, PrintWriter out) {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      out.printf(
          "Usage: sluice %s --output.path DIR [--KEY VALUE]...%n%s%n%n"
              + "Example:%n  sluice %s --output.path out/web %s%n%n",
          entry.name(), sentence(entry.help()), entry.name(), entry.example());
      out.print(JobMain.help(entry.step().get()));
      out.flush();
      return Main.DONE;
    }
    output(arguments).ifPresent(folder -> Logs.to(folder.resolve("logs").resolve("sluice.log")));
    return JobMain.run(
        arguments.toArray(String[]::new), entry.step().get(), Steps.usualInputs(entry));
  }

  private static Optional<Path> output(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith("--output.path=")) {
        return Optional.of(Path.of(argument.substring(argument.indexOf('=') + 1)));
      }
      if (argument.equals("--output.path") && i + 1 < arguments.size()) {
        return Optional.of(Path.of(arguments.get(i + 1)));
      }
    }
    return Optional.empty();
  }
}

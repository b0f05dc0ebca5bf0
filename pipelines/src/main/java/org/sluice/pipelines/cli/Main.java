package org.sluice.pipelines.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.sluice.base.UserError;
import org.sluice.jobs.Failures;
import org.sluice.pipelines.recipe.StepEntry;
import org.sluice.pipelines.recipe.Steps;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The program {@code sluice}. Exit codes: 0 done, 2 the user has to mend something (one line says
 * what), 1 a bug (the log has the stack trace).
 */
@Command(
    name = "sluice",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Raw text to a measurably better language model, on a Spark cluster.",
    footer = {
      "",
      "Examples:",
      "  sluice run conf/recipes/quickstart.yaml",
      "  sluice run recipe.yaml --set train.steps=50 --dry-run",
      "  sluice clean --output.path out/web --profiles [fineweb@datatrove]",
      "  sluice score --profiles fineweb@datatrove --in rows.jsonl --out -",
      "  sluice doctor",
      "",
      "Help for one command: sluice COMMAND --help"
    })
public final class Main {
  static final int DONE = 0;
  static final int BUG = 1;
  static final int MISTAKE = 2;

  private static final List<Class<?>> COMMANDS =
      List.of(
          RunCommand.class,
          GenerateCommand.class,
          ScoreCommand.class,
          UniqueCommand.class,
          ExtractCommand.class,
          AnalyzeCommand.class,
          RedactCommand.class,
          RenderCommand.class,
          ChatCommand.class,
          LineageCommand.class,
          ForgetCommand.class,
          FunctionsCommand.class,
          ConvertCommand.class,
          ConformanceCommand.class,
          DoctorCommand.class);

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one command and gives the exit code. */
  static int run(String... args) {
    Logs.begin();
    return commands(args).execute(args);
  }

  /**
   * The program, with no other command than the first word names: to read the annotations of all
   * takes a while. With all of them where it names none.
   */
  static CommandLine commands(String... args) {
    CommandLine asked = new CommandLine(new Main());
    if (args.length > 0) {
      add(asked, args[0]::equals);
    }
    if (asked.getSubcommands().isEmpty()) {
      add(asked, name -> true);
    }
    return handled(asked);
  }

  private static void add(CommandLine main, Predicate<String> wanted) {
    for (Class<?> type : COMMANDS) {
      if (wanted.test(type.getAnnotation(Command.class).name())) {
        main.addSubcommand(type);
      }
    }
    for (StepEntry<?> entry : Steps.ALL) {
      if (wanted.test(entry.name()) && !main.getSubcommands().containsKey(entry.name())) {
        main.addSubcommand(entry.name(), StepCommand.spec(entry));
      }
    }
  }

  private static CommandLine handled(CommandLine main) {
    main.setParameterExceptionHandler(Main::wrongUsage);
    main.setExecutionExceptionHandler(Main::failed);
    main.setCaseInsensitiveEnumValuesAllowed(true);
    return main;
  }

  private static int wrongUsage(CommandLine.ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    CommandSpec spec = command.getCommandSpec();
    String line =
        Misspelt.in(spec, List.of(args))
            .orElse(e.getMessage() + "; see " + spec.qualifiedName() + " --help");
    command.getErr().println(line);
    return MISTAKE;
  }

  private static int failed(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    Optional<UserError> mistake = Failures.userError(failure);
    if (mistake.isPresent()) {
      command.getErr().println(mistake.get().getMessage());
      return MISTAKE;
    }
    org.slf4j.LoggerFactory.getLogger(Main.class).error("Failed", failure);
    String log = Logs.file();
    command
        .getErr()
        .println(
            "sluice: an error of the program, "
                + failure.getClass().getSimpleName()
                + (log.isEmpty() ? "" : "; the log says more: " + log));
    return BUG;
  }
}

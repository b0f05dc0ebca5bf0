package org.sluice.jobs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.base.Check;
import org.sluice.base.Progress;
import org.sluice.base.Setting;
import org.sluice.base.UserError;
import org.sluice.base.config.Args;
import org.sluice.base.config.Binder;
import org.sluice.base.config.Node;
import org.sluice.base.config.Problems;
import org.sluice.base.config.SettingRow;
import org.sluice.jobs.tables.TableFormat;
import org.sluice.jobs.tables.Tables;

/**
 * What the main classes of all steps have in common: settings from the command line, the session,
 * one line of summary, the exit code (0 done, 2 the user has to mend something, 1 a bug).
 */
public final class JobMain {
  private static final Logger LOG = LoggerFactory.getLogger(JobMain.class);

  /** The options that every step's main takes besides the step's own. */
  record Common(
      @Setting(help = "Where the run's tables and results lie") Output output,
      @Setting(help = "Spark master; left out: what spark-submit says, else local[*]")
          Optional<String> master,
      @Setting(help = "Table to read; left out: what the last step before this one wrote")
          Optional<String> input,
      @Setting(help = "Print the options", def = "false") boolean help) {

    record Output(
        @Setting(help = "The run's folder", def = Setting.REQUIRED, example = "out/web")
            String path,
        @Setting(help = "What tables are; left out: what those in the folder are, else delta")
            Optional<TableFormat> format) {
      Output {
        Check.that(path == null || !path.isBlank(), "path must not be empty");
      }

      TableFormat formatOrFound() {
        return format.orElseGet(() -> TableFormat.of(Path.of(path).resolve("tables")));
      }
    }
  }

  /** True where a person looks at the standard error; the launcher asks the shell. */
  private static final String TERMINAL = "sluice.terminal";

  private static final List<String> COMMON_KEYS = List.of("output", "master", "input", "help");

  private JobMain() {}

  /**
   * Runs a step; never throws. The caller ends the JVM with what this returns.
   *
   * @param usualInputs tables to read when none is named: the first of them that is there
   */
  public static <O extends Record> int run(String[] args, Step<O> step, String... usualInputs) {
    String output = "";
    try {
      Node.Entries all = Args.parse(args);
      if (all.get("help") != null) {
        System.out.print(help(step));
        return 0;
      }
      Problems problems = new Problems();
      Common common = Binder.bind(Common.class, part(all, true), problems);
      O options = Binder.bind(step.options(), part(all, false), problems);
      problems.throwIfAny();
      output = common.output().path();
      StepResult result = run(step, options, common, usualInputs);
      System.out.println(step.name() + ": " + step.told(result, Path.of(output)));
      return 0;
    } catch (Exception e) {
      Optional<UserError> mistake = Failures.userError(e, output);
      if (mistake.isPresent()) {
        LOG.debug("Refused", e);
        System.err.println(mistake.get().getMessage());
        return 2;
      }
      LOG.error("Step {} failed", step.name(), e);
      System.err.println(
          step.name() + " failed: " + e.getClass().getSimpleName() + "; the log says more");
      return 1;
    }
  }

  private static <O extends Record> StepResult run(
      Step<O> step, O options, Common common, String... usualInputs) {
    Path output = Path.of(common.output().path());
    OutputFolder folder = OutputFolder.of(output);
    TableFormat format = common.output().formatOrFound();
    SparkSession spark =
        Sessions.create(
            new SessionOptions(
                "sluice " + step.name(), common.master(), format == TableFormat.DELTA, Map.of()));
    try {
      Tables tables = new Tables(spark, output.resolve("tables").toString(), format);
      String input = common.input().orElseGet(() -> firstThere(tables, usualInputs));
      return StepProgress.watch(
          spark,
          Progress.of(System.err, Boolean.getBoolean(TERMINAL)),
          step.name(),
          rows(tables, input),
          shown -> {
            StepContext context =
                new StepContext(output, tables, input, shown, UUID.randomUUID().toString());
            step.check(spark, options, context);
            folder.mark();
            return step.run(spark, options, context);
          });
    } finally {
      spark.stop();
    }
  }

  private static String firstThere(Tables tables, String... names) {
    return Arrays.stream(names)
        .filter(tables::exists)
        .findFirst()
        .orElse(names.length == 0 ? "" : names[names.length - 1]);
  }

  private static long rows(Tables tables, String input) {
    boolean known = !input.isEmpty() && tables.exists(input);
    return known ? tables.read(input).count() : StepProgress.UNKNOWN;
  }

  /** The options of a step's main class. */
  public static <O extends Record> String help(Step<O> step) {
    List<SettingRow> rows = new ArrayList<>(SettingRow.of(Common.class));
    rows.addAll(SettingRow.of(step.options()));
    return "Options of " + step.name() + ":\n" + SettingRow.help(rows);
  }

  private static Node.Entries part(Node.Entries all, boolean common) {
    LinkedHashMap<String, Node> values = new LinkedHashMap<>(all.values());
    values.keySet().removeIf(key -> COMMON_KEYS.contains(key) != common);
    return new Node.Entries(values, all.place());
  }
}

package org.sluice.pipelines.airflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.base.config.Args;
import org.sluice.base.config.Binder;
import org.sluice.base.config.Node;
import org.sluice.base.config.Problems;
import org.sluice.jobs.JobMain;
import org.sluice.jobs.ingest.Ingest;
import org.sluice.pipelines.recipe.StepEntry;
import org.sluice.pipelines.recipe.Steps;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The DAG names main classes that exist, and gives them options that they know. */
class AirflowDagTest {
  private static final Path DAG = Path.of("../conf/airflow/sluice_finetune.py");
  private static final Pattern STEPS = Pattern.compile("(?ms)^STEPS = (\\[$.*?^])$");
  private static final Pattern PARAM =
      Pattern.compile("\"(\\w+)\": Param\\((?:\"([^\"]*)\"|(\\d+)),");
  private static final Pattern TEMPLATE = Pattern.compile("\\{\\{ *(.*?) *}}");

  @TempDir Path folder;

  /** One task of the DAG. */
  record Task(String id, String mainClass, List<String> arguments) {}

  private static String dag() throws IOException {
    return Files.readString(DAG);
  }

  /** The default of every parameter, by "params.NAME". */
  private static Map<String, String> params() throws IOException {
    Map<String, String> params = new LinkedHashMap<>();
    Matcher param = PARAM.matcher(dag());
    while (param.find()) {
      String value = param.group(2) == null ? param.group(3) : param.group(2);
      params.put("params." + param.group(1), value);
    }
    return params;
  }

  /** The list STEPS. Python's tuples written as lists are YAML. */
  static Stream<Task> tasks() throws IOException {
    Matcher steps = STEPS.matcher(dag());
    assertThat(steps.find()).as("STEPS = [ ... ]").isTrue();
    String yaml = steps.group(1).replaceAll("(?m)^ {4}\\(", "[").replaceAll("(?m)\\),$", "],");
    List<Task> tasks = new ArrayList<>();
    for (Object step : (List<?>) new Load(LoadSettings.builder().build()).loadFromString(yaml)) {
      List<?> parts = (List<?>) step;
      List<String> arguments = ((List<?>) parts.get(2)).stream().map(String::valueOf).toList();
      tasks.add(new Task((String) parts.get(0), (String) parts.get(1), arguments));
    }
    return tasks.stream();
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void theMainClassExists(Task task) throws ReflectiveOperationException {
    Class<?> main = Class.forName(task.mainClass());
    assertThat(main.getMethod("main", String[].class).getReturnType()).isEqualTo(void.class);
    StepEntry<?> step = Steps.find(task.id()).orElseThrow();
    assertThat(main.getPackage()).isEqualTo(step.options().getPackage());
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void theStepTakesTheArguments(Task task) throws IOException {
    Map<String, String> params = params();
    String[] arguments =
        task.arguments().stream()
            .map(
                argument ->
                    TEMPLATE
                        .matcher(argument)
                        .replaceAll(
                            template -> {
                              assertThat(params).containsKey(template.group(1));
                              return Matcher.quoteReplacement(params.get(template.group(1)));
                            }))
            .toArray(String[]::new);
    Node.Entries parsed = Args.parse(arguments);
    Problems problems = new Problems();
    Binder.bind(Steps.find(task.id()).orElseThrow().options(), parsed, problems);
    problems.throwIfAny();
  }

  @Test
  void theStepsComeInTheirUsualOrder() throws IOException {
    List<String> usual = Steps.ALL.stream().map(StepEntry::name).toList();
    assertThat(tasks().map(Task::id))
        .hasSizeGreaterThan(3)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo((a, b) -> Integer.compare(usual.indexOf(a), usual.indexOf(b)));
  }

  @Test
  void everyStepGetsTheRunsFolder() throws IOException {
    assertThat(dag()).contains("application_args=[\"--output.path\", ");
    assertThat(JobMain.help(new Ingest())).contains("--output.path <");
  }

  @Test
  void aParameterHoldsNoTemplate() throws IOException {
    // Airflow fills in templates once: one inside a parameter would stay as it is.
    assertThat(params())
        .isNotEmpty()
        .allSatisfy((name, value) -> assertThat(value).doesNotContain("{{"));
  }

  @Test
  void pythonParsesIt() throws IOException, InterruptedException {
    String program = "import ast, sys; ast.parse(open(sys.argv[1], encoding='utf-8').read())";
    Path errors = folder.resolve("errors.txt");
    ProcessBuilder python = new ProcessBuilder("python3", "-c", program, DAG.toString());
    python.redirectErrorStream(true).redirectOutput(errors.toFile());
    Process process;
    try {
      process = python.start();
    } catch (IOException e) {
      assumeThat(e).as("there is no python3").isNull();
      return;
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
  }
}

package org.sluice.pipelines.airflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.pipelines.recipe.Recipe;
import org.sluice.pipelines.recipe.RecipeReader;
import org.sluice.pipelines.recipe.RecipeStep;

/** A DAG names a recipe that is there, has a task for its steps, and sets keys that it knows. */
class AirflowDagTest {
  private static final Path FOLDER = Path.of("../conf/airflow");
  private static final Pattern STEPS = Pattern.compile("(?m)^[A-Z]+ = \\[(\".*\")]$");
  private static final Pattern RECIPE = Pattern.compile("\"/opt/sluice/(conf/recipes/.*)\"");
  private static final Pattern PARAM = Pattern.compile("Param\\((\"[^\"]*\"|\\d+)");
  private static final Pattern SETTING =
      Pattern.compile("(?m)^ {8,12}\"([a-z._]+)\": \"\\{\\{ (.*)");

  private static final Map<String, String> SAMPLES =
      Map.of("train.steps", "3", "dedup.against", "[out/a, out/b]");

  @TempDir Path folder;

  static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(FOLDER)) {
      return all.filter(file -> file.toString().endsWith(".py")).sorted().toList();
    }
  }

  /** The files with a DAG. */
  static List<Path> dags() throws IOException {
    return files().stream().filter(file -> !file.endsWith("sluice_tasks.py")).toList();
  }

  /** The first group of each match, without quotation marks. */
  private static List<String> all(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.results().map((MatchResult r) -> r.group(1).replace("\"", "")).toList();
  }

  private static Recipe recipe(String dag, List<String> settings) {
    List<String> files = all(RECIPE, dag);
    assertThat(files).hasSize(1);
    return RecipeReader.read(
        Path.of("..").resolve(files.get(0)), settings, RecipeReader.Files.UNSEEN);
  }

  @ParameterizedTest
  @MethodSource("dags")
  void theTasksAreStepsOfTheRecipeInTheirOrder(Path file) throws IOException {
    String dag = Files.readString(file);
    List<String> tasks = new ArrayList<>();
    all(STEPS, dag).forEach(names -> tasks.addAll(List.of(names.split(", "))));
    List<String> steps = recipe(dag, List.of()).steps().stream().map(RecipeStep::name).toList();
    assertThat(tasks).hasSizeGreaterThan(3).doesNotHaveDuplicates();
    assertThat(steps).containsSubsequence(tasks);
  }

  @ParameterizedTest
  @MethodSource("dags")
  void theRecipeKnowsWhatIsSet(Path file) throws IOException {
    String dag = Files.readString(file);
    List<String> keys = all(SETTING, dag);
    assertThat(keys).hasSizeGreaterThan(2);
    List<String> settings =
        keys.stream().map(key -> key + "=" + SAMPLES.getOrDefault(key, "data/x")).toList();
    assertThat(recipe(dag, settings).step("train")).isPresent();
  }

  @ParameterizedTest
  @MethodSource("files")
  void aParameterHoldsNoTemplate(Path file) throws IOException {
    // Airflow fills in templates once: one inside a parameter would stay as it is.
    assertThat(all(PARAM, Files.readString(file)))
        .isNotEmpty()
        .allSatisfy(value -> assertThat(value).doesNotContain("{{"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void pythonParsesIt(Path file) throws IOException, InterruptedException {
    String program = "import ast, sys; ast.parse(open(sys.argv[1], encoding='utf-8').read())";
    Path errors = folder.resolve("errors.txt");
    ProcessBuilder python = new ProcessBuilder("python3", "-c", program, file.toString());
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

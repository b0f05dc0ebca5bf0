package org.sluice.pipelines.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sluice.pipelines.cli.Main;
import org.sluice.pipelines.recipe.Steps;

class AirflowDagTest {
  private static final Path DAG = Path.of("../conf/airflow/sluice_finetune.py");

  @Test
  void namesStepsAndClassesThatThereAre() throws IOException {
    String dag = Files.readString(DAG);
    assertThat(dag)
        .contains("from airflow.sdk import DAG")
        .contains("SparkSubmitOperator(")
        .contains("java_class=\"" + Main.class.getName() + "\"")
        .contains("prepare >> train >> evaluate");
    Matcher until = Pattern.compile("until=\"(\\w+)\"").matcher(dag);
    while (until.find()) {
      assertThat(Steps.find(until.group(1))).as(until.group(1)).isPresent();
    }
  }

  @Test
  void isPython() throws IOException, InterruptedException {
    assumeTrue(hasPython(), "python3 is not there");
    Process parse =
        new ProcessBuilder(
                "python3",
                "-c",
                "import ast, sys; ast.parse(open(sys.argv[1]).read())",
                DAG.toString())
            .redirectErrorStream(true)
            .start();
    String told = new String(parse.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(parse.waitFor()).as(told).isZero();
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}

package org.sluice.pipelines.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StageDocsTest {
  @Test
  void theParamsInTheDocsAreThoseOfTheStages() throws IOException {
    String page = Files.readString(Path.of("../docs/spark-ml.md"));
    assertThat(page)
        .as("run org.sluice.pipelines.recipe.StageDocs docs/spark-ml.md")
        .isEqualTo(StageDocs.renewed(page));
  }
}

package org.sluice.pipelines.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FunctionDocsTest {
  @Test
  void theListInTheDocsIsThatOfTheFunctions() throws IOException {
    String page = Files.readString(Path.of("../docs/functions.md"));
    assertThat(page)
        .as("run org.sluice.pipelines.recipe.FunctionDocs docs/functions.md")
        .isEqualTo(FunctionDocs.renewed(page));
  }
}

package org.sluice.pipelines.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MethodDocsTest {
  @Test
  void theTableInTheDocsIsThatOfTheRegistry() throws IOException {
    String page = Files.readString(Path.of("../docs/methods.md"));
    assertThat(page)
        .as("run org.sluice.pipelines.recipe.MethodDocs docs/methods.md")
        .isEqualTo(MethodDocs.renewed(page));
  }
}

package org.sluice.pipelines.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModelDocsTest {
  @Test
  void theTableInTheDocsIsThatOfTheRegistry() throws IOException {
    String page = Files.readString(Path.of("../docs/models.md"));
    assertThat(page)
        .as("run org.sluice.pipelines.recipe.ModelDocs docs/models.md")
        .isEqualTo(ModelDocs.renewed(page));
  }
}

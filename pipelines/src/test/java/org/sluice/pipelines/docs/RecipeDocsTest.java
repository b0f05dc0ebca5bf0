package org.sluice.pipelines.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RecipeDocsTest {
  @Test
  void theTablesInTheDocsAreThoseOfTheRecords() throws IOException {
    String page = Files.readString(Path.of("../docs/recipes.md"));
    assertThat(page)
        .as("run org.sluice.pipelines.docs.RecipeDocs docs/recipes.md")
        .isEqualTo(RecipeDocs.renewed(page));
  }
}

package org.sluice.pipelines.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.sluice.jobs.tables.Schemas;

class TableDocsTest {
  private static String page() throws IOException {
    return Files.readString(Path.of("../docs/tables.md"));
  }

  @Test
  void theColumnsInTheDocsAreThoseOfTheTables() throws IOException {
    assertThat(page())
        .as("run org.sluice.pipelines.recipe.TableDocs docs/tables.md")
        .isEqualTo(TableDocs.renewed(page()));
  }

  @Test
  void everyTableOfTheRegistryIsTold() throws IOException {
    String page = page();
    assertThat(Steps.ALL)
        .flatExtracting(step -> step.tables().values())
        .hasSizeGreaterThan(5)
        .allMatch(table -> page.contains("| `" + table + "` |") || page.contains("### " + table));
    assertThat(Schemas.ALL).extracting(Schemas.FixedTable::name).doesNotHaveDuplicates();
  }

  @Test
  void everyColumnSaysWhatItHolds() {
    assertThat(Schemas.ALL)
        .allSatisfy(
            table ->
                assertThat(table.schema().fields())
                    .isNotEmpty()
                    .allMatch(field -> field.getComment().isDefined()));
  }
}

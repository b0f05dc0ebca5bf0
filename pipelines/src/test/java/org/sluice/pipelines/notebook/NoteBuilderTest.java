package org.sluice.pipelines.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NoteBuilderTest {
  static Stream<Path> everyPage() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../notebooks"))) {
      List<Path> pages = files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
      assertThat(pages).isNotEmpty();
      return pages.stream();
    }
  }

  private static Path noteOf(Path page) {
    return Path.of(page.toString().replaceFirst("\\.md$", ".zpln"));
  }

  @ParameterizedTest
  @MethodSource("everyPage")
  void theNoteIsThatOfItsPage(Path page) throws IOException {
    assertThat(Files.readString(noteOf(page)))
        .as("run org.sluice.pipelines.notebook.NoteBuilder " + page)
        .isEqualTo(NoteBuilder.build(Files.readString(page)));
  }

  @ParameterizedTest
  @MethodSource("everyPage")
  void theNoteHasWhatZeppelinReads(Path page) throws IOException {
    JsonNode note = new ObjectMapper().readTree(noteOf(page).toFile());
    assertThat(note.get("id").asText()).matches("2[0-9A-Z]{8}");
    assertThat(note.get("name").asText()).isNotBlank();
    assertThat(note.get("defaultInterpreterGroup").asText()).isEqualTo("spark");
    for (String object : List.of("noteParams", "noteForms", "angularObjects", "config", "info")) {
      assertThat(note.get(object).isObject()).as(object).isTrue();
    }
    Set<String> ids = new HashSet<>();
    for (JsonNode paragraph : note.get("paragraphs")) {
      assertThat(ids.add(paragraph.get("id").asText())).isTrue();
      assertThat(paragraph.get("id").asText()).matches("paragraph_\\d{13}_\\d+");
      assertThat(paragraph.get("text").asText()).matches("(?s)%(md|spark\\.sql)\n\n\\S.*");
      assertThat(paragraph.get("status").asText()).isEqualTo("READY");
      assertThat(paragraph.at("/settings/params").isObject()).isTrue();
      assertThat(paragraph.at("/settings/forms").isObject()).isTrue();
      assertThat(paragraph.at("/config/results").isObject()).isTrue();
      assertThat(paragraph.has("results")).as("results are stripped").isFalse();
    }
    assertThat(ids).hasSizeGreaterThan(1);
  }

  @Test
  void aSectionIsProseThenQueries() {
    NotePage page =
        NotePage.parse(
            """
            # Name

            Before.

            ## One
            Prose,
            two lines.
            ```sql bar
            SELECT 1;

            SELECT 2
            ```
            ## Two
            ```sql
            # no title
            ```
            """);
    assertThat(page)
        .isEqualTo(
            new NotePage(
                "Name",
                List.of(
                    new NotePage.Prose("", "Before."),
                    new NotePage.Prose("One", "Prose,\ntwo lines."),
                    new NotePage.Query("", "SELECT 1;\n\nSELECT 2", Chart.BAR),
                    new NotePage.Query("Two", "# no title", Chart.TABLE))));
  }

  @Test
  void refusesWhatItWouldLose() {
    assertThatThrownBy(() -> NotePage.parse("## no name\n")).hasMessageContaining("note's name");
    assertThatThrownBy(() -> NotePage.parse("# n\n```python\n")).hasMessageContaining("```python");
    assertThatThrownBy(() -> NotePage.parse("# n\n```sql\nSELECT")).hasMessageContaining("closed");
    assertThatThrownBy(() -> NotePage.parse("# n\n```sql radar\n")).hasMessageContaining("'radar'");
  }
}

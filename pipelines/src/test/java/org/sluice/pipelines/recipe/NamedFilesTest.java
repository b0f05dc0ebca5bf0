package org.sluice.pipelines.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.UserError;

class NamedFilesTest {
  @TempDir Path folder;
  private Path words;
  private Path sites;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("rows.jsonl"), "{\"id\": \"a\", \"text\": \"b\"}\n");
    words = Files.writeString(folder.resolve("words.txt"), "bad\n");
    sites = Files.writeString(folder.resolve("sites.txt"), "bad.example\n");
  }

  private Recipe recipe() throws IOException {
    String text =
        """
        ingest: {path: %1$s/rows.jsonl}
        clean:
          lists:
            - {name: words, path: %1$s/words.txt, kind: words}
            - {name: sites, path: %1$s/sites.txt, kind: domains}
        output: {path: %1$s/out}
        """
            .formatted(folder);
    Path file = Files.writeString(folder.resolve("r.yaml"), text);
    return RecipeReader.read(file, List.of(), RecipeReader.Files.MUST_EXIST);
  }

  private String digest() throws IOException {
    RecipeStep clean =
        recipe().steps().stream().filter(s -> s.name().equals("clean")).findFirst().orElseThrow();
    return NamedFiles.digest(clean);
  }

  @Test
  void aChangedFileOfAnyItemOfAListMakesTheStepRunAgain() throws IOException {
    String before = digest();
    assertThat(digest()).isEqualTo(before);
    Files.writeString(sites, "other.example\nand.more.example\n");
    assertThat(digest()).isNotEqualTo(before);
  }

  @Test
  void aMissingFileOfAnItemIsToldWithItsLine() throws IOException {
    Files.delete(words);
    assertThatThrownBy(this::recipe)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("r.yaml:4: clean.lists[].path: there is no")
        .hasMessageContaining("words.txt");
  }
}

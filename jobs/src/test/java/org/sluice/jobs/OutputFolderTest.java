package org.sluice.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
  @TempDir Path folder;

  @Test
  void otherDataIsRefusedAndLeftAlone() throws IOException {
    Files.writeString(folder.resolve("thesis.tex"), "precious");
    assertThatThrownBy(() -> OutputFolder.of(folder))
        .hasMessage(
            folder
                + ": holds data that no run of Sluice has written;"
                + " choose another output.path, or delete it");
    assertThatThrownBy(() -> OutputFolder.of(folder.resolve("thesis.tex")))
        .hasMessageContaining("thesis.tex: is a file, not a folder");
    assertThat(folder).isDirectoryNotContaining("glob:**sluice.json");
  }

  @Test
  void whatRefusedCommandsLoggedIsNobodysData() throws IOException {
    Files.createDirectories(folder.resolve("logs"));
    assertThat(OutputFolder.of(folder).recipe()).isEmpty();
  }

  @Test
  void aSingleStepKeepsTheMarkOfARecipe() {
    Path output = folder.resolve("out");
    OutputFolder.of(output).mark();
    assertThat(OutputFolder.of(output).recipe()).isEmpty();
    OutputFolder.of(output).mark("web", "0a1b");
    OutputFolder.of(output).mark();
    assertThat(OutputFolder.of(output).recipe()).isEqualTo("web");
  }
}

package org.sluice.pipelines.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.jobs.format.FormatOptions;

/** Every recipe under conf/ can be read. */
class ShippedRecipesTest {
  static List<Path> recipes() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../conf/recipes"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void reads(Path file) {
    Recipe recipe = RecipeReader.read(file, List.of(), RecipeReader.Files.UNSEEN);
    assertThat(recipe.name() + ".yaml").isEqualTo(file.getFileName().toString());
    assertThat(recipe.output().path()).isEqualTo("out/" + recipe.name());
    recipe
        .step("format")
        .flatMap(format -> ((FormatOptions) format.options()).prompt())
        .ifPresent(prompt -> assertThat(prompt).as("Jinja drops it").doesNotEndWith("\n"));
  }
}

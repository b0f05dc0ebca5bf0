package org.sluice.pipelines.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.file.Json;
import org.sluice.engine.file.ModelConfig;
import org.sluice.jobs.train.MemoryNeed;
import org.sluice.pipelines.plan.TrainingMemory;

/** The memory that docs/walkthroughs.md tells is what the code computes. */
class WalkthroughDocsTest {
  private static final Path PAGE = Path.of("../docs/walkthroughs.md");
  private static final Path SHAPES = Path.of("src/test/resources/shapes/shapes.json");
  private static final double GB = 1e9;
  private static final GeneratedPart PART =
      new GeneratedPart(
          "<!-- memory: made by WalkthroughDocsTest, do not edit -->\n",
          "<!-- end of memory -->\n");

  @TempDir Path folder;

  @Test
  void theTableIsFresh() throws IOException {
    StringBuilder table =
        new StringBuilder(
            "| recipe | method | trained | of | weights | what is trained | micro-batch | together |\n"
                + "|---|---|---|---|---|---|---|---|\n");
    for (String recipe : List.of("mistral-finance", "mt0-sentiment", "alpaca-lora")) {
      table.append(row(recipe, "lora"));
    }
    for (String method : List.of("lora", "prefix_tuning", "p_tuning", "prompt_tuning", "ia3")) {
      table.append(row("bloomz", method));
    }
    for (String method : List.of("lora", "freeze", "full")) {
      table.append(row("self-cognition", method));
    }
    String page = Files.readString(PAGE);
    String renewed = PART.renewed(page, table.append('\n').toString());
    Path fresh = Files.writeString(Path.of("target/walkthroughs.md"), renewed);
    assertThat(page).as("copy " + fresh + " over it").isEqualTo(renewed);
  }

  /** The counts that PEFT prints for these models. */
  @Test
  void countsAreThoseOfPeft() throws IOException {
    assertThat(need("mt0-sentiment", "lora").described())
        .isEqualTo(
            "trainable params: 2,359,296 || all params: 1,231,940,608 || trainable%: 0.1915");
    assertThat(need("alpaca-lora", "lora").described())
        .isEqualTo(
            "trainable params: 4,194,304 || all params: 6,742,609,920 || trainable%: 0.0622");
    assertThat(need("bloomz", "prefix_tuning").described())
        .isEqualTo("trainable params: 1,474,560 || all params: 560,689,152 || trainable%: 0.2630");
    assertThat(need("bloomz", "prompt_tuning").described())
        .isEqualTo("trainable params: 8,192 || all params: 559,222,784 || trainable%: 0.0015");
    assertThat(need("bloomz", "p_tuning").described())
        .isEqualTo("trainable params: 300,288 || all params: 559,514,880 || trainable%: 0.0537");
  }

  private String row(String recipe, String method) throws IOException {
    MemoryNeed need = need(recipe, method);
    return String.format(
        Locale.ROOT,
        "| `%s` | `%s` | %,d | %,d | %.2f GB | %.2f GB | %.2f GB | %.1f GB |%n",
        recipe,
        method,
        need.trainable(),
        need.parameters(),
        need.weights() / GB,
        need.training() / GB,
        need.batch() / GB,
        need.bytes() / GB);
  }

  private MemoryNeed need(String name, String method) throws IOException {
    JsonNode model = Json.object(SHAPES).path(name);
    Path file = Files.writeString(folder.resolve("config.json"), model.path("config").toString());
    SortedMap<String, long[]> shapes = new TreeMap<>();
    for (var tensor : model.path("tensors").properties()) {
      long[] shape = Json.MAPPER.convertValue(tensor.getValue().get(1), long[].class);
      for (int i = 0; i < tensor.getValue().get(0).asInt(); i++) {
        shapes.put(tensor.getKey().replace("{i}", Integer.toString(i)), shape);
      }
    }
    Recipe recipe =
        RecipeReader.read(
            Path.of("../conf/recipes/" + name + ".yaml"),
            List.of("train.method=" + method),
            RecipeReader.Files.UNSEEN);
    return TrainingMemory.of(recipe, ModelConfig.read(file), shapes).orElseThrow();
  }
}

package org.sluice.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.base.Progress;
import org.sluice.engine.file.Json;
import org.sluice.pipelines.recipe.RecipeReader;

/** The walkthroughs under conf/recipes, run on tiny models of the same architectures. */
class WalkthroughsTest {
  private static final Path RECIPES = Path.of("../conf/recipes");

  @TempDir Path folder;

  static Stream<Arguments> walkthroughs() {
    return Stream.of(
        arguments("mt0-sentiment", "SEQ_2_SEQ_LM", List.of("train.epochs=4")),
        arguments("bloomz", "CAUSAL_LM", List.of("train.epochs=2")),
        arguments("self-cognition", "", List.of("train.epochs=4", "train.method=full")));
  }

  static Stream<Arguments> otherWalkthroughs() {
    List<String> short3 = List.of("train.epochs=3", "train.gradient_accumulation_steps=1");
    return Stream.of(
        arguments("mistral-finance", "CAUSAL_LM", List.of("train.steps=12")),
        arguments("alpaca-lora", "CAUSAL_LM", short3),
        arguments("alpaca-lora", "CAUSAL_LM", starting("eva")),
        arguments("alpaca-lora", "CAUSAL_LM", starting("corda")),
        arguments("alpaca-lora", "CAUSAL_LM", starting("lora_ga")),
        arguments("alpaca-lora", "CAUSAL_LM", starting("mica")),
        arguments("bloomz", "CAUSAL_LM", List.of("train.epochs=2", "train.method=lora")),
        arguments("bloomz", "CAUSAL_LM", List.of("train.epochs=2", "train.method=prefix_tuning")),
        arguments("bloomz", "CAUSAL_LM", List.of("train.epochs=2", "train.method=p_tuning")),
        arguments("bloomz", "CAUSAL_LM", List.of("train.epochs=2", "train.method=ia3")),
        arguments(
            "mt0-sentiment",
            "SEQ_2_SEQ_LM",
            List.of("train.method=prefix_tuning", "train.peft={num_virtual_tokens: 4}")),
        arguments("self-cognition", "", List.of("train.epochs=4", "train.method=freeze")),
        arguments("self-cognition", "CAUSAL_LM", List.of("train.epochs=4")));
  }

  private static List<String> starting(String how) {
    return List.of(
        "train.epochs=3",
        "train.gradient_accumulation_steps=1",
        "train.peft={init_lora_weights: " + how + "}");
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("walkthroughs")
  void comesThrough(String recipe, String task, List<String> sets) throws IOException {
    TinyWalkthrough tiny = TinyWalkthrough.of(recipe);
    List<String> all =
        new ArrayList<>(
            List.of(
                "data.train=" + tiny.rows(folder.resolve("rows.jsonl")),
                "model.path=" + tiny.model(folder.resolve("model")),
                "model.dtype=fp32",
                "format.test_share=0.25",
                "train.learning_rate=" + tiny.rate(sets),
                "evaluate.max_new_tokens=3",
                "output.path=" + folder.resolve("out"),
                "output.format=parquet",
                "spark.master='local[2]'"));
    all.addAll(sets);
    List<String> notes = run(recipe, all);
    assertThat(notes).anyMatch(note -> note.startsWith("trainable params: "));
    assertThat(notes).anyMatch(note -> note.matches("epoch=1: train_ppl=.* eval_ppl=.*"));
    JsonNode metrics = Json.object(folder.resolve("out/metrics.json"));
    assertThat(metrics.at("/tuned/loss").asDouble())
        .isLessThan(metrics.at("/base/loss").asDouble());
    assertThat(metrics.at("/samples/0/tuned").isTextual()).isTrue();
    Path export = folder.resolve("out/export");
    if (task.isEmpty()) {
      assertThat(export.resolve("model/model.safetensors")).exists();
      assertThat(metrics.at("/samples/0/prompt").asText()).contains("<reserved_106>");
    } else {
      JsonNode config = Json.object(export.resolve("adapter/adapter_config.json"));
      assertThat(config.path("task_type").asText()).isEqualTo(task);
      assertThat(export.resolve("adapter/adapter_model.safetensors")).exists();
    }
    if (recipe.equals("mt0-sentiment")) {
      assertThat(metrics.at("/tuned/exact_match").isNumber()).isTrue();
      assertThat(metrics.at("/tuned/accuracy").isNumber()).isTrue();
    }
  }

  @Tag("long")
  @EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("otherWalkthroughs")
  void soDoTheOthers(String recipe, String task, List<String> sets) throws IOException {
    comesThrough(recipe, task, sets);
  }

  /** Runs a recipe; gives what it told. */
  static List<String> run(String recipe, List<String> sets) {
    List<String> notes = new ArrayList<>();
    Progress progress = Progress.notes(notes::add);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Runner(
            RecipeReader.read(
                RECIPES.resolve(recipe + ".yaml"), sets, RecipeReader.Files.MUST_EXIST),
            progress,
            new PrintStream(out, true, StandardCharsets.UTF_8))
        .run(new RunOptions(Optional.empty(), Optional.empty(), RunOptions.Mode.RUN));
    return notes;
  }

  static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}

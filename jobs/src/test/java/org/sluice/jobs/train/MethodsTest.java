package org.sluice.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.base.Progress;
import org.sluice.base.UserError;
import org.sluice.engine.evaluate.Evaluator;
import org.sluice.engine.evaluate.Loss;
import org.sluice.engine.export.AdapterFolder;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.Json;
import org.sluice.engine.model.Model;
import org.sluice.engine.tensor.Torch;
import org.sluice.jobs.SessionOptions;
import org.sluice.jobs.Sessions;

/** Every method by its name in a recipe: trained, gone on with, written, read back. */
class MethodsTest {
  private static final int STEPS = 8;

  private final SparkSession spark =
      Sessions.create(new SessionOptions("test", Optional.of("local[2]"), true, Map.of()));
  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());

  @TempDir Path folder;

  /** A change of weights with a schedule of its own, what stands in front, own weights. */
  static Stream<Arguments> methods() {
    return Stream.of(
        arguments("adalora", 5e-2, Map.of("init_r", 4, "target_r", 2, "tinit", 1, "tfinal", 2)),
        arguments("p_tuning", 5e-2, Map.of("num_virtual_tokens", 4, "encoder_hidden_size", 8)),
        arguments("freeze", 5e-3, Map.of("freeze_trainable_layers", 1)));
  }

  static Stream<Arguments> otherMethods() {
    return Stream.of(
        arguments("lora", 5e-3, Map.of()),
        arguments("lora", 5e-3, Map.of("use_dora", true, "modules_to_save", "lm_head")),
        arguments("lora", 5e-3, Map.of("init_lora_weights", "pissa", "use_rslora", true)),
        arguments("ia3", 5e-2, Map.of()),
        arguments("oft", 5e-3, Map.of("oft_block_size", 8)),
        arguments("vera", 5e-2, Map.of("d_initial", 0.1)),
        arguments("loha", 5e-2, Map.of()),
        arguments("lokr", 5e-2, Map.of("decompose_factor", 4)),
        arguments("ln_tuning", 5e-2, Map.of()),
        arguments("trainable_tokens", 5e-2, Map.of("token_indices", List.of(20, 21, 22, 23))),
        arguments("prompt_tuning", 5e-1, Map.of("num_virtual_tokens", 4)),
        arguments("prefix_tuning", 5e-1, Map.of("num_virtual_tokens", 4)),
        arguments("adaption_prompt", 5e-2, Map.of("adapter_len", 4, "adapter_layers", 2)),
        arguments("bottleneck", 5e-2, Map.of("reduction_factor", 4)),
        arguments("block_expansion", 5e-2, Map.of("num_new_blocks", 1)),
        arguments("full", 5e-3, Map.of()));
  }

  @Tag("long")
  @EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("otherMethods")
  void soAreTheOthers(String method, double rate, Map<String, Object> peft) {
    isTrainedGoneOnWithAndReadBack(method, rate, peft);
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("methods")
  void isTrainedGoneOnWithAndReadBack(String method, double rate, Map<String, Object> peft) {
    TrainOptions options = options(method, rate, peft);
    Dataset<Row> heldOut = Tiny.rows(spark, 6, 1);
    train(options, heldOut);
    assertThat(notes).anyMatch(note -> note.startsWith("trainable params: "));
    List<TrainLog.Line> lines = new TrainLog(Tiny.places(folder).log()).lines();
    List<JsonNode> epochs = new EpochLog(Tiny.places(folder).epochs()).all();
    assertThat(epochs).hasSize(2); // 16 rows in fours, twice
    assertThat(lines.get(STEPS - 1).loss()).isLessThan(lines.get(0).loss());
    double trained = epochs.get(1).path("eval_loss").asDouble();
    assertThat(loss(options, heldOut)).isCloseTo(trained, within(trained));

    // killed in the middle and started again, it comes to the same
    FileUtil.fullyDelete(Tiny.places(folder).checkpointFolder().resolve("checkpoint-8").toFile());
    notes.clear();
    train(options, heldOut);
    assertThat(notes).anyMatch(note -> note.endsWith("checkpoint-4"));
    epochs = new EpochLog(Tiny.places(folder).epochs()).all();
    assertThat(epochs).hasSize(2);
    assertThat(epochs.get(1).path("eval_loss").asDouble()).isEqualTo(trained);
  }

  private static org.assertj.core.data.Offset<Double> within(double size) {
    return org.assertj.core.data.Offset.offset(2e-5 * size);
  }

  /** The loss of what the run has left, read back as anybody would. */
  private double loss(TrainOptions options, Dataset<Row> rows) {
    Path result = Tiny.places(folder).resultFolder();
    boolean whole = options.method().tunesWeights();
    try (Torch torch = Torch.onCpu(1);
        Checkpoint base = Checkpoint.open(whole ? result : options.model().local())) {
      Model model = Models.load(torch, base, options.model());
      if (!whole) {
        JsonNode config = Json.object(result.resolve("adapter_config.json"));
        assertThat(config.path("peft_type").asText()).isEqualTo(options.method().name());
        assertThat(config.path("task_type").asText()).isEqualTo("CAUSAL_LM");
        try (AdapterFolder adapter = AdapterFolder.open(result)) {
          adapter.requireBase(base);
          adapter.attachTo(model);
        }
      }
      Loss loss = new Evaluator(model, 4096).loss(rows(rows));
      return loss.mean();
    }
  }

  private static List<org.sluice.engine.train.Row> rows(Dataset<Row> table) {
    return table.collectAsList().stream()
        .map(row -> row.<Integer>getList(0).stream().mapToInt(Integer::intValue).toArray())
        .map(ids -> org.sluice.engine.train.Row.of(ids, ids))
        .toList();
  }

  @Test
  void mistakesInSettingsAreToldBeforeAnythingRuns() {
    assertThatThrownBy(() -> options("prefix_tuning", 1, Map.of("num_virtual_token", 4)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("nearest: num_virtual_tokens");
    assertThatThrownBy(() -> options("prompt_tuning", 1, Map.of("num_virtual_tokens", 0)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("num_virtual_tokens must be at least 1");
    assertThatThrownBy(() -> options("prefix_tunning", 1, Map.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("prefix_tuning");
  }

  private static TrainOptions options(String method, double rate, Map<String, Object> peft) {
    return Tiny.options(
        "method",
        method,
        "learning_rate",
        rate,
        "target_modules",
        List.of(),
        "peft",
        peft,
        "steps",
        0,
        "epochs",
        2.0,
        "save_steps",
        4,
        "eval_strategy",
        "epoch");
  }

  private void train(TrainOptions options, Dataset<Row> heldOut) {
    new TrainRun(spark, options, Tiny.places(folder), Progress.notes(notes::add))
        .run(Tiny.rows(spark, 16, 1), Optional.of(heldOut), Map.of());
    assertThat(Files.exists(Tiny.places(folder).rows())).isFalse();
  }
}

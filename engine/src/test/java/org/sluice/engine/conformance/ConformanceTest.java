package org.sluice.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.base.UserError;
import org.sluice.engine.file.SafetensorsFile;
import org.sluice.engine.file.SafetensorsWriter;
import org.sluice.engine.file.TensorInfo;

/** Runs the walk over golden/methods; its maker is golden/make_methods.py. */
class ConformanceTest {
  private static final Path GOLDEN = golden();
  private static final String EXPECTED = "expected.safetensors";

  @TempDir private Path scratch;

  private static Path golden() {
    try {
      return Path.of(ConformanceTest.class.getResource("/golden/methods").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> run(Path folder) {
    List<String> lines = new ArrayList<>();
    Conformance.run(folder, OptionalDouble.empty(), Device.cpu(), lines::add);
    return lines;
  }

  @Test
  void everyMethodComputesWhatPeftComputes() {
    List<String> lines = run(GOLDEN);
    assertThat(lines).filteredOn(line -> line.contains("FAILED")).isEmpty();
    assertThat(lines.get(lines.size() - 1)).isEqualTo((lines.size() - 1) + " passed, 0 failed");
    assertThat(lines).hasSizeGreaterThan(30);
  }

  /** One expected value off by a hundredth of itself. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "logits",
        "loss",
        "losses",
        "merged.logits",
        "logits_after",
        "loss_after",
        "grad.base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight",
        "trained.base_model.model.model.layers.1.self_attn.v_proj.lora_A.weight"
      })
  void seesOneWrongNumber(String tensor) throws IOException {
    Path llama = copy();
    Path adapter = llama.resolve("adapters").resolve("lora");
    alter(adapter.resolve(EXPECTED), tensor);
    assertThat(run(adapter))
        .satisfiesExactly(
            line -> assertThat(line).contains("FAILED").contains(tensor + " is off by"),
            line -> assertThat(line).isEqualTo("0 passed, 1 failed"));
  }

  @Test
  void seesOneWrongToken() throws IOException {
    Path adapter = copy().resolve("adapters").resolve("lora");
    Map<String, long[]> tokens = Map.of("generated", new long[] {1});
    try (SafetensorsFile file = SafetensorsFile.open(adapter.resolve(EXPECTED))) {
      long[] generated = file.longs("generated");
      generated[generated.length - 1] = (generated[generated.length - 1] + 1) % 24;
      rewrite(adapter.resolve(EXPECTED), file, "", Map.of("generated", generated));
    }
    assertThat(tokens).hasSize(1);
    assertThat(run(adapter).get(0)).contains("FAILED").contains("greedy tokens differ");
  }

  @Test
  void whatCannotBeRunHasFailed() throws IOException {
    Path llama = copy();
    Path config = llama.resolve("config.json");
    String text = Files.readString(config);
    Files.writeString(
        config, text.replace("\"model_type\": \"llama\"", "\"model_type\": \"lama\""));
    List<String> lines = run(llama.resolve("adapters").resolve("dora"));
    assertThat(lines.get(0)).contains("FAILED  cannot be run").contains("'lama' is not known");
    assertThat(lines.get(1)).isEqualTo("0 passed, 1 failed");
  }

  @Test
  void aToleranceHoldsForEverything() {
    List<String> lines = new ArrayList<>();
    Path adapter = GOLDEN.resolve("llama").resolve("adapters").resolve("dora");
    Conformance.Summary summary =
        Conformance.run(adapter, OptionalDouble.of(1e-12), Device.cpu(), lines::add);
    assertThat(summary.failed()).isEqualTo(1);
    assertThat(lines.get(0)).contains("allowed 1.0e-12");
  }

  @Test
  void aFolderWithoutCasesIsAMistake() {
    assertThatThrownBy(() -> run(scratch))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("there is no case in it");
  }

  private Path copy() throws IOException {
    Path from = GOLDEN.resolve("llama");
    Path to = scratch.resolve("llama");
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
    return to;
  }

  private static void alter(Path path, String tensor) {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      rewrite(path, file, tensor, Map.of());
    }
  }

  /** The same file with the largest value of a tensor off by a hundredth, or with other tokens. */
  private static void rewrite(
      Path path, SafetensorsFile file, String tensor, Map<String, long[]> tokens) {
    SafetensorsWriter writer = new SafetensorsWriter(file.metadata());
    for (String name : file.tensors()) {
      TensorInfo info = file.info(name);
      ByteBuffer bytes = ByteBuffer.allocate((int) info.bytes()).order(ByteOrder.LITTLE_ENDIAN);
      if (tokens.containsKey(name)) {
        bytes.asLongBuffer().put(tokens.get(name));
      } else {
        bytes.put(file.bytes(name)).flip();
      }
      if (name.equals(tensor)) {
        int largest = 0;
        for (int i = 0; i < bytes.capacity(); i += Float.BYTES) {
          largest = Math.abs(bytes.getFloat(i)) > Math.abs(bytes.getFloat(largest)) ? i : largest;
        }
        bytes.putFloat(largest, 1.01f * bytes.getFloat(largest));
      }
      writer.add(name, info.type(), info.shape(), () -> bytes);
    }
    writer.write(path);
  }
}

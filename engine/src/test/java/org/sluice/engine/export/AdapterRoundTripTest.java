package org.sluice.engine.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.pytorch.engine.PtNDArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.engine.adapter.Adapter;
import org.sluice.engine.adapter.Methods;
import org.sluice.engine.adapter.Start;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.SafetensorsFile;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.LoadOptions;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Torch;

/** Adapters of PEFT, read and written; their maker is golden/make_methods.py. */
class AdapterRoundTripTest {
  private static final Path LLAMA = llama();
  private static final int[] TEXT = {5, 9, 3, 17, 11};

  @TempDir private Path scratch;

  private static Path llama() {
    try {
      return Path.of(AdapterRoundTripTest.class.getResource("/golden/methods/llama").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<String> adapters() {
    try (Stream<Path> all = Files.list(LLAMA.resolve("adapters"))) {
      return all.filter(folder -> Files.exists(folder.resolve("adapter_config.json")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CausalModel load(Torch torch, AdapterFolder folder) {
    LoadOptions options = LoadOptions.frozen(Quantization.NONE, DType.FP32);
    try (Checkpoint checkpoint = Checkpoint.open(LLAMA)) {
      return CausalModel.load(torch, folder.info().method().base(checkpoint), options);
    }
  }

  private static float[] run(CausalModel model) {
    return ExportCheck.lastLogits(model, TEXT);
  }

  @ParameterizedTest
  @MethodSource("adapters")
  void whatIsWrittenHasPeftsTensorsAndComputesTheSame(String name) {
    Path theirs = LLAMA.resolve("adapters").resolve(name);
    Path ours = scratch.resolve("ours");
    float[] first;
    try (Torch torch = Torch.onCpu(1);
        AdapterFolder folder = AdapterFolder.open(theirs)) {
      CausalModel model = load(torch, folder);
      Adapter adapter = folder.attachTo(model);
      first = run(model);
      AdapterInfo info =
          new AdapterInfo(adapter.method(), "llama", Optional.empty(), Optional.empty(), Map.of());
      AdapterFolder.write(ours, adapter, info);
    }
    try (SafetensorsFile expected =
            SafetensorsFile.open(theirs.resolve("adapter_model.safetensors"));
        SafetensorsFile got = SafetensorsFile.open(ours.resolve("adapter_model.safetensors"))) {
      assertThat(got.tensors()).containsExactlyInAnyOrderElementsOf(expected.tensors());
      for (String tensor : expected.tensors()) {
        assertThat(got.floats(tensor))
            .as(tensor)
            .containsExactly(expected.floats(tensor), within(1e-6f));
      }
    }
    try (Torch torch = Torch.onCpu(1);
        AdapterFolder folder = AdapterFolder.open(ours)) {
      CausalModel model = load(torch, folder);
      folder.attachTo(model);
      assertThat(run(model)).containsExactly(first, within(1e-6f));
    }
  }

  @Test
  void severalAreLoadedAndSwitchedAndLeaveTheModelAsItWas() {
    try (Torch torch = Torch.onCpu(1);
        AdapterFolder dora = AdapterFolder.open(LLAMA.resolve("adapters").resolve("dora"));
        AdapterFolder prefix = AdapterFolder.open(LLAMA.resolve("adapters").resolve("prefix"))) {
      CausalModel model = load(torch, dora);
      float[] plain = run(model);
      Adapter one = dora.attachTo(model);
      float[] withDora = run(model);
      one.merge();
      assertThat(run(model)).containsExactly(withDora, within(1e-5f));
      one.unmerge();
      assertThat(run(model)).containsExactly(withDora);
      one.deactivate();
      assertThat(run(model)).containsExactly(plain);
      Adapter two = prefix.attachTo(model);
      float[] withPrefix = run(model);
      assertThat(withPrefix).isNotEqualTo(plain);
      two.deactivate();
      one.activate();
      assertThat(run(model)).containsExactly(withDora);
      assertThat(model.parameters()).containsExactlyElementsOf(one.parameters());
    }
  }

  @Test
  void everyMethodStartsFromTheBase() {
    for (Methods.Entry entry : Methods.ALL) {
      Map<String, Object> settings =
          switch (entry.peftType()) {
            case "ADALORA" -> Map.of("target_modules", List.of("q_proj"), "total_step", 9);
            case "IA3", "LORA", "LOHA", "LOKR", "VERA" ->
                Map.of("target_modules", List.of("q_proj"));
            case "OFT" -> Map.of("target_modules", List.of("q_proj"), "oft_block_size", 4);
            case "LN_TUNING" -> Map.of("target_modules", List.of("norm"));
            case "TRAINABLE_TOKENS" -> Map.of("token_indices", List.of(3));
            case "BITFIT", "FREEZE" -> Map.of();
            // prompts act from their start; LLaMA-Adapter adds the output's bias a second time
            default -> null;
          };
      if (settings == null || entry.peftType().equals("BLOCK_EXPANSION")) {
        continue;
      }
      try (Torch torch = Torch.onCpu(1);
          Checkpoint checkpoint = Checkpoint.open(LLAMA)) {
        CausalModel model =
            CausalModel.load(torch, checkpoint, LoadOptions.frozen(Quantization.NONE, DType.FP32));
        float[] plain = run(model);
        Methods.attach(model, Methods.of(entry.peftType(), settings), Start.fresh(), 1);
        assertThat(run(model)).as(entry.peftType()).containsExactly(plain, within(1e-5f));
        assertThat(Arrays.stream(masters(model))).isNotEmpty();
      }
    }
  }

  private static PtNDArray[] masters(CausalModel model) {
    return model.parameters().stream().map(p -> p.master()).toArray(PtNDArray[]::new);
  }
}

package org.sluice.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.LoadOptions;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Packing;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Torch;

/** Whole models in GGUF and in safetensors against what transformers computes from them. */
@Tag("long")
@EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
class GoldenModelsLongTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "quantized/llama_gguf_mixed/model.gguf",
        "quantized/llama_gguf_kquant/model.gguf",
        "models/llama",
        "models/llama_linear"
      })
  void logitsAreThoseOfTransformers(String name) {
    Path model = Path.of(System.getenv("SLUICE_SHARED"), "golden").resolve(name);
    Path folder = name.endsWith(".gguf") ? model.getParent() : model;
    try (Torch torch = Torch.onCpu(1);
        Checkpoint checkpoint = Checkpoint.open(model);
        SafetensorsFile inputs = SafetensorsFile.open(folder.resolve("inputs.safetensors"));
        SafetensorsFile expected = SafetensorsFile.open(folder.resolve("expected.safetensors"))) {
      LoadOptions options = LoadOptions.frozen(Quantization.NONE, DType.FP32);
      CausalModel loaded = CausalModel.load(torch, checkpoint, options);
      int width = (int) inputs.info("input_ids").shape()[1];
      long[] ids = inputs.longs("input_ids");
      float[] logits = expected.floats("logits");
      int vocabulary = logits.length / ids.length;
      int[] first = Arrays.stream(ids, 0, width).mapToInt(Math::toIntExact).toArray();
      long[] all = new long[width];
      Arrays.setAll(all, i -> i);
      try (Tape tape = loaded.inferenceTape()) {
        var hidden = loaded.hidden(tape, first, new Packing(new int[] {width}), all);
        float[][] found = loaded.logits(tape, hidden);
        for (int i = 0; i < width; i++) {
          for (int v = 0; v < vocabulary; v++) {
            assertThat((double) found[i][v]).isCloseTo(logits[i * vocabulary + v], within(1e-4));
          }
        }
      }
    }
  }
}

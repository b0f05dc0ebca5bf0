package org.sluice.engine.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.base.UserError;
import org.sluice.engine.TinyModel;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.SafetensorsFile;
import org.sluice.engine.file.SafetensorsWriter;
import org.sluice.engine.file.TensorType;
import org.sluice.engine.file.Tiny;

/** Weights that do not belong together or are no numbers: refused in one line, nothing written. */
class BadWeightsTest {
  private static final String MODEL = "model.safetensors";
  private static final String ADAPTER = "adapter_model.safetensors";
  private static final String DOWN = "base_model.model.model.layers.0.mlp.down_proj.lora_A.weight";

  @TempDir Path scratch;

  /** The tensors of a file, to change. */
  private record Tensors(Map<String, float[]> values, Map<String, long[]> shapes) {
    void put(String name, float... numbers) {
      values.put(name, numbers);
      shapes.put(name, new long[] {numbers.length});
    }
  }

  private static void change(Path file, Consumer<Tensors> edit) {
    Tensors tensors = new Tensors(new TreeMap<>(), new TreeMap<>());
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      for (String name : read.tensors()) {
        tensors.values.put(name, read.floats(name));
        tensors.shapes.put(name, read.info(name).shape());
      }
    }
    edit.accept(tensors);
    SafetensorsWriter writer = new SafetensorsWriter(Map.of());
    tensors.values.forEach(
        (name, values) ->
            writer.addFloats(name, TensorType.F32, tensors.shapes.get(name), () -> values));
    writer.write(file);
  }

  private Path adapter() throws IOException {
    Path folder = Files.createDirectory(scratch.resolve("adapter"));
    try (Stream<Path> files = Files.list(Tiny.FOLDER.resolve("adapter"))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    return folder;
  }

  private void refused(Runnable writing, String... parts) {
    assertThatThrownBy(writing::run)
        .isInstanceOf(UserError.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
    assertThat(scratch.resolve("out")).doesNotExist();
  }

  private void convert(Path model) {
    try (Checkpoint base = Checkpoint.open(model)) {
      ModelForm.folder(TensorType.F32).write(scratch.resolve("out"), ModelParts.of(base, Map.of()));
    }
  }

  private void merge(Path adapter) {
    try (Checkpoint base = Checkpoint.open(Tiny.FOLDER);
        AdapterFolder folder = AdapterFolder.open(adapter)) {
      ModelForm form = ModelForm.folder(TensorType.F32);
      ModelFolder.merge(scratch.resolve("out"), base, folder, form, MergeOnto.ORIGINAL);
    }
  }

  private static void attach(Path adapter) {
    try (TinyModel tiny = TinyModel.load();
        AdapterFolder folder = AdapterFolder.open(adapter)) {
      folder.attachTo(tiny.model());
    }
  }

  @Test
  void aModelWithWhatIsNoNumberIsNotConverted() throws IOException {
    Path model = Tiny.copy(scratch.resolve("nan"));
    String name = "model.layers.1.mlp.up_proj.weight";
    change(model.resolve(MODEL), tensors -> tensors.values.get(name)[5] = Float.NaN);
    refused(() -> convert(model), "nan:" + name, "no number");
  }

  @Test
  void aModelWithASurplusTensorIsNotConverted() throws IOException {
    Path model = Tiny.copy(scratch.resolve("more"));
    change(model.resolve(MODEL), tensors -> tensors.put("model.layers.0.extra.weight", 1));
    refused(() -> convert(model), "more:model.layers.0.extra.weight", "does not have");
  }

  /** What a model lacks is told for every architecture, before anything is written. */
  @ParameterizedTest
  @CsvSource({
    "qwen2, model.layers.1.self_attn.v_proj.weight",
    "mixtral, model.layers.1.block_sparse_moe.experts.0.w2.weight",
    "gpt2, transformer.h.1.mlp.c_proj.weight",
    "t5, decoder.block.1.layer.1.EncDecAttention.k.weight",
    "bert, bert.encoder.layer.1.output.dense.weight"
  })
  void aModelThatDoesNotFitItsConfigurationIsNotConverted(String name, String tensor)
      throws IOException {
    Path golden = Tiny.FOLDER.resolveSibling("models").resolve(name);
    for (boolean shape : new boolean[] {false, true}) {
      Path model = Files.createDirectories(scratch.resolve(name + shape));
      Files.copy(golden.resolve("config.json"), model.resolve("config.json"));
      Files.copy(golden.resolve(MODEL), model.resolve(MODEL));
      Files.copy(Tiny.FOLDER.resolve("tokenizer.json"), model.resolve("tokenizer.json"));
      change(
          model.resolve(MODEL),
          tensors -> {
            float[] values = tensors.values.remove(tensor);
            if (shape) {
              tensors.put(tensor, values);
            }
          });
      String told = shape ? ":" + tensor + ": has the shape" : ": there is no such tensor";
      refused(() -> convert(model), name + shape + ":", told);
    }
  }

  @Test
  void anAdapterWithWhatIsNoNumberIsRefused() throws IOException {
    Path folder = adapter();
    change(
        folder.resolve(ADAPTER), tensors -> tensors.values.get(DOWN)[0] = Float.POSITIVE_INFINITY);
    refused(() -> merge(folder), ADAPTER + ":" + DOWN, "no number (Infinity)");
    refused(() -> attach(folder), ADAPTER + ":" + DOWN, "no number (Infinity)");
  }

  @Test
  void anAdapterForMoreLayersIsRefused() throws IOException {
    Path folder = adapter();
    String name = DOWN.replace("layers.0", "layers.7");
    change(folder.resolve(ADAPTER), tensors -> tensors.put(name, 1));
    refused(() -> merge(folder), ADAPTER + ":" + name, "a layer that the model has not");
    refused(() -> attach(folder), name);
  }

  @Test
  void anAdapterThatLacksAFactorIsRefused() throws IOException {
    Path folder = adapter();
    String name = DOWN.replace("lora_A", "lora_B");
    change(folder.resolve(ADAPTER), tensors -> tensors.values.remove(name));
    refused(() -> merge(folder), ADAPTER + ":" + name);
    refused(() -> attach(folder), ADAPTER + ":" + name);
  }

  @Test
  void anAdapterOfAnotherWidthIsRefused() throws IOException {
    Path folder = adapter();
    change(folder.resolve(ADAPTER), tensors -> tensors.shapes.replace(DOWN, new long[] {64, 4}));
    refused(() -> merge(folder), ADAPTER + ":" + DOWN, "[64, 4]", "[4, 64]");
    refused(() -> attach(folder), ADAPTER + ":" + DOWN, "[64, 4]", "[4, 64]");
  }

  @Test
  void anAdapterInAPickleIsNotRead() throws IOException {
    Path folder = adapter();
    Files.move(folder.resolve(ADAPTER), folder.resolve("adapter_model.bin"));
    refused(() -> merge(folder), "adapter_model.bin: is a pickle");
  }
}

package org.sluice.engine.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.util.Map;
import org.sluice.engine.file.Json;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.file.TensorType;
import org.sluice.engine.model.LoadOptions;
import org.sluice.engine.model.Model;
import org.sluice.engine.model.Task;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Torch;
import org.sluice.engine.tokenizer.TrainedTokenizer;

/** Models of any architecture with fresh weights, as folders: to train from scratch, or to try. */
public final class NewModel {
  private NewModel() {}

  /**
   * Writes a model.
   *
   * @param config a config.json; every size is read from it
   * @param seed of the weights
   */
  public static void write(Path target, Path config, TrainedTokenizer tokenizer, long seed) {
    ModelConfig read = ModelConfig.read(config);
    try (Torch torch = Torch.onCpu(1)) {
      LoadOptions options = LoadOptions.trained(DType.FP32);
      Model model = Task.usual(read).random(torch, read, seed, options);
      Map<String, Object> settings =
          Json.map(Json.MAPPER.readTree(tokenizer.tokenizerConfigJson()));
      TokenizerFiles files = new TokenizerFiles(tokenizer.tokenizerJson(), settings);
      ModelFolder.write(target, model, files, TensorType.F32, Map.of());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a trained tokenizer writes JSON", e);
    }
  }
}

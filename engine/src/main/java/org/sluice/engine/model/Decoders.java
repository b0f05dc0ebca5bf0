package org.sluice.engine.model;

import java.util.Arrays;
import java.util.List;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;
import org.sluice.engine.file.Architecture;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.tensor.WeightFactory;

/** The architectures' forward passes, by model_type: one line each. */
final class Decoders {
  private Decoders() {}

  static Decoder of(ModelConfig config, WeightSource source, WeightFactory factory) {
    return switch (architecture(config.modelType())) {
      case LLAMA -> new Llama(config, source, factory);
    };
  }

  private static Architecture architecture(String modelType) {
    List<String> known = Arrays.stream(Architecture.values()).map(Architecture::modelType).toList();
    return Arrays.stream(Architecture.values())
        .filter(a -> a.modelType().equals(modelType))
        .findFirst()
        .orElseThrow(
            () ->
                UserError.of(
                    "The architecture '" + modelType + "' is not known",
                    "take one of " + known + ", nearest " + Nearest.to(modelType, known)));
  }
}

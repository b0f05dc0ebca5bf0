package org.sluice.engine.file;

import java.util.Arrays;
import java.util.List;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;

/** The architectures that the engine can run, by {@code model_type} of {@code config.json}. */
public enum Architecture {
  LLAMA("llama", "LlamaForCausalLM");

  private final String modelType;
  private final String className;

  Architecture(String modelType, String className) {
    this.modelType = modelType;
    this.className = className;
  }

  /** {@code model_type} in config.json and {@code general.architecture} in GGUF. */
  public String modelType() {
    return modelType;
  }

  /** The class of transformers, as in {@code architectures} of config.json. */
  public String className() {
    return className;
  }

  /**
   * The architecture of this name.
   *
   * @param file the file that names it, for the error
   */
  static Architecture of(String modelType, Object file, String place) {
    List<String> known = Arrays.stream(values()).map(Architecture::modelType).toList();
    return Arrays.stream(values())
        .filter(a -> a.modelType.equals(modelType))
        .findFirst()
        .orElseThrow(
            () ->
                UserError.at(
                    file,
                    place,
                    "the architecture '" + modelType + "' is not known",
                    "take a model of one of "
                        + known
                        + " (nearest: "
                        + Nearest.to(modelType, known)
                        + ")"));
  }
}

package org.sluice.engine.export;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.engine.file.GgufModel;
import org.sluice.engine.tokenizer.GgufTokenizer;

/**
 * One GGUF file, which llama.cpp, Ollama and transformers read.
 *
 * @param type of the matrices
 */
record GgufForm(String type) implements ModelForm {
  @Override
  public void write(Path target, ModelParts parts) {
    Map<String, Object> tokenizer =
        GgufTokenizer.metadata(
            parts.tokenizer().tokenizerJson(),
            parts.tokenizer().tokenizerConfig(),
            parts.config().vocabSize());
    Map<String, long[]> shapes = new TreeMap<>();
    parts.tensors().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    GgufModel.write(
        target,
        parts.config(),
        shapes,
        name -> parts.tensors().get(name).values().get(),
        tokenizer,
        type);
  }
}

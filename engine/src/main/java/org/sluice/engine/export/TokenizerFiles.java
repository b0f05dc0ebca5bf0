package org.sluice.engine.export;

import java.util.LinkedHashMap;
import java.util.Map;
import org.sluice.engine.file.Checkpoint;

/**
 * A tokenizer's two files.
 *
 * @param tokenizerJson the text of tokenizer.json
 * @param tokenizerConfig tokenizer_config.json
 */
public record TokenizerFiles(String tokenizerJson, Map<String, Object> tokenizerConfig) {
  /** Those of a model, with its chat template among the settings. */
  public static TokenizerFiles of(Checkpoint checkpoint) {
    Map<String, Object> config = new LinkedHashMap<>(checkpoint.tokenizerConfig());
    checkpoint.chatTemplate().ifPresent(template -> config.put("chat_template", template));
    return new TokenizerFiles(checkpoint.tokenizerJson(), config);
  }
}

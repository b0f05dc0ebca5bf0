package org.sluice.jobs.tokenize;

import java.io.Serializable;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.sluice.base.Progress;
import org.sluice.base.UserError;
import org.sluice.base.config.Canonical;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.hub.Hub;
import org.sluice.engine.model.Task;
import org.sluice.engine.tokenizer.Tokenizer;

/**
 * A model's tokenizer as it travels to the executors; each of them loads it once.
 *
 * @param json text of tokenizer.json
 * @param digest of that text
 * @param endOfText the token that ends an answer
 * @param encodes whether prompts are read by an encoder and answered by a decoder
 */
record TokenizerSetup(String json, String digest, int endOfText, boolean encodes)
    implements Serializable {
  private static final ConcurrentMap<String, Tokenizer> LOADED = new ConcurrentHashMap<>();

  /**
   * Reads the tokenizer of a model.
   *
   * @throws UserError when it is missing, does not fit the model, or has no end of text
   */
  static TokenizerSetup of(String modelPath) {
    try (Checkpoint model = Checkpoint.open(Hub.local(modelPath, Progress.SILENT))) {
      String json = model.tokenizerJson();
      boolean encodes = Task.usual(model.config()) == Task.SEQ_2_SEQ_LM;
      TokenizerSetup setup =
          new TokenizerSetup(json, Canonical.sha256(json), endOfText(model, json), encodes);
      setup.tokenizer().checkFits(model.config().vocabSize(), modelPath);
      return setup;
    }
  }

  private static int endOfText(Checkpoint model, String json) {
    String token = model.specialTokens().get("eos_token");
    if (token != null) {
      OptionalInt id = loaded(json, Canonical.sha256(json)).id(token);
      if (id.isPresent()) {
        return id.getAsInt();
      }
    }
    if (!model.config().eosTokenIds().isEmpty()) {
      return model.config().eosTokenIds().get(0);
    }
    throw UserError.at(
        model.path(),
        "eos_token",
        "the tokenizer has no end-of-text token, so a tuned model would not know when to stop",
        "name one in tokenizer_config.json");
  }

  /** This JVM's tokenizer; it lives as long as the JVM. */
  Tokenizer tokenizer() {
    return loaded(json, digest);
  }

  private static Tokenizer loaded(String json, String digest) {
    return LOADED.computeIfAbsent(digest, key -> Tokenizer.of(json, "tokenizer.json"));
  }
}

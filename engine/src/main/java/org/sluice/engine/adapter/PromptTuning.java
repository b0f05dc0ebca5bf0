package org.sluice.engine.adapter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.sluice.base.Check;
import org.sluice.base.Progress;
import org.sluice.base.UserError;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.Json;
import org.sluice.engine.hub.Hub;
import org.sluice.engine.tensor.Change;
import org.sluice.engine.tokenizer.Tokenizer;

/**
 * Prompt tuning (Lester et al. 2021): embeddings of virtual tokens in front of every text. They
 * start at random from N(0, 1), as rows of the vocabulary, or as the tokens of a text.
 */
public final class PromptTuning extends PromptMethod {
  private static final long serialVersionUID = 1L;

  public PromptTuning(Map<String, ?> given) {
    super(Defaults.promptTuning(), given);
    String start = start();
    Check.that(
        List.of("RANDOM", "SAMPLE_VOCAB", "TEXT").contains(start),
        "prompt_tuning_init must be RANDOM, SAMPLE_VOCAB or TEXT, got %s",
        start);
    Check.that(
        !start.equals("TEXT")
            || settings().has("prompt_tuning_init_text")
                && settings().has("tokenizer_name_or_path"),
        "prompt_tuning_init TEXT needs prompt_tuning_init_text and tokenizer_name_or_path");
  }

  private String start() {
    return settings().text("prompt_tuning_init").orElse("RANDOM");
  }

  @Override
  public String peftType() {
    return "PROMPT_TUNING";
  }

  @Override
  boolean savesWhatItTrains() {
    return true;
  }

  @Override
  Change encoder(Attaching on) {
    return Change.of("replace", List.of(embedding(on, () -> fresh(on))));
  }

  private float[] fresh(Attaching on) {
    String name = ENCODER + "embedding.weight";
    if (start().equals("RANDOM")) {
      return on.inits().normal(name, rows() * width(), 1);
    }
    Site words = on.inputEmbedding();
    int[] ids = start().equals("TEXT") ? text() : new int[0];
    Random random = on.inits().random(name);
    float[] table = on.base(words);
    float[] start = new float[rows() * width()];
    for (int row = 0; row < rows(); row++) {
      int id = ids.length > 0 ? ids[row % ids.length] : random.nextInt(words.rows());
      System.arraycopy(table, id * width(), start, row * width(), width());
    }
    return start;
  }

  /** The text's tokens, by the tokenizer of the model that the settings name. */
  private int[] text() {
    Path place =
        Hub.local(settings().text("tokenizer_name_or_path").orElseThrow(), Progress.SILENT);
    Path file = place.resolve("tokenizer.json");
    try (Tokenizer tokenizer =
        Tokenizer.of(Files.exists(file) ? Json.text(file) : stored(place), place)) {
      int[] ids = tokenizer.ids(settings().text("prompt_tuning_init_text").orElseThrow(), true);
      if (ids.length == 0) {
        throw UserError.of("prompt_tuning_init_text has no token", "give a longer text");
      }
      return ids;
    }
  }

  /** The tokenizer that a model's file brings along. */
  private static String stored(Path place) {
    try (Checkpoint model = Checkpoint.open(place)) {
      return model.tokenizerJson();
    }
  }
}

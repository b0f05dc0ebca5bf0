package org.sluice.jobs.redact;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sluice.base.Check;
import org.sluice.base.Setting;
import org.sluice.base.UserError;
import org.sluice.jobs.ModelOptions;
import org.sluice.text.privacy.ner.EntityType;

/** A token classification model of the user's own that finds names. */
public record TaggerOptions(
    @Setting(
            help =
                "Folder with a token classification model (config.json, safetensors,"
                    + " tokenizer.json), or hf://owner/name[@revision]",
            def = Setting.REQUIRED,
            example = "models/bert-ner")
        String modelPath,
    @Setting(
            help =
                "Entity of each of the model's labels, without B- and I-. Left out: PER, person, name"
                    + " and the like are understood. Labels that mean no entity are not sought",
            example = "{PER: PERSON, GPE: LOCATION}")
        Map<String, String> labels,
    @Setting(help = "Type of the arithmetic", def = "fp32") ModelOptions.Precision dtype,
    @Setting(
            help = "Where the arithmetic runs; auto: on a GPU where the executor has one",
            def = "auto")
        ModelOptions.Accelerator device)
    implements Serializable {

  private static final List<String> ENTITIES =
      Stream.of(EntityType.values()).map(EntityType::name).toList();

  public TaggerOptions {
    Check.that(modelPath != null && !modelPath.isBlank(), "model_path must be given");
    Check.that(dtype != ModelOptions.Precision.AUTO, "dtype must be fp32 or bf16, got %s", "auto");
    labels = new TreeMap<>(labels);
    for (String entity : labels.values()) {
      Check.that(ENTITIES.contains(entity), "labels must mean one of %s, got %s", ENTITIES, entity);
    }
  }

  /**
   * A model by its place, in float on whatever the machine has.
   *
   * @param labels empty for the usual meanings
   * @throws UserError for a label that means no entity
   */
  public static TaggerOptions of(String modelPath, Map<String, String> labels) {
    try {
      return new TaggerOptions(
          modelPath, labels, ModelOptions.Precision.FP32, ModelOptions.Accelerator.AUTO);
    } catch (IllegalArgumentException e) {
      throw UserError.of("tagger: " + e.getMessage(), "write PER=PERSON");
    }
  }

  ModelOptions model() {
    return new ModelOptions(modelPath, null, dtype, device);
  }
}

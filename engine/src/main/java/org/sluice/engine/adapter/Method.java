package org.sluice.engine.adapter;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.ModelConfig;

/**
 * A way to fine-tune: settings under PEFT's names, and how to put them on a model. A method never
 * touches what the model loaded; taken off, the model is as it was.
 */
public abstract class Method implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What says where an adapter comes from, not what it does. */
  private static final List<String> NOTES =
      List.of(
          "auto_mapping",
          "base_model_name_or_path",
          "inference_mode",
          "peft_version",
          "revision",
          "task_type");

  private final PeftSettings settings;

  /**
   * @param defaults PEFT's defaults of this method
   * @param given settings over them; unknown ones are kept
   */
  Method(Map<String, ?> defaults, Map<String, ?> given) {
    settings = PeftSettings.of(defaults, given);
  }

  /** PEFT's name of the method: LORA. */
  public abstract String peftType();

  /** Puts the method on a model. */
  abstract void put(Attaching on);

  /** The checkpoint that the method's model is loaded from, where its layers are others. */
  public Checkpoint base(Checkpoint checkpoint) {
    return checkpoint;
  }

  /** What PEFT puts before the names of modules that are trained whole. */
  String headPrefix() {
    return Attaching.PREFIX;
  }

  /** The settings with what depends on the model. */
  PeftSettings fitted(ModelConfig config) {
    return settings;
  }

  /** Whether it goes on modules that target_modules names. */
  boolean wantsTargets() {
    return settings.asMap().containsKey("target_modules");
  }

  /** Whether {@link Adapter#merge} can put it into the weights. */
  public boolean merges() {
    return Methods.entry(peftType()).merges();
  }

  public PeftSettings settings() {
    return settings;
  }

  /** Of the same kind, with settings that mean the same. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Method method
        && method.peftType().equals(peftType())
        && method.meaning().equals(meaning());
  }

  @Override
  public int hashCode() {
    return meaning().hashCode();
  }

  /** The settings that change what is computed; names of modules have no order. */
  private Map<String, Object> meaning() {
    Map<String, Object> meaning = settings.asMap();
    meaning.keySet().removeAll(NOTES);
    meaning.replaceAll((key, value) -> value instanceof List<?> l ? new HashSet<>(l) : value);
    return meaning;
  }

  /**
   * Refuses settings that change what is computed and are not run here.
   *
   * @throws IllegalArgumentException naming the first
   */
  void refuse(String... keys) {
    for (String key : keys) {
      boolean zero = settings.raw(key) instanceof Number number && number.doubleValue() == 0;
      if (settings.has(key) && !zero) {
        throw new IllegalArgumentException(
            key + " " + settings.raw(key) + " is not supported for " + peftType());
      }
    }
  }
}

package org.sluice.jobs.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluice.base.Nearest;
import org.sluice.engine.adapter.Method;
import org.sluice.engine.adapter.Methods;
import org.sluice.engine.file.Json;
import org.sluice.engine.model.Task;
import org.sluice.jobs.ModelOptions;

/** From a recipe's settings to one of the engine's methods. */
final class PeftMethod {
  private static final String NAME = "[\\w.]+";

  private PeftMethod() {}

  /** The settings of a recipe that concern the method. */
  record Given(
      ModelOptions model,
      int r,
      double loraAlpha,
      double loraDropout,
      List<String> targetModules,
      Map<String, List<String>> peft) {
    static Given of(TrainOptions options) {
      return new Given(
          options.model(),
          options.r(),
          options.loraAlpha(),
          options.loraDropout(),
          options.targetModules(),
          options.peft());
    }
  }

  /**
   * Refuses settings that the method does not take, and values that it cannot have.
   *
   * @param steps of the run; 0 when they are not known yet
   * @throws IllegalArgumentException naming the key
   */
  static void check(TrainOptions.Method method, Given given, int steps) {
    if (method == TrainOptions.Method.FULL) {
      return;
    }
    Map<String, Object> known = Methods.defaults(method.name());
    for (String key : given.peft().keySet()) {
      if (!known.containsKey(key)) {
        throw new IllegalArgumentException(
            "peft.%s is no setting of %s; nearest: %s"
                .formatted(key, method.name(), Nearest.to(key, List.copyOf(known.keySet()))));
      }
    }
    of(method, given, Task.CAUSAL_LM, steps > 0 ? steps : Integer.MAX_VALUE);
  }

  /**
   * The method of a run.
   *
   * @param task what the model is for
   * @param steps of the whole run
   */
  static Method of(TrainOptions options, Task task, int steps) {
    return of(options.method(), Given.of(options), task, steps);
  }

  private static Method of(TrainOptions.Method method, Given given, Task task, int steps) {
    Map<String, Object> known = Methods.defaults(method.name());
    Map<String, Object> settings = new LinkedHashMap<>();
    offer(settings, known, "r", given.r());
    offer(settings, known, "lora_alpha", given.loraAlpha());
    offer(settings, known, "alpha", given.loraAlpha());
    offer(settings, known, "lora_dropout", given.loraDropout());
    offer(settings, known, "vera_dropout", given.loraDropout());
    if (!given.targetModules().isEmpty()) {
      offer(settings, known, "target_modules", modules(given.targetModules()));
    }
    if (method == TrainOptions.Method.ADAPTION_PROMPT
        || method == TrainOptions.Method.TRAINABLE_TOKENS) {
      settings.remove("target_modules"); // they find their modules themselves
    }
    if (method == TrainOptions.Method.OFT) {
      settings.remove("r"); // the size of its blocks is what it is given
    }
    offer(settings, known, "total_step", steps);
    offer(settings, known, "task_type", task.name());
    offer(settings, known, "tokenizer_name_or_path", given.model().path());
    given.peft().forEach((key, values) -> settings.put(key, value(key, values)));
    return Methods.of(method.name(), settings);
  }

  private static void offer(
      Map<String, Object> settings, Map<String, Object> known, String key, Object value) {
    if (known.containsKey(key)) {
      settings.put(key, value);
    }
  }

  /**
   * A list of one that cannot be a module's name is a regular expression, as a string is to PEFT.
   */
  private static Object modules(List<String> setting) {
    boolean word = setting.equals(List.of("all-linear"));
    boolean expression = setting.size() == 1 && !setting.get(0).matches(NAME);
    return word || expression ? setting.get(0) : setting;
  }

  /** Values are JSON where they are that: numbers, true, maps; else texts. */
  private static Object value(String key, List<String> values) {
    if (key.endsWith("_modules")) {
      return modules(values);
    }
    List<Object> all = values.stream().map(PeftMethod::plain).toList();
    return all.size() == 1 ? all.get(0) : all;
  }

  private static Object plain(String text) {
    try {
      JsonNode node = Json.MAPPER.readTree(text);
      return node.isMissingNode() ? text : Json.MAPPER.convertValue(node, Object.class);
    } catch (JsonProcessingException e) {
      return text; // a word
    }
  }
}

package org.sluice.jobs.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluice.engine.adapter.Method;
import org.sluice.engine.adapter.Methods;
import org.sluice.engine.file.Json;

/** From a recipe's settings to one of the engine's methods. */
final class PeftMethod {
  private static final String NAME = "[\\w.]+";

  private PeftMethod() {}

  /**
   * Refuses settings that the method does not take.
   *
   * @throws IllegalArgumentException naming the key
   */
  static void check(TrainOptions.Method method, Map<String, List<String>> peft) {
    if (method == TrainOptions.Method.FULL) {
      return;
    }
    Map<String, Object> known = Methods.defaults(method.name());
    for (String key : peft.keySet()) {
      if (!known.containsKey(key)) {
        throw new IllegalArgumentException(
            "peft.%s is no setting of %s; nearest: %s"
                .formatted(
                    key,
                    method.name(),
                    org.sluice.base.Nearest.to(key, List.copyOf(known.keySet()))));
      }
    }
  }

  /** The method of a run. */
  static Method of(TrainOptions options) {
    Map<String, Object> known = Methods.defaults(options.method().name());
    Map<String, Object> settings = new LinkedHashMap<>();
    offer(settings, known, "r", options.r());
    offer(settings, known, "lora_alpha", options.loraAlpha());
    offer(settings, known, "alpha", options.loraAlpha());
    offer(settings, known, "lora_dropout", options.loraDropout());
    offer(settings, known, "vera_dropout", options.loraDropout());
    offer(settings, known, "target_modules", modules(options.targetModules()));
    if (options.method() == TrainOptions.Method.ADAPTION_PROMPT
        || options.method() == TrainOptions.Method.TRAINABLE_TOKENS) {
      settings.remove("target_modules"); // they find their modules themselves
    }
    if (options.method() == TrainOptions.Method.OFT) {
      settings.remove("r"); // the size of its blocks is what it is given
    }
    if (known.containsKey("total_step") && options.steps() > 0) {
      settings.put("total_step", options.steps());
    }
    if (known.containsKey("task_type")) {
      settings.put("task_type", "CAUSAL_LM");
    }
    options.peft().forEach((key, values) -> settings.put(key, value(key, values)));
    return Methods.of(options.method().name(), settings);
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

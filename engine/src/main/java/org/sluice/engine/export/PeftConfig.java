package org.sluice.engine.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sluice.engine.adapter.Method;
import org.sluice.engine.file.Json;

/** {@code adapter_config.json} as PEFT 0.21.2 writes it. */
final class PeftConfig {
  private PeftConfig() {}

  /**
   * The file's content.
   *
   * @param modules all layers that the method is on; PEFT spells "all-linear" out so
   */
  static ObjectNode json(Method method, String base, List<String> modules) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    for (Map.Entry<String, Object> setting : method.settings().asMap().entrySet()) {
      json.set(setting.getKey(), Json.MAPPER.valueToTree(plain(setting.getValue())));
    }
    json.put("base_model_name_or_path", base);
    json.put("inference_mode", true);
    if (!json.hasNonNull("task_type")) {
      json.put("task_type", "CAUSAL_LM");
    }
    Object targets = method.settings().raw("target_modules");
    if (targets instanceof String word && word.toLowerCase(Locale.ROOT).equals("all-linear")) {
      modules.stream().sorted().forEach(json.putArray("target_modules")::add);
    } else if (targets instanceof List<?> names) {
      names.stream().map(Object::toString).sorted().forEach(json.putArray("target_modules")::add);
    }
    return json;
  }

  /** Whole numbers without a decimal point, as Python writes them where they are given so. */
  private static Object plain(Object value) {
    boolean whole = value instanceof Double number && number == Math.rint(number);
    return whole && Math.abs((Double) value) >= 1 ? ((Double) value).longValue() : value;
  }
}

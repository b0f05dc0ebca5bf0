package org.sluice.engine.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.base.UserError;
import org.sluice.engine.file.Json;

/**
 * The modules that PEFT 0.21.2 takes for a model's type when target_modules is left out
 * (utils/constants.py), by method; methods that are not in the table take LoRA's.
 */
final class UsualTargets {
  private static final String TARGETS = "target_modules";
  private static final String FEED_FORWARD = "feedforward_modules";
  private static final JsonNode TABLE = table();

  private UsualTargets() {}

  private static JsonNode table() {
    try (InputStream in = UsualTargets.class.getResourceAsStream("usual_targets.json")) {
      return Json.MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A method's settings with the modules that were left out.
   *
   * @param modelType of config.json
   * @throws UserError when PEFT names none for the type
   */
  static Map<String, Object> filled(Method method, PeftSettings settings, String modelType) {
    Map<String, Object> all = settings.asMap();
    if (!method.wantsTargets()) {
      return all;
    }
    if (all.get(TARGETS) == null && !settings.has("target_parameters")) {
      all.put(
          TARGETS,
          of(method.peftType(), modelType)
              .orElseThrow(
                  () ->
                      UserError.of(
                          "PEFT has no usual target_modules of "
                              + method.peftType()
                              + " for models of type '"
                              + modelType
                              + "'",
                          "name them, or all-linear")));
    }
    if (all.containsKey(FEED_FORWARD) && all.get(FEED_FORWARD) == null) {
      all.put(FEED_FORWARD, feedForward(all.get(TARGETS), modelType));
    }
    return all;
  }

  /** Those of the targets that are feed-forward layers. */
  private static List<String> feedForward(Object targets, String modelType) {
    List<String> usual = of("IA3_FEEDFORWARD", modelType).orElse(List.of());
    return targets instanceof List<?> names
        ? usual.stream().filter(names::contains).toList()
        : usual;
  }

  private static Optional<List<String>> of(String peftType, String modelType) {
    JsonNode types = TABLE.has(peftType) ? TABLE.get(peftType) : TABLE.get("LORA");
    if (!types.has(modelType)) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    types.get(modelType).forEach(name -> names.add(name.asText()));
    return Optional.of(names);
  }
}

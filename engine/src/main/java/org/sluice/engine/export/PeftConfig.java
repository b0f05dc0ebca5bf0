package org.sluice.engine.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sluice.base.Shown;
import org.sluice.base.UserError;
import org.sluice.engine.adapter.LoraConfig;
import org.sluice.engine.adapter.TargetModules;
import org.sluice.engine.file.Json;

/** {@code adapter_config.json} as PEFT 0.21.2 writes it. */
final class PeftConfig {
  private static final String VERSION = "0.21.2";

  /** Settings of PEFT that change what an adapter computes and are not run here. */
  private static final List<String> UNSUPPORTED =
      List.of(
          "alora_invocation_tokens",
          "alpha_pattern",
          "arrow_config",
          "exclude_modules",
          "fan_in_fan_out",
          "kasa_config",
          "layer_replication",
          "layers_pattern",
          "layers_to_transform",
          "lora_bias",
          "modules_to_save",
          "monteclora_config",
          "rank_pattern",
          "target_parameters",
          "trainable_token_indices",
          "use_bdlora",
          "use_dora",
          "use_qalora",
          "use_rslora",
          "velora_config");

  private PeftConfig() {}

  /**
   * The file's content.
   *
   * @param modules all layers that have an addition; PEFT spells "all-linear" out so
   */
  static ObjectNode json(LoraConfig lora, String base, List<String> modules) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.putNull("alora_invocation_tokens");
    json.putObject("alpha_pattern");
    json.putNull("arrow_config");
    json.putNull("auto_mapping");
    json.put("base_model_name_or_path", base);
    json.put("bias", "none");
    json.putNull("corda_config");
    json.put("ensure_weight_tying", false);
    json.putNull("eva_config");
    json.putNull("exclude_modules");
    json.put("fan_in_fan_out", false);
    json.put("inference_mode", true);
    json.put("init_lora_weights", true);
    json.putNull("kasa_config");
    json.putNull("layer_replication");
    json.putNull("layers_pattern");
    json.putNull("layers_to_transform");
    json.putObject("loftq_config");
    if (lora.loraAlpha() == Math.rint(lora.loraAlpha())) {
      json.put("lora_alpha", (long) lora.loraAlpha());
    } else {
      json.put("lora_alpha", lora.loraAlpha());
    }
    json.put("lora_bias", false);
    json.put("lora_dropout", lora.loraDropout());
    json.putNull("lora_ga_config");
    json.putNull("megatron_config");
    json.put("megatron_core", "megatron.core");
    json.putNull("modules_to_save");
    json.putNull("monteclora_config");
    json.put("peft_type", "LORA");
    json.put("peft_version", VERSION);
    json.put("qalora_group_size", 16);
    json.put("r", lora.r());
    json.putObject("rank_pattern");
    json.putNull("revision");
    putTargets(json, lora.targetModules(), modules);
    json.putNull("target_parameters");
    json.put("task_type", "CAUSAL_LM");
    json.putNull("trainable_token_indices");
    json.putNull("use_bdlora");
    json.put("use_dora", false);
    json.put("use_qalora", false);
    json.put("use_rslora", false);
    json.putNull("velora_config");
    return json;
  }

  private static void putTargets(ObjectNode json, TargetModules targets, List<String> modules) {
    if (targets instanceof TargetModules.Matching matching) {
      json.put("target_modules", matching.regex());
      return;
    }
    ArrayNode array = json.putArray("target_modules");
    if (targets instanceof TargetModules.Names named) {
      named.names().stream().sorted().forEach(array::add);
    } else {
      modules.stream().sorted().forEach(array::add);
    }
  }

  /** Reads a file that PEFT or this program wrote; refuses what would be run wrongly. */
  static LoraConfig read(Path file, JsonNode json) {
    String kind = json.path("peft_type").asText();
    if (!kind.equals("LORA")) {
      throw unsupported(file, "peft_type", kind);
    }
    if (!json.path("bias").asText("none").equals("none")) {
      throw unsupported(file, "bias", json.path("bias").asText());
    }
    for (String key : UNSUPPORTED) {
      JsonNode value = json.path(key);
      boolean unset =
          value.isMissingNode()
              || value.isNull()
              || value.isBoolean() && !value.booleanValue()
              || value.isContainerNode() && value.isEmpty();
      if (!unset) {
        throw unsupported(file, key, value.toString());
      }
    }
    try {
      return new LoraConfig(
          json.path("r").asInt(),
          json.path("lora_alpha").asDouble(),
          json.path("lora_dropout").asDouble(0),
          targets(json.path("target_modules")));
    } catch (IllegalArgumentException e) {
      throw UserError.at(file, "", Shown.of(e.getMessage()), "take the file PEFT wrote")
          .causedBy(e);
    }
  }

  private static TargetModules targets(JsonNode node) {
    if (node.isTextual()) {
      return TargetModules.of(node.asText());
    }
    List<String> names = new ArrayList<>();
    node.forEach(name -> names.add(name.asText()));
    return new TargetModules.Names(names);
  }

  private static UserError unsupported(Path file, String key, String value) {
    return UserError.at(
        file,
        key,
        "an adapter with " + key + " " + Shown.of(value) + " is not supported",
        "take a plain LoRA adapter");
  }
}

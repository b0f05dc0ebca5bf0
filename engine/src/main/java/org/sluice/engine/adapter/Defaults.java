package org.sluice.engine.adapter;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The settings that PEFT 0.21.2 writes for each method, with their defaults. */
final class Defaults {
  /** Written into every adapter_config.json. */
  static final String VERSION = "0.21.2";

  private Defaults() {}

  private static TreeMap<String, Object> common(String type) {
    TreeMap<String, Object> map = new TreeMap<>();
    map.put("auto_mapping", null);
    map.put("base_model_name_or_path", null);
    map.put("inference_mode", true);
    map.put("peft_type", type);
    map.put("peft_version", VERSION);
    map.put("revision", null);
    map.put("task_type", null);
    return map;
  }

  private static TreeMap<String, Object> with(String type, Object... pairs) {
    TreeMap<String, Object> map = common(type);
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  /** On modules by name. */
  private static TreeMap<String, Object> modules(String type, Object... pairs) {
    TreeMap<String, Object> map = with(type, pairs);
    map.put("target_modules", null);
    map.put("exclude_modules", null);
    map.put("modules_to_save", null);
    return map;
  }

  private static TreeMap<String, Object> layers(TreeMap<String, Object> map) {
    map.put("layers_to_transform", null);
    map.put("layers_pattern", null);
    return map;
  }

  static Map<String, Object> lora() {
    return lora("LORA");
  }

  private static TreeMap<String, Object> lora(String type) {
    TreeMap<String, Object> map =
        layers(
            modules(
                type,
                "alora_invocation_tokens",
                null,
                "alpha_pattern",
                Map.of(),
                "arrow_config",
                null,
                "bias",
                "none",
                "corda_config",
                null,
                "ensure_weight_tying",
                false,
                "eva_config",
                null,
                "fan_in_fan_out",
                false,
                "init_lora_weights",
                true,
                "kasa_config",
                null,
                "layer_replication",
                null,
                "loftq_config",
                Map.of(),
                "lora_alpha",
                8,
                "lora_bias",
                false,
                "lora_dropout",
                0.0));
    map.putAll(
        with(
            type,
            "lora_ga_config",
            null,
            "megatron_config",
            null,
            "megatron_core",
            "megatron.core",
            "monteclora_config",
            null,
            "qalora_group_size",
            16,
            "r",
            8,
            "rank_pattern",
            Map.of(),
            "target_parameters",
            null,
            "trainable_token_indices",
            null,
            "use_bdlora",
            null,
            "use_dora",
            false,
            "use_qalora",
            false,
            "use_rslora",
            false,
            "velora_config",
            null));
    return map;
  }

  static Map<String, Object> adaLora() {
    TreeMap<String, Object> map = lora("ADALORA");
    map.put("rank_pattern", null);
    map.put("target_r", 8);
    map.put("init_r", 12);
    map.put("tinit", 0);
    map.put("tfinal", 0);
    map.put("deltaT", 1);
    map.put("beta1", 0.85);
    map.put("beta2", 0.85);
    map.put("orth_reg_weight", 0.5);
    map.put("total_step", null);
    return map;
  }

  static Map<String, Object> ia3() {
    return modules(
        "IA3", "feedforward_modules", null, "fan_in_fan_out", false, "init_ia3_weights", true);
  }

  static Map<String, Object> loHa() {
    return layers(
        modules(
            "LOHA",
            "rank_pattern",
            Map.of(),
            "alpha_pattern",
            Map.of(),
            "r",
            8,
            "alpha",
            8,
            "rank_dropout",
            0.0,
            "module_dropout",
            0.0,
            "use_effective_conv2d",
            false,
            "init_weights",
            true));
  }

  static Map<String, Object> loKr() {
    TreeMap<String, Object> map = new TreeMap<>(loHa());
    map.put("peft_type", "LOKR");
    map.put("decompose_both", false);
    map.put("decompose_factor", -1);
    map.put("rank_dropout_scale", false);
    return map;
  }

  static Map<String, Object> oft() {
    return layers(
        modules(
            "OFT",
            "r",
            0,
            "oft_block_size",
            32,
            "module_dropout",
            0.0,
            "fan_in_fan_out",
            false,
            "bias",
            "none",
            "init_weights",
            true,
            "coft",
            false,
            "eps",
            6e-5,
            "block_share",
            false,
            "use_cayley_neumann",
            true,
            "num_cayley_neumann_terms",
            5));
  }

  static Map<String, Object> vera() {
    TreeMap<String, Object> map =
        layers(
            modules(
                "VERA",
                "r",
                256,
                "projection_prng_key",
                0,
                "save_projection",
                true,
                "vera_dropout",
                0.0,
                "d_initial",
                0.1,
                "fan_in_fan_out",
                false,
                "bias",
                "none",
                "init_weights",
                true));
    map.remove("exclude_modules");
    return map;
  }

  static Map<String, Object> lnTuning() {
    return modules("LN_TUNING");
  }

  static Map<String, Object> trainableTokens() {
    return with(
        "TRAINABLE_TOKENS",
        "token_indices",
        List.of(),
        "target_modules",
        null,
        "init_weights",
        true);
  }

  private static TreeMap<String, Object> prompt(String type, Object... pairs) {
    TreeMap<String, Object> map = with(type, pairs);
    for (String key :
        List.of(
            "num_virtual_tokens",
            "token_dim",
            "num_transformer_submodules",
            "num_attention_heads",
            "num_layers",
            "modules_to_save")) {
      map.put(key, null);
    }
    return map;
  }

  static Map<String, Object> promptTuning() {
    return prompt(
        "PROMPT_TUNING",
        "prompt_tuning_init",
        "RANDOM",
        "prompt_tuning_init_text",
        null,
        "tokenizer_name_or_path",
        null,
        "tokenizer_kwargs",
        null);
  }

  static Map<String, Object> pTuning() {
    return prompt(
        "P_TUNING",
        "encoder_reparameterization_type",
        "MLP",
        "encoder_hidden_size",
        null,
        "encoder_num_layers",
        2,
        "encoder_dropout",
        0.0);
  }

  static Map<String, Object> prefixTuning() {
    return prompt(
        "PREFIX_TUNING",
        "init_weights",
        null,
        "encoder_hidden_size",
        null,
        "prefix_projection",
        false);
  }

  static Map<String, Object> adaptionPrompt() {
    return with(
        "ADAPTION_PROMPT", "target_modules", null, "adapter_len", null, "adapter_layers", null);
  }

  /** Of freeze tuning, which PEFT does not have: LLaMA-Factory's names. */
  static Map<String, Object> freeze() {
    TreeMap<String, Object> map = new TreeMap<>();
    map.put("peft_type", "FREEZE");
    map.put("freeze_trainable_layers", 2);
    map.put("trainable_layers", null);
    return map;
  }

  static Map<String, Object> bitFit() {
    return Map.of("peft_type", "BITFIT");
  }

  /** Of bottleneck adapters, which PEFT does not have: the Adapters library's names. */
  static Map<String, Object> bottleneck() {
    return with(
        "BOTTLENECK",
        "form",
        "pfeiffer",
        "reduction_factor",
        16,
        "non_linearity",
        null,
        "scaling",
        1.0,
        "dropout",
        0.0,
        "leave_out",
        List.of(),
        "modules_to_save",
        null);
  }

  static Map<String, Object> blockExpansion() {
    return Map.of("peft_type", "BLOCK_EXPANSION", "num_new_blocks", 1);
  }
}

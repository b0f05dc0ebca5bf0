package org.sluice.engine.adapter;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.sluice.base.UserError;

/**
 * The modules that PEFT takes by {@code model_type} when target_modules is left out (peft 0.21.2,
 * utils/constants.py).
 */
final class DefaultTargets {
  private static final Set<String> LINEAR = Set.of("LORA", "OFT", "VERA", "LOHA", "LOKR");

  private static final String QV =
      """
      llama mistral mixtral qwen2 qwen3 gemma gemma2 gemma3_text: q_proj v_proj
      gpt_neo gptj opt bart: q_proj v_proj
      gpt2: c_attn
      gpt_neox bloom falcon chatglm: query_key_value
      t5 mt5: q v
      bert roberta: query value
      deberta-v2: query_proj value_proj
      """;

  private static final String LORA = QV + "phi: q_proj v_proj fc1 fc2\n";

  private static final String VERA = QV + "phi: q_proj v_proj\n";

  private static final String ADALORA =
      """
      llama qwen2 qwen3 gemma gemma2 gemma3_text gpt_neo gptj: q_proj v_proj
      gpt2: c_attn
      gpt_neox bloom: query_key_value
      opt bart: q_proj k_proj v_proj out_proj fc1 fc2
      t5: q k v o wi wo
      mt5: q k v o wi_0 wi_1 wo
      bert: query value
      roberta: query key value dense
      deberta-v2: query_proj key_proj value_proj dense
      """;

  private static final String IA3 =
      """
      llama mistral: k_proj v_proj down_proj
      mixtral: k_proj v_proj w2
      qwen2 qwen3 gemma gemma2 gemma3_text: q_proj v_proj down_proj
      phi bart: q_proj v_proj fc2
      falcon gpt_neox: query_key_value dense_4h_to_h
      gpt2: c_attn mlp.c_proj
      gpt_neo: q_proj v_proj c_proj
      gptj: q_proj v_proj fc_out
      bloom: query_key_value mlp.dense_4h_to_h
      opt: q_proj k_proj fc2
      t5: k v wo
      mt5: k v wi_1
      bert roberta: key value output.dense
      deberta-v2: key_proj value_proj output.dense
      """;

  private static final String IA3_FEEDFORWARD =
      """
      llama mistral qwen2 qwen3 gemma gemma2 gemma3_text: down_proj
      mixtral: w2
      phi opt bart: fc2
      falcon gpt_neox: dense_4h_to_h
      gpt2: mlp.c_proj
      gpt_neo: c_proj
      gptj: fc_out
      bloom: mlp.dense_4h_to_h
      t5: wo
      mt5:
      bert roberta deberta-v2: output.dense
      """;

  private static final String NORMS =
      """
      llama mistral gemma: input_layernorm post_attention_layernorm norm
      qwen2 qwen3: post_attention_layernorm
      gemma2 gemma3_text: input_layernorm post_attention_layernorm pre_feedforward_layernorm \
      post_feedforward_layernorm norm
      phi: input_layernorm final_layernorm
      falcon bloom: input_layernorm post_attention_layernorm ln_f
      gpt2: ln_1 ln_2 ln_f
      gptj: ln_1 ln_f
      t5 mt5: layer_norm final_layer_norm
      bart: self_attn_layer_norm encoder_attn_layer_norm final_layer_norm
      """;

  private DefaultTargets() {}

  /**
   * Settings with the modules that PEFT would take; those that name modules stay as they are.
   *
   * @throws UserError when PEFT has none for this type of model
   */
  static PeftSettings fill(String peftType, PeftSettings settings, String modelType) {
    String table =
        switch (peftType) {
          case "ADALORA" -> ADALORA;
          case "IA3" -> IA3;
          case "LN_TUNING" -> NORMS;
          case "VERA" -> VERA;
          default -> LINEAR.contains(peftType) ? LORA : "";
        };
    boolean others = settings.has("target_parameters");
    if (table.isEmpty() || settings.has("target_modules") || others) {
      return settings;
    }
    PeftSettings filled = settings.with("target_modules", modules(table, peftType, modelType));
    boolean feedForward = peftType.equals("IA3") && !settings.has("feedforward_modules");
    return feedForward
        ? filled.with("feedforward_modules", modules(IA3_FEEDFORWARD, peftType, modelType))
        : filled;
  }

  private static List<String> modules(String table, String peftType, String modelType) {
    for (String line : table.split("\n")) {
      int colon = line.indexOf(':');
      if (List.of(line.substring(0, colon).split(" ")).contains(modelType)) {
        return Arrays.stream(line.substring(colon + 1).split(" "))
            .filter(name -> !name.isEmpty())
            .toList();
      }
    }
    throw UserError.of(
        "For " + peftType + " on a model of the type '" + modelType + "' no modules are usual",
        "name them: target_modules, for example [q_proj, v_proj] or all-linear");
  }
}

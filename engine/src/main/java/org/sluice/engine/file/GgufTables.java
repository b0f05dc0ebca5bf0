package org.sluice.engine.file;

/** {@link GgufNames} of the architectures: name in the file, name in the folder, change. */
final class GgufTables {
  private GgufTables() {}

  static final String ENDS =
      """
      token_embd model.embed_tokens
      output_norm model.norm
      output lm_head
      """;

  static final String ATTENTION =
      """
      blk.#.attn_norm model.layers.#.input_layernorm
      blk.#.attn_q model.layers.#.self_attn.q_proj
      blk.#.attn_k model.layers.#.self_attn.k_proj
      blk.#.attn_v model.layers.#.self_attn.v_proj
      blk.#.attn_output model.layers.#.self_attn.o_proj
      blk.#.ffn_norm model.layers.#.post_attention_layernorm
      """;

  /** Llama's, whose heads are turned in the file. */
  static final String PAIRED =
      ATTENTION
          .replace("self_attn.q_proj", "self_attn.q_proj query")
          .replace("self_attn.k_proj", "self_attn.k_proj key");

  static final String HEAD_NORMS =
      """
      blk.#.attn_q_norm model.layers.#.self_attn.q_norm
      blk.#.attn_k_norm model.layers.#.self_attn.k_norm
      """;

  static final String MLP =
      """
      blk.#.ffn_gate model.layers.#.mlp.gate_proj
      blk.#.ffn_up model.layers.#.mlp.up_proj
      blk.#.ffn_down model.layers.#.mlp.down_proj
      """;

  static final String EXPERTS =
      """
      blk.#.ffn_gate_inp model.layers.#.mlp.gate
      blk.#.ffn_gate_exps model.layers.#.mlp.experts.%.gate_proj
      blk.#.ffn_up_exps model.layers.#.mlp.experts.%.up_proj
      blk.#.ffn_down_exps model.layers.#.mlp.experts.%.down_proj
      """;

  static final String MIXTRAL =
      """
      blk.#.ffn_gate_inp model.layers.#.block_sparse_moe.gate
      blk.#.ffn_gate_exps model.layers.#.block_sparse_moe.experts.%.w1
      blk.#.ffn_up_exps model.layers.#.block_sparse_moe.experts.%.w3
      blk.#.ffn_down_exps model.layers.#.block_sparse_moe.experts.%.w2
      """;

  static final String GEMMA_ENDS = ENDS.replace("model.norm", "model.norm plus_one");

  static final String GEMMA =
      ATTENTION
              .replace("input_layernorm", "input_layernorm plus_one")
              .replace("blk.#.ffn_norm model.layers.#.post_attention_layernorm\n", "")
          + MLP;

  static final String GEMMA_MLP_NORM =
      """
      blk.#.ffn_norm model.layers.#.post_attention_layernorm plus_one
      """;

  static final String GEMMA_NORMS =
      """
      blk.#.post_attention_norm model.layers.#.post_attention_layernorm plus_one
      blk.#.ffn_norm model.layers.#.pre_feedforward_layernorm plus_one
      blk.#.post_ffw_norm model.layers.#.post_feedforward_layernorm plus_one
      """;

  static final String GEMMA_HEAD_NORMS =
      HEAD_NORMS.replace("q_norm\n", "q_norm plus_one\n").replace("k_norm\n", "k_norm plus_one\n");

  static final String PHI2 =
      """
      token_embd model.embed_tokens
      output_norm model.final_layernorm
      output lm_head
      blk.#.attn_norm model.layers.#.input_layernorm
      blk.#.attn_q model.layers.#.self_attn.q_proj
      blk.#.attn_k model.layers.#.self_attn.k_proj
      blk.#.attn_v model.layers.#.self_attn.v_proj
      blk.#.attn_output model.layers.#.self_attn.dense
      blk.#.ffn_up model.layers.#.mlp.fc1
      blk.#.ffn_down model.layers.#.mlp.fc2
      """;

  static final String PHI3 =
      """
      blk.#.attn_norm model.layers.#.input_layernorm
      blk.#.attn_qkv model.layers.#.self_attn.qkv_proj
      blk.#.attn_output model.layers.#.self_attn.o_proj
      blk.#.ffn_norm model.layers.#.post_attention_layernorm
      blk.#.ffn_up model.layers.#.mlp.gate_up_proj
      blk.#.ffn_down model.layers.#.mlp.down_proj
      """;

  static final String GPT2 =
      """
      token_embd transformer.wte
      position_embd transformer.wpe
      output_norm transformer.ln_f
      output lm_head
      blk.#.attn_norm transformer.h.#.ln_1
      blk.#.attn_qkv transformer.h.#.attn.c_attn transposed
      blk.#.attn_output transformer.h.#.attn.c_proj transposed
      blk.#.ffn_norm transformer.h.#.ln_2
      blk.#.ffn_up transformer.h.#.mlp.c_fc transposed
      blk.#.ffn_down transformer.h.#.mlp.c_proj transposed
      """;

  static final String GPT_NEOX =
      """
      token_embd gpt_neox.embed_in
      output_norm gpt_neox.final_layer_norm
      output embed_out
      output lm_head
      blk.#.attn_norm gpt_neox.layers.#.input_layernorm
      blk.#.attn_qkv gpt_neox.layers.#.attention.query_key_value groups
      blk.#.attn_output gpt_neox.layers.#.attention.dense
      blk.#.ffn_norm gpt_neox.layers.#.post_attention_layernorm
      blk.#.ffn_up gpt_neox.layers.#.mlp.dense_h_to_4h
      blk.#.ffn_down gpt_neox.layers.#.mlp.dense_4h_to_h
      """;

  /** Of Falcon and Bloom. */
  private static final String H =
      """
      token_embd transformer.word_embeddings
      output_norm transformer.ln_f
      output lm_head
      blk.#.attn_qkv transformer.h.#.self_attention.query_key_value groups
      blk.#.attn_output transformer.h.#.self_attention.dense
      blk.#.ffn_up transformer.h.#.mlp.dense_h_to_4h
      blk.#.ffn_down transformer.h.#.mlp.dense_4h_to_h
      """;

  static final String FALCON = H + "blk.#.attn_norm transformer.h.#.input_layernorm\n";

  static final String FALCON_TWO_NORMS =
      H
          + """
          blk.#.attn_norm transformer.h.#.ln_mlp
          blk.#.attn_norm_2 transformer.h.#.ln_attn
          """;

  static final String BLOOM =
      FALCON
          + """
          token_embd_norm transformer.word_embeddings_layernorm
          blk.#.ffn_norm transformer.h.#.post_attention_layernorm
          """;
}

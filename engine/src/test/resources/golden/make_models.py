"""Makes the tiny models of golden/models: python make_models.py FOLDER

Random weights, float32, eager attention; for each architecture what transformers computes: logits (or spans), loss, and
six greedy tokens. Needs torch, transformers, safetensors; made with transformers 5.23.0 and torch 2.15.0, seed 16.
Tolerance of the test: 1e-5 of a tensor's largest magnitude.
"""
import json
import os
import sys

import torch
import transformers as t
from safetensors.torch import save_file

VOCAB, HIDDEN, INNER = 40, 16, 24
LLAMA = dict(vocab_size=VOCAB, hidden_size=HIDDEN, intermediate_size=INNER, num_hidden_layers=2, num_attention_heads=2,
             num_key_value_heads=1, max_position_embeddings=32, pad_token_id=0, bos_token_id=1, eos_token_id=2,
             initializer_range=0.3)
GPT = dict(vocab_size=VOCAB, n_embd=HIDDEN, n_layer=2, n_head=2, n_positions=32, pad_token_id=0, bos_token_id=1,
           eos_token_id=2, initializer_range=0.3)
BERT = dict(vocab_size=VOCAB, hidden_size=HIDDEN, intermediate_size=INNER, num_hidden_layers=2, num_attention_heads=2,
            max_position_embeddings=32, initializer_range=0.3, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)

CAUSAL = {
    "qwen2": t.Qwen2Config(**LLAMA, rope_parameters=dict(rope_type="linear", factor=2.0, rope_theta=1e4)),
    "qwen3": t.Qwen3Config(**LLAMA, head_dim=8),
    "mistral": t.MistralConfig(**LLAMA, sliding_window=4),
    "gemma2": t.Gemma2Config(**LLAMA, head_dim=8, sliding_window=4, query_pre_attn_scalar=16, attn_logit_softcapping=5.0,
                             final_logit_softcapping=3.0),
    "gemma3_text": t.Gemma3TextConfig(**LLAMA, head_dim=8, sliding_window=4, query_pre_attn_scalar=16,
                                      layer_types=["sliding_attention", "full_attention"]),
    "phi": t.PhiConfig(**{**LLAMA, "num_key_value_heads": 2}, qk_layernorm=True),
    "phi3": t.Phi3Config(**LLAMA, original_max_position_embeddings=6,
                         rope_parameters=dict(rope_type="longrope", rope_theta=1e4, long_factor=[1.5, 2.0, 2.5, 3.0],
                                              short_factor=[1.0, 1.1, 1.2, 1.3], original_max_position_embeddings=6)),
    "glm": t.GlmConfig(**LLAMA, head_dim=8, attention_bias=True),
    "gpt2": t.GPT2Config(**GPT),
    "gptj": t.GPTJConfig(**GPT, rotary_dim=4),
    "bloom": t.BloomConfig(vocab_size=VOCAB, hidden_size=HIDDEN, n_layer=2, n_head=2, pad_token_id=0, bos_token_id=1,
                           eos_token_id=2, initializer_range=0.3),
    "opt": t.OPTConfig(vocab_size=VOCAB, hidden_size=HIDDEN, ffn_dim=INNER, num_hidden_layers=2, num_attention_heads=2,
                       max_position_embeddings=32, word_embed_proj_dim=8, pad_token_id=1, init_std=0.3),
    "falcon": t.FalconConfig(vocab_size=VOCAB, hidden_size=HIDDEN, num_hidden_layers=2, num_attention_heads=2,
                             num_kv_heads=1, new_decoder_architecture=True, pad_token_id=0, initializer_range=0.3),
    "mixtral": t.MixtralConfig(**LLAMA, num_local_experts=3, num_experts_per_tok=2, output_router_logits=True),
    "deepseek_v3": t.DeepseekV3Config(
        **{**LLAMA, "num_key_value_heads": 2}, moe_intermediate_size=8, n_routed_experts=4, n_group=2, topk_group=1,
        num_experts_per_tok=2, n_shared_experts=1, first_k_dense_replace=1, q_lora_rank=8, kv_lora_rank=8,
        qk_nope_head_dim=4, qk_rope_head_dim=4, v_head_dim=6,
        rope_parameters=dict(rope_type="yarn", factor=2.0, rope_theta=1e4, mscale=1.0, mscale_all_dim=0.7,
                             original_max_position_embeddings=16)),
}
SEQ2SEQ = {
    "t5": t.T5Config(vocab_size=VOCAB, d_model=HIDDEN, d_kv=8, d_ff=INNER, num_layers=2, num_heads=2,
                     relative_attention_num_buckets=8, relative_attention_max_distance=12,
                     feed_forward_proj="gated-gelu", dropout_rate=0.0, decoder_start_token_id=0),
    "bart": t.BartConfig(vocab_size=VOCAB, d_model=HIDDEN, encoder_layers=2, decoder_layers=2, encoder_ffn_dim=INNER,
                         decoder_ffn_dim=INNER, encoder_attention_heads=2, decoder_attention_heads=2,
                         max_position_embeddings=32, dropout=0.0, init_std=0.3, forced_eos_token_id=None),
}
HEADS = {
    "bert": ("SEQ_CLS", t.BertForSequenceClassification, t.BertConfig(**BERT, num_labels=3)),
    "roberta": ("TOKEN_CLS", t.RobertaForTokenClassification, t.RobertaConfig(**BERT, num_labels=3, type_vocab_size=1)),
    "deberta-v2": ("QUESTION_ANS", t.DebertaV2ForQuestionAnswering, t.DebertaV2Config(
        **BERT, relative_attention=True, pos_att_type=["c2p", "p2c"], position_buckets=4, norm_rel_ebd="layer_norm",
        share_att_key=True, position_biased_input=False, type_vocab_size=0, conv_kernel_size=3, conv_act="gelu")),
}


def batch(task, config):
    ids = torch.randint(5, VOCAB, (2, 9))
    mask = torch.ones_like(ids)
    mask[1, 6:] = 0
    ids[mask == 0] = config.pad_token_id
    inputs = dict(input_ids=ids, attention_mask=mask)
    labels = torch.randint(5, VOCAB, (2, 9))
    if task == "SEQ_CLS":
        inputs["labels"] = torch.tensor([2, 0])
    elif task == "QUESTION_ANS":
        inputs["start_positions"] = torch.tensor([1, 0])
        inputs["end_positions"] = torch.tensor([4, 3])
    elif task == "TOKEN_CLS":
        inputs["labels"] = torch.where(mask == 1, labels % 3, -100)
    else:
        inputs["labels"] = torch.where(mask == 1, ids if task == "CAUSAL_LM" else labels, -100)
    return inputs


def randomise(model):
    """Weights that do something everywhere, rounded so that they fit into half the bytes."""
    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            if tensor.is_floating_point():
                noise = torch.randn(tensor.shape) * (0.3 if tensor.dim() > 1 else 0.1)
                gain = tensor.dim() == 1 and name.endswith("weight")
                tensor.copy_((noise + (1 if gain else 0)).bfloat16().float())
    model.tie_weights()


def make(folder, name, task, model):
    model.eval()
    randomise(model)
    inputs = batch(task, model.config)
    with torch.no_grad():
        out = model(**inputs)
    expected = {k: out[k].contiguous() for k in ("logits", "start_logits", "end_logits") if k in out}
    expected["loss"] = out.loss.view(1)
    if task in ("CAUSAL_LM", "SEQ_2_SEQ_LM"):
        prompt = torch.randint(5, VOCAB, (2, 5))
        mask = torch.ones_like(prompt)
        if task == "CAUSAL_LM":
            mask[1, :2] = 0
        else:
            mask[1, 3:] = 0
        model.generation_config.eos_token_id = None
        model.config.output_router_logits, keep = False, getattr(model.config, "output_router_logits", False)
        expected["generated"] = model.generate(input_ids=prompt, attention_mask=mask, max_new_tokens=6, do_sample=False)
        model.config.output_router_logits = keep
        inputs["gen_input_ids"], inputs["gen_attention_mask"] = prompt, mask
    place = os.path.join(folder, name)
    model.bfloat16().save_pretrained(place)
    for extra in ("generation_config.json",):
        path = os.path.join(place, extra)
        if os.path.exists(path):
            os.remove(path)
    save_file(inputs, os.path.join(place, "inputs.safetensors"))
    save_file(expected, os.path.join(place, "expected.safetensors"))
    with open(os.path.join(place, "case.json"), "w") as file:
        json.dump(dict(made_by="golden/make_models.py", transformers=t.__version__, torch=torch.__version__, seed=16,
                       attention="eager", task_type=task), file, indent=1)


def main(folder):
    torch.manual_seed(16)
    for name, config in CAUSAL.items():
        make(folder, name, "CAUSAL_LM", t.AutoModelForCausalLM.from_config(config, attn_implementation="eager"))
    for name, config in SEQ2SEQ.items():
        make(folder, name, "SEQ_2_SEQ_LM", t.AutoModelForSeq2SeqLM.from_config(config, attn_implementation="eager"))
    for name, (task, kind, config) in HEADS.items():
        config._attn_implementation = "eager"
        make(folder, name, task, kind(config))


if __name__ == "__main__":
    main(sys.argv[1])

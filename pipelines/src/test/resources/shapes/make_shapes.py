"""Writes the walkthroughs' models: the part of config.json that sizes need, and the tensors, as
{"name with {i}": [count, [shape]]}.

Made with transformers' own classes on the meta device (no weights); Baichuan 2 by its published layout.
Run: python make_shapes.py > shapes.json
"""

import json
import re
import sys

import torch
from transformers import BloomConfig, BloomForCausalLM, LlamaConfig, LlamaForCausalLM
from transformers import MistralConfig, MistralForCausalLM, MT5Config, MT5ForConditionalGeneration


def grouped(named):
    groups = {}
    for name, shape in named:
        pattern = re.sub(r"\.\d+\.", ".{i}.", name, count=1)
        key = (pattern, tuple(shape))
        groups[key] = groups.get(key, 0) + 1
    return {name: [count, list(shape)] for (name, shape), count in groups.items()}


def of(cls, config):
    with torch.device("meta"):
        model = cls(config)
    return grouped((n, p.shape) for n, p in model.named_parameters())


def baichuan(hidden, inner, layers, vocabulary):
    named = [("model.embed_tokens.weight", (vocabulary, hidden))]
    for i in range(layers):
        at = f"model.layers.{i}."
        named += [
            (at + "self_attn.W_pack.weight", (3 * hidden, hidden)),
            (at + "self_attn.o_proj.weight", (hidden, hidden)),
            (at + "mlp.gate_proj.weight", (inner, hidden)),
            (at + "mlp.up_proj.weight", (inner, hidden)),
            (at + "mlp.down_proj.weight", (hidden, inner)),
            (at + "input_layernorm.weight", (hidden,)),
            (at + "post_attention_layernorm.weight", (hidden,)),
        ]
    named += [("model.norm.weight", (hidden,)), ("lm_head.weight", (vocabulary, hidden))]
    return grouped(named)


mistral = MistralConfig(num_key_value_heads=8, intermediate_size=14336, vocab_size=32000)
mt5 = MT5Config(
    d_model=1024, d_ff=2816, d_kv=64, num_heads=16, num_layers=24, num_decoder_layers=24,
    vocab_size=250112, tie_word_embeddings=False,
)
bloom = BloomConfig(hidden_size=1024, n_layer=24, n_head=16, vocab_size=250880)
models = {
    "mistral-finance": of(MistralForCausalLM, mistral),
    "mt0-sentiment": of(MT5ForConditionalGeneration, mt5),
    "bloomz": of(BloomForCausalLM, bloom),
    "alpaca-lora": of(LlamaForCausalLM, LlamaConfig(vocab_size=32000)),
    "self-cognition": baichuan(5120, 13696, 40, 125696),
}
# the class ties what the published model does not
models["mt0-sentiment"]["lm_head.weight"] = [1, [250112, 1024]]
llama = {"hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32, "vocab_size": 32000}
configs = {
    "mistral-finance": {"model_type": "mistral", **llama, "intermediate_size": 14336, "num_key_value_heads": 8},
    "mt0-sentiment": {
        "model_type": "mt5", "d_model": 1024, "d_ff": 2816, "d_kv": 64, "num_heads": 16, "num_layers": 24,
        "num_decoder_layers": 24, "vocab_size": 250112, "is_encoder_decoder": True,
    },
    "bloomz": {"model_type": "bloom", "hidden_size": 1024, "n_layer": 24, "n_head": 16, "vocab_size": 250880},
    "alpaca-lora": {"model_type": "llama", **llama, "intermediate_size": 11008},
    "self-cognition": {
        "model_type": "baichuan", "hidden_size": 5120, "intermediate_size": 13696, "num_hidden_layers": 40,
        "num_attention_heads": 40, "vocab_size": 125696, "model_max_length": 4096,
    },
}
print("{")
for k, (name, tensors) in enumerate(models.items()):
    total = sum(count * torch.Size(shape).numel() for count, shape in tensors.values())
    print(name, total, file=sys.stderr)
    print(f'  "{name}": {{\n    "config": {json.dumps(configs[name])},\n    "tensors": {{')
    print(",\n".join(f"      {json.dumps(t)}: {json.dumps(v)}" for t, v in tensors.items()))
    print("    }\n  }" + ("," if k + 1 < len(models) else ""))
print("}")

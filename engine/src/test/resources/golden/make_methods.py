"""Makes golden/methods: a tiny random Llama and what transformers and PEFT compute with each fine-tuning method on it,
in the layout that `sluice conformance` reads; and an OPT whose second row is padded on the left.

    python make_methods.py methods [NAME...]      names: only these methods

Made with torch 2.15, transformers 5.23, peft 0.21.2; float32, one thread. Values are random and small; what matters is
that every method acts: adapters are moved away from their start before anything is computed.
"""

import copy
import json
import sys
import zlib
from pathlib import Path

import numpy as np
import torch
from peft import (AdaLoraConfig, AdaptionPromptConfig, IA3Config, LNTuningConfig, LoHaConfig, LoKrConfig, LoraConfig, OFTConfig,
                  PrefixTuningConfig, PromptEncoderConfig, PromptTuningConfig, TrainableTokensConfig, VeraConfig, get_peft_model)
from peft.utils import get_peft_model_state_dict
from safetensors.torch import save_file
from transformers import LlamaConfig, LlamaForCausalLM, OPTConfig, OPTForCausalLM, T5Config, T5ForConditionalGeneration

SEED = 5
STEPS = 3
HYPER = {"lr": 1e-2, "eps": 1e-6, "weight_decay": 0.01, "steps": STEPS}
TASK = {"task_type": "CAUSAL_LM"}
QV = ["q_proj", "v_proj"]
METHODS = {
    "lora": LoraConfig(r=2, lora_alpha=3, target_modules=QV, **TASK),
    "lora-head": LoraConfig(r=2, lora_alpha=4, target_modules=["o_proj", "lm_head"], **TASK),
    "lora-embedding": LoraConfig(r=2, lora_alpha=4, target_modules=["embed_tokens"], **TASK),
    "lora-patterns": LoraConfig(r=2, lora_alpha=4, target_modules="all-linear", exclude_modules=["down_proj"], use_rslora=True,
                                rank_pattern={"q_proj": 1}, alpha_pattern={"v_proj": 5}, **TASK),
    "lora-biases": LoraConfig(r=2, lora_alpha=4, target_modules=["q_proj"], bias="all", **TASK),
    "lora-bias": LoraConfig(r=2, lora_alpha=4, target_modules=QV, lora_bias=True, modules_to_save=["lm_head"], **TASK),
    "lora-pissa": LoraConfig(r=2, lora_alpha=3, target_modules=QV, init_lora_weights="pissa", **TASK),
    "lora-olora": LoraConfig(r=2, lora_alpha=3, target_modules=QV, init_lora_weights="olora", **TASK),
    "lora-tokens": LoraConfig(r=2, lora_alpha=4, target_modules=QV, trainable_token_indices=[3, 7], **TASK),
    "lora-copies": LoraConfig(r=2, lora_alpha=4, target_modules=QV, layer_replication=[[0, 2], [1, 2]], **TASK),
    "dora": LoraConfig(r=2, lora_alpha=4, target_modules=["q_proj", "down_proj"], use_dora=True, **TASK),
    "dora-embedding": LoraConfig(r=2, lora_alpha=4, target_modules=["embed_tokens"], use_dora=True, **TASK),
    "adalora": AdaLoraConfig(init_r=3, target_r=1, lora_alpha=4, target_modules=QV, tinit=1, tfinal=1, deltaT=1, total_step=5,
                             **TASK),
    "ia3": IA3Config(target_modules=["k_proj", "down_proj"], feedforward_modules=["down_proj"], **TASK),
    "oft": OFTConfig(r=0, oft_block_size=4, target_modules=QV, **TASK),
    "oft-exact": OFTConfig(r=2, oft_block_size=0, target_modules=QV, use_cayley_neumann=False, block_share=True, **TASK),
    "vera": VeraConfig(r=3, target_modules=QV, projection_prng_key=3, **TASK),
    "vera-unsaved": VeraConfig(r=3, target_modules=QV, projection_prng_key=4, save_projection=False, **TASK),
    "loha": LoHaConfig(r=2, alpha=3, target_modules=QV, **TASK),
    "lokr": LoKrConfig(r=1, alpha=3, target_modules=QV, decompose_both=True, **TASK),
    "ln-tuning": LNTuningConfig(target_modules=["input_layernorm"], **TASK),
    "trainable-tokens": TrainableTokensConfig(token_indices=[3, 9], **TASK),
    "prompt": PromptTuningConfig(num_virtual_tokens=2, **TASK),
    "ptuning-mlp": PromptEncoderConfig(num_virtual_tokens=2, encoder_hidden_size=6, **TASK),
    "ptuning-lstm": PromptEncoderConfig(num_virtual_tokens=2, encoder_hidden_size=4, encoder_reparameterization_type="LSTM",
                                        **TASK),
    "prefix": PrefixTuningConfig(num_virtual_tokens=2, **TASK),
    "prefix-projection": PrefixTuningConfig(num_virtual_tokens=2, prefix_projection=True, encoder_hidden_size=6, **TASK),
    "adaption-prompt": AdaptionPromptConfig(adapter_len=2, adapter_layers=1, **TASK),
    "freeze": "freeze",
    "bitfit": "bitfit",
    "houlsby": "bottleneck",
    "pfeiffer": "bottleneck",
}
OPT_METHODS = {
    "lora-olora": LoraConfig(r=20, lora_alpha=4, target_modules=QV, init_lora_weights="olora", **TASK),
    "trainable-tokens": TrainableTokensConfig(token_indices=[3, 9], **TASK),
    "prompt": PromptTuningConfig(num_virtual_tokens=2, **TASK),
    "ptuning-mlp": PromptEncoderConfig(num_virtual_tokens=2, encoder_hidden_size=6, **TASK),
    "prefix": PrefixTuningConfig(num_virtual_tokens=2, **TASK),
}

T5_METHODS = {"houlsby": "bottleneck", "pfeiffer": "bottleneck"}


def noise(name, shape):
    generator = np.random.Generator(np.random.PCG64([SEED, zlib.crc32(name.encode())]))
    return torch.from_numpy(generator.standard_normal(tuple(shape)).astype(np.float32))


def base_model():
    config = LlamaConfig(vocab_size=24, hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=2,
                         num_key_value_heads=1, max_position_embeddings=32, attention_bias=True, pad_token_id=0, bos_token_id=1,
                         eos_token_id=2, tie_word_embeddings=False)
    config._attn_implementation = "eager"
    return filled(LlamaForCausalLM(config))


def opt_model():
    config = OPTConfig(vocab_size=24, hidden_size=16, ffn_dim=24, num_hidden_layers=2, num_attention_heads=2,
                       max_position_embeddings=32, word_embed_proj_dim=16, dropout=0.0, pad_token_id=0, bos_token_id=1,
                       eos_token_id=2)
    config._attn_implementation = "eager"
    return filled(OPTForCausalLM(config))


def t5_model():
    config = T5Config(vocab_size=24, d_model=16, d_kv=8, d_ff=24, num_layers=2, num_decoder_layers=1, num_heads=2,
                      relative_attention_num_buckets=8, relative_attention_max_distance=12, dropout_rate=0.0,
                      decoder_start_token_id=0, pad_token_id=0, eos_token_id=1)
    config._attn_implementation = "eager"
    return filled(T5ForConditionalGeneration(config))


def filled(model):
    model.eval()
    with torch.no_grad():
        for name, w in model.named_parameters():
            if w.ndim == 1:
                w.add_(0.1 * noise(name, w.shape))
            else:
                w.copy_(noise(name, w.shape) * (0.6 if "embed" in name else w.shape[1] ** -0.5))
    return model


def batch(left=False):
    ids = torch.from_numpy(np.random.Generator(np.random.PCG64(SEED)).integers(3, 24, (2, 6)))
    mask = torch.ones_like(ids)
    mask[1, slice(2) if left else slice(4, None)] = 0
    ids[mask == 0] = 0
    labels = ids.masked_fill(mask == 0, -100)
    labels[0, :2] = -100
    prompts = ids[:, :4].clone()
    return {"input_ids": ids, "attention_mask": mask, "labels": labels, "gen_input_ids": prompts,
            "gen_attention_mask": torch.ones_like(prompts)}


def forward(model, inputs):
    return model(**{k: inputs[k] for k in ("input_ids", "attention_mask", "labels")})


def evaluate(model, inputs, generate=True):
    model.eval()
    with torch.no_grad():
        out = forward(model, inputs)
        found = {"logits": out.logits, "loss": out.loss.reshape(1)}
        if generate:
            found["generated"] = model.generate(input_ids=inputs["gen_input_ids"], attention_mask=inputs["gen_attention_mask"],
                                                max_new_tokens=4, min_new_tokens=4, do_sample=False, pad_token_id=0,
                                                eos_token_id=None)
    return found


def saved_names(model):
    if not hasattr(model, "peft_config"):
        return {n: "base_model.model." + n if "_adapter." in n else n for n, _ in model.named_parameters()}
    by_pointer = {}
    if not model.active_peft_config.is_prompt_learning:
        for key, t in get_peft_model_state_dict(model).items():
            by_pointer.setdefault((t.data_ptr(), tuple(t.shape)), key)
    return {n: by_pointer.get((w.data_ptr(), tuple(w.shape)), n.replace(".modules_to_save.default", "").replace(".default", ""))
            for n, w in model.named_parameters()}


def move(model, name, small):
    with torch.no_grad():
        for n, w in model.named_parameters():
            if not w.requires_grad:
                continue
            z = noise(name + n, w.shape)
            if small:
                w.add_(0.01 * z)
            elif float(w.abs().max()) == 0:
                w.copy_(z * (0.3 if "lora_E" in n or "gate" in n or "oft_" in n else 0.1))
            else:
                w.add_(0.05 * z)


def train(model, inputs, steps, adalora):
    model.train()
    names = saved_names(model)
    params = [(names[n], w) for n, w in model.named_parameters() if w.requires_grad]
    opt = torch.optim.AdamW([w for _, w in params], lr=HYPER["lr"], eps=HYPER["eps"], weight_decay=HYPER["weight_decay"])
    found, losses = {}, []
    for step in range(steps):
        loss = forward(model, inputs).loss
        losses.append(loss.detach().reshape(1))
        loss.backward()
        if step == 0:
            found.update({f"grad.{n}": torch.zeros_like(w) if w.grad is None else w.grad.clone() for n, w in params})
        opt.step()
        if adalora:
            model.base_model.update_and_allocate(step)
        opt.zero_grad()
    found["losses"] = torch.cat(losses)
    found.update({f"trained.{n}": w.detach().clone() for n, w in params})
    after = evaluate(model, inputs, False)
    found.update({k + "_after": t for k, t in after.items()})
    return found


class Bottleneck(torch.nn.Module):
    """The Adapters library's adapter: up(f(down(x)))."""

    def __init__(self, width, narrow, activation):
        super().__init__()
        self.adapter_down = torch.nn.Linear(width, narrow)
        self.adapter_up = torch.nn.Linear(narrow, width)
        self.activation = activation

    def forward(self, x):
        return self.adapter_up(self.activation(self.adapter_down(x)))


def put_bottlenecks(model, form, folder):
    """Adapters behind the parts of a Llama or of a T5's two stacks (DoubleSeqBnConfig, SeqBnConfig), as modules "layers"."""
    model.requires_grad_(False)
    torch.manual_seed(SEED)
    if hasattr(model, "decoder"):
        for stack in (model.encoder, model.decoder):
            put_in_stack(stack, [(b.layer[0].SelfAttention, b.layer[-1].layer_norm, b.layer[-1].DenseReluDense)
                                 for b in stack.block], form)
    else:
        put_in_stack(model, [(x.self_attn, x.post_attention_layernorm, x.mlp) for x in model.model.layers], form)
    move(model, form, False)
    put({saved_names(model)[n]: w for n, w in model.named_parameters() if w.requires_grad},
        folder / "adapter_model.safetensors")
    task = "SEQ_2_SEQ_LM" if hasattr(model, "decoder") else "CAUSAL_LM"
    settings = {"peft_type": "BOTTLENECK", "task_type": task, "form": form, "reduction_factor": 4}
    (folder / "adapter_config.json").write_text(json.dumps(settings, indent=1) + "\n")


def put_in_stack(stack, parts, form):
    """parts: of each layer its attention, the norm before its feed-forward part, and that part"""
    activation = torch.nn.functional.silu if form == "houlsby" else torch.relu
    stack.layers = torch.nn.ModuleList()
    stream = {}
    for attends, norm, feeds in parts:
        own = torch.nn.ModuleDict()
        own["output_adapter"] = output = Bottleneck(16, 4, activation)
        if form == "houlsby":
            own["attention_adapter"] = attention = Bottleneck(16, 4, activation)
            attends.register_forward_hook(lambda m, i, o, a=attention: (o[0] + a(o[0]), *o[1:]))
            feeds.register_forward_hook(lambda m, i, y, a=output: y + a(y))
        else:
            norm.register_forward_pre_hook(lambda m, i: stream.update(x=i[0]))
            feeds.register_forward_hook(lambda m, i, y, a=output: y + a(stream["x"] + y))
        stack.layers.append(own)


def put(tensors, path):
    save_file({k: t.detach().contiguous().clone() for k, t in tensors.items()}, path, metadata={"format": "pt"})


def make(name, config, base, inputs, folder):
    folder.mkdir(parents=True, exist_ok=True)
    model = copy.deepcopy(base)
    hyper = dict(HYPER)
    info = {"adapter": name, "hyper": hyper}
    found = {}
    if isinstance(config, str):
        info["method"] = config
        if config == "bottleneck":
            put_bottlenecks(model, name, folder)
        else:
            for n, w in model.named_parameters():
                w.requires_grad_(".layers.1." in n if config == "freeze" else n.endswith("bias"))
        found.update(evaluate(model, inputs))
        found.update(train(model, inputs, STEPS, False))
    else:
        torch.manual_seed(SEED)
        model = get_peft_model(model, config)
        info["method"] = config.peft_type.value
        move(model, name, name in ("lora-pissa", "lora-olora"))
        model.save_pretrained(folder)
        (folder / "README.md").unlink(missing_ok=True)
        prompt = model.active_peft_config.is_prompt_learning
        if prompt:
            put({n.replace(".default", ""): w for n, w in model.named_parameters() if n.startswith("prompt_encoder")},
                folder / "encoder.safetensors")
        found.update(evaluate(model, inputs))
        if not prompt and name not in ("adaption-prompt", "lora-copies"):
            merged = evaluate(copy.deepcopy(model).merge_and_unload(), inputs, False)
            found["merged.logits"] = merged["logits"]
        if name == "adalora":
            hyper["steps"] = config.total_step
        found.update(train(model, inputs, hyper["steps"], name == "adalora"))
    put(found, folder / "expected.safetensors")
    (folder / "case.json").write_text(json.dumps(info, indent=1) + "\n")


def make_all(out, model, inputs, methods, task="CAUSAL_LM"):
    out.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(out)
    put(inputs, out / "inputs.safetensors")
    put(evaluate(model, inputs), out / "expected.safetensors")
    (out / "case.json").write_text(json.dumps({"task_type": task, "attention": "eager"}, indent=1) + "\n")
    for name, config in methods.items():
        if not sys.argv[2:] or name in sys.argv[2:]:
            make(name, config, model, inputs, out / "adapters" / name)


def main():
    torch.set_num_threads(1)
    make_all(Path(sys.argv[1]) / "llama", base_model(), batch(), METHODS)
    make_all(Path(sys.argv[1]) / "opt", opt_model(), batch(True), OPT_METHODS)
    t5, both = t5_model(), batch()
    both["decoder_input_ids"] = t5._shift_right(both["labels"])
    make_all(Path(sys.argv[1]) / "t5", t5, both, T5_METHODS, "SEQ_2_SEQ_LM")


if __name__ == "__main__":
    main()

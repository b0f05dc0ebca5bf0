#!/usr/bin/env python3
"""LoRA of several architectures with transformers + PEFT, on models of the published shapes with random weights.

    python hf_architectures.py prepare FOLDER SHAPE [TOKENS]
    python hf_architectures.py train FOLDER SHAPE [STEPS]

`prepare` writes FOLDER/SHAPE (config.json, safetensors) and FOLDER/SHAPE.jsonl: rows {ids, labels} with lengths spread as
those of instruction data, or all of TOKENS tokens, which both sides read. `train` takes steps of 8 rows (of 1 where
TOKENS was given), in float, LoRA r 8 alpha 32 on PEFT's own targets, and prints one line of JSON.
Needs: pip install torch transformers peft.
"""
import json
import math
import os
import random
import resource
import sys
import time

import torch

# config.json of SmolLM2-135M, Qwen2-0.5B with 8 of its 24 layers, GPT-2 with room for longer texts, T5-small
SHAPES = {
    "llama": dict(model_type="llama", vocab_size=49152, hidden_size=576, intermediate_size=1536, num_hidden_layers=30,
                  num_attention_heads=9, num_key_value_heads=3, max_position_embeddings=8192, rope_theta=100000.0,
                  tie_word_embeddings=True),
    "qwen2": dict(model_type="qwen2", vocab_size=151936, hidden_size=896, intermediate_size=4864, num_hidden_layers=8,
                  num_attention_heads=14, num_key_value_heads=2, max_position_embeddings=32768, rope_theta=1000000.0,
                  tie_word_embeddings=True),
    "gpt2": dict(model_type="gpt2", vocab_size=50257, n_embd=768, n_layer=12, n_head=12, n_positions=8192,
                 resid_pdrop=0.0, embd_pdrop=0.0, attn_pdrop=0.0),
    "t5": dict(model_type="t5", vocab_size=32128, d_model=512, d_kv=64, d_ff=2048, num_layers=6, num_decoder_layers=6,
               num_heads=8, dropout_rate=0.0, decoder_start_token_id=0, pad_token_id=0, eos_token_id=1),
}
IGNORED = -100
ROWS = 8


def lengths(generator, middle, least, most):
    return min(most, max(least, int(middle * math.exp(generator.gauss(0, 0.7)))))


def row(generator, config, tokens):
    token = lambda n: [generator.randrange(10, config.vocab_size) for _ in range(n)]
    if config.model_type == "t5":
        source, target = (tokens, tokens) if tokens else (
            lengths(generator, 90, 16, 384), lengths(generator, 24, 4, 96))
        return {"ids": token(source), "labels": token(target)}
    if tokens:
        ids = token(tokens)
        return {"ids": ids, "labels": ids}
    prompt, answer = lengths(generator, 50, 16, 256), lengths(generator, 50, 4, 256)
    ids = token(prompt + answer)
    return {"ids": ids, "labels": [IGNORED] * prompt + ids[prompt:]}


def prepare(folder, shape, tokens=0):
    import transformers
    settings = dict(SHAPES[shape])
    config = transformers.AutoConfig.for_model(settings.pop("model_type"), **settings)
    kind = transformers.AutoModelForSeq2SeqLM if shape == "t5" else transformers.AutoModelForCausalLM
    torch.manual_seed(1)
    path = os.path.join(folder, shape)
    if not os.path.exists(path):
        kind.from_config(config, dtype=torch.float32).save_pretrained(path)
    generator = random.Random(7)
    with open(path + ".jsonl", "w", encoding="utf-8") as out:
        for _ in range(40 * ROWS):
            out.write(json.dumps(row(generator, config, tokens)) + "\n")


def padded(rows, field, fill):
    most = max(len(r[field]) for r in rows)
    return torch.tensor([r[field] + [fill] * (most - len(r[field])) for r in rows])


def train(folder, shape, steps=8, batch=ROWS):
    import peft
    import transformers
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))
    seq2seq = shape == "t5"
    kind = transformers.AutoModelForSeq2SeqLM if seq2seq else transformers.AutoModelForCausalLM
    path = os.path.join(folder, shape)
    model = kind.from_pretrained(path, dtype=torch.float32)
    model.config.use_cache = False
    task = "SEQ_2_SEQ_LM" if seq2seq else "CAUSAL_LM"
    model = peft.get_peft_model(model, peft.LoraConfig(r=8, lora_alpha=32, lora_dropout=0.0, task_type=task))
    model.train()
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=5e-4, weight_decay=0.0, fused=True)
    rows = [json.loads(line) for line in open(path + ".jsonl", encoding="utf-8")]
    losses, seconds, tokens = [], [], []
    for step in range(steps):
        chunk = rows[step * batch:(step + 1) * batch]
        begin = time.perf_counter()
        inputs = {"input_ids": padded(chunk, "ids", 0), "labels": padded(chunk, "labels", IGNORED)}
        inputs["attention_mask"] = padded([{"ids": [1] * len(r["ids"])} for r in chunk], "ids", 0)
        loss = model(**inputs).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        losses.append(loss.item())
        seconds.append(time.perf_counter() - begin)
        tokens.append(sum(len(r["ids"]) + (len(r["labels"]) if seq2seq else 0) for r in chunk))
    skip = min(2, steps - 1)
    print(json.dumps({
        "peer": "transformers + PEFT", "shape": shape, "trainable": sum(p.numel() for p in trained),
        "tokens_per_s": sum(tokens[skip:]) / sum(seconds[skip:]), "seconds": seconds, "loss": losses,
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))


if __name__ == "__main__":
    {"prepare": prepare, "train": train}[sys.argv[1]](sys.argv[2], sys.argv[3], *map(int, sys.argv[4:]))

#!/usr/bin/env python3
"""QLoRA on one CUDA device with transformers + PEFT + bitsandbytes: the peer of QloraBenchmark.

  hf_qlora_gpu.py prepare DIR [--layers 22] [--rows 400] [--length 512]   makes DIR/model and DIR/rows.jsonl
  hf_qlora_gpu.py train DIR [--steps 30] [--batch 8]                      trains and prints one JSON line

The model has the shape of TinyLlama 1.1B and random weights; rows are random tokens, every one of them a target.
NF4 with double quantisation, bfloat16, LoRA r 8 alpha 32 on q, k, v, o, AdamW, attention by SDPA, no checkpointing.
"""
import argparse
import json
import os
import random
import time

import torch
from transformers import AutoModelForCausalLM, BitsAndBytesConfig, LlamaConfig, LlamaForCausalLM

parser = argparse.ArgumentParser()
parser.add_argument("what", choices=["prepare", "train"])
parser.add_argument("dir")
parser.add_argument("--layers", type=int, default=22)
parser.add_argument("--rows", type=int, default=400)
parser.add_argument("--length", type=int, default=512)
parser.add_argument("--steps", type=int, default=30)
parser.add_argument("--batch", type=int, default=8)
args = parser.parse_args()


def prepare():
    torch.manual_seed(1)
    config = LlamaConfig(
        vocab_size=32000, hidden_size=2048, intermediate_size=5632, num_hidden_layers=args.layers,
        num_attention_heads=32, num_key_value_heads=4, max_position_embeddings=2048)
    with torch.device("cuda"):
        model = LlamaForCausalLM(config).to(torch.bfloat16)
    model.save_pretrained(os.path.join(args.dir, "model"))
    draw = random.Random(1)
    with open(os.path.join(args.dir, "rows.jsonl"), "w") as out:
        for _ in range(args.rows):
            ids = [draw.randrange(3, 32000) for _ in range(args.length)]
            out.write(json.dumps({"ids": ids, "labels": ids}) + "\n")


def train():
    from peft import LoraConfig, get_peft_model
    rows = [json.loads(line)["ids"] for line in open(os.path.join(args.dir, "rows.jsonl"))]
    quantised = BitsAndBytesConfig(
        load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=torch.bfloat16)
    model = AutoModelForCausalLM.from_pretrained(
        os.path.join(args.dir, "model"), quantization_config=quantised, dtype=torch.bfloat16,
        device_map={"": 0}, attn_implementation="sdpa")
    model = get_peft_model(model, LoraConfig(
        r=8, lora_alpha=32, lora_dropout=0.0, target_modules=["q_proj", "k_proj", "v_proj", "o_proj"],
        task_type="CAUSAL_LM"))
    model.train()
    trained = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=5e-4, weight_decay=0.0, fused=True)
    losses, seconds = [], []
    torch.cuda.reset_peak_memory_stats()
    for step in range(args.steps):
        ids = torch.tensor(rows[step * args.batch:(step + 1) * args.batch])
        torch.cuda.synchronize()
        begin = time.perf_counter()
        ids = ids.cuda()
        loss = model(input_ids=ids, labels=ids, use_cache=False).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        optimiser.zero_grad()
        losses.append(loss.item())
        torch.cuda.synchronize()
        seconds.append(time.perf_counter() - begin)
    tokens = args.batch * args.length
    print(json.dumps({
        "tokens_per_s": tokens * (args.steps - 5) / sum(seconds[5:]),
        "peak_mb": torch.cuda.max_memory_allocated() >> 20,
        "reserved_mb": torch.cuda.max_memory_reserved() >> 20,
        "loss": losses[:3] + losses[-1:]}))


prepare() if args.what == "prepare" else train()

#!/usr/bin/env python3
"""The same tuning with transformers + PEFT: SmolLM2 from its GGUF file, NF4-rounded weights, LoRA on q k v o.

    python hf_finetune.py --gguf MODEL.gguf --train train.jsonl --test test.jsonl [--steps 100] [--tuned]

Rows are {sentence, label}. The frozen weights are rounded through NF4 and kept unpacked in bfloat16, which is the
fastest way on a CPU. --tuned adds what few scripts do: rows grouped by length, the head at labelled positions only,
LoRA in bfloat16. Needs: pip install torch transformers peft bitsandbytes gguf.
Prints one line of JSON: tokens_per_second (without the first two steps), peak_rss_mb, accuracy after.
"""
import argparse
import json
import os
import random
import resource
import time

import bitsandbytes.functional
import peft
import torch
import transformers

LABELS = ["negative", "neutral", "positive"]
BATCH = 8


def prompt(sentence):
    return ("<|im_start|>user\nWhat is the sentiment of this financial news? Answer with one of: negative, neutral, "
            f"positive.\n{sentence.strip()}<|im_end|>\n<|im_start|>assistant\n")


def load(gguf, dtype):
    folder, name = os.path.split(os.path.abspath(gguf))
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder, gguf_file=name)
    model = transformers.AutoModelForCausalLM.from_pretrained(
        folder, gguf_file=name, dtype=torch.float32, attn_implementation="sdpa")
    with torch.no_grad():
        for name, module in model.named_modules():
            if isinstance(module, torch.nn.Linear) and "lm_head" not in name:
                packed, state = bitsandbytes.functional.quantize_4bit(
                    module.weight.data, blocksize=64, quant_type="nf4", compress_statistics=True)
                module.weight.data.copy_(
                    bitsandbytes.functional.dequantize_4bit(packed, state, quant_type="nf4"))
    model.config.use_cache = False
    return tokenizer, model.to(dtype)


def rows(path, tokenizer):
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        asked = tokenizer(prompt(row["sentence"]), add_special_tokens=False)["input_ids"]
        answer = tokenizer(row["label"] + "<|im_end|>", add_special_tokens=False)["input_ids"]
        yield asked + answer, [-100] * len(asked) + answer


def collate(batch):
    longest = max(len(ids) for ids, _ in batch)
    pad = lambda values, filler: torch.tensor([v + [filler] * (longest - len(v)) for v in values])
    ids = pad([ids for ids, _ in batch], 0)
    mask = pad([[1] * len(ids) for ids, _ in batch], 0)
    return ids, pad([labels for _, labels in batch], -100), None if bool(mask.all()) else mask


def loss_of(model, batch, labelled_only):
    ids, labels, mask = collate(batch)
    if not labelled_only:
        return model(input_ids=ids, attention_mask=mask, labels=labels).loss
    hidden = model.base_model.model.model(input_ids=ids, attention_mask=mask)[0][:, :-1]
    keep = labels[:, 1:] != -100
    logits = model.base_model.model.lm_head(hidden[keep]).float()
    return torch.nn.functional.cross_entropy(logits, labels[:, 1:][keep])


@torch.no_grad()
def accuracy(model, tokenizer, path):
    model.eval()
    choices = [tokenizer(label + "<|im_end|>", add_special_tokens=False)["input_ids"] for label in LABELS]
    right = total = 0
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        asked = tokenizer(prompt(row["sentence"]), add_special_tokens=False)["input_ids"]
        ids, _, mask = collate([(asked + choice, asked + choice) for choice in choices])
        hidden = model.base_model.model.model(input_ids=ids, attention_mask=mask)[0]
        scores = []
        for k, choice in enumerate(choices):
            at = slice(len(asked) - 1, len(asked) + len(choice) - 1)
            logits = model.base_model.model.lm_head(hidden[k, at]).float().log_softmax(-1)
            scores.append(logits.gather(1, torch.tensor(choice)[:, None]).sum().item())
        right += LABELS[max(range(3), key=scores.__getitem__)] == row["label"]
        total += 1
    return right / total


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--gguf", required=True)
    parser.add_argument("--train", required=True)
    parser.add_argument("--test")
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--run-steps", type=int, help="stop earlier in the schedule: for speed")
    parser.add_argument("--tuned", action="store_true")
    options = parser.parse_args()
    torch.manual_seed(42)
    tokenizer, model = load(options.gguf, torch.bfloat16)
    config = peft.LoraConfig(r=8, lora_alpha=32, target_modules=["q_proj", "k_proj", "v_proj", "o_proj"],
                             task_type="CAUSAL_LM")
    model = peft.get_peft_model(model, config, autocast_adapter_dtype=not options.tuned)
    data = list(rows(options.train, tokenizer))
    random.Random(42).shuffle(data)
    data = (data * (options.steps * BATCH // len(data) + 1))[:options.steps * BATCH]
    if options.tuned:
        data.sort(key=lambda row: len(row[0]))
    batches = [data[i:i + BATCH] for i in range(0, len(data), BATCH)]
    if options.tuned:
        random.Random(43).shuffle(batches)
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=5e-4, weight_decay=0.0, fused=True)
    schedule = transformers.get_linear_schedule_with_warmup(optimizer, 0, options.steps)
    model.train()
    tokens = seconds = 0
    for step, batch in enumerate(batches[:options.run_steps]):
        begin = time.perf_counter()
        loss_of(model, batch, options.tuned).backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)
        if step >= 2:
            seconds += time.perf_counter() - begin
            tokens += sum(len(ids) for ids, _ in batch)
    print(json.dumps({
        "peer": "transformers + peft, " + ("tuned" if options.tuned else "as people run it"),
        "threads": torch.get_num_threads(), "tokens_per_second": round(tokens / seconds, 1),
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "accuracy": accuracy(model, tokenizer, options.test) if options.test else None}))


if __name__ == "__main__":
    main()

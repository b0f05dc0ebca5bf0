"""Makes tiny_llama/: a random Llama, batches, and what transformers + PEFT + torch compute when they train it.

    python make_tiny_llama.py            writes beside itself; float32, CPU, one thread, eager attention

For each case (LoRA on q k v o, LoRA on all linear layers, full tuning) golden.safetensors holds the start of the adapter
(CASE.init.NAME), the losses and gradient norms of successive steps (CASE.losses, CASE.norms) and weights after the last one
(CASE.trained.NAME); golden.json the settings and versions.
"""
import json
import pathlib

import peft
import torch
import transformers
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).parent / "tiny_llama"
STEPS, RUN, RATE, DECAY, CLIP, WARMUP, RANK, ALPHA = 12, 6, 5e-3, 0.01, 1.0, 2, 4, 8


def rows(generator, count):
    """Rows of 5 to 24 tokens of which the first half is a prompt without labels."""
    out = []
    for _ in range(count):
        n = int(torch.randint(5, 25, (1,), generator=generator))
        ids = torch.randint(3, 96, (n,), generator=generator).tolist()
        out.append({"ids": ids, "labels": [-100] * (n // 2) + ids[n // 2:]})
    return out


def loss_of(model, batch):
    n = max(len(r["ids"]) for r in batch)
    ids = torch.tensor([r["ids"] + [0] * (n - len(r["ids"])) for r in batch])
    labels = torch.tensor([r["labels"] + [-100] * (n - len(r["ids"])) for r in batch])
    mask = torch.tensor([[1] * len(r["ids"]) + [0] * (n - len(r["ids"])) for r in batch])
    return model(input_ids=ids, attention_mask=mask, labels=labels).loss


def train(model, batches, schedule):
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=RATE, weight_decay=DECAY)
    scheduler = transformers.get_scheduler(schedule, optimizer, WARMUP, STEPS)
    losses, norms = [], []
    model.train()
    for batch in batches:
        loss = loss_of(model, batch)
        loss.backward()
        norms.append(float(torch.nn.utils.clip_grad_norm_(parameters, CLIP)))
        losses.append(float(loss))
        optimizer.step()
        scheduler.step()
        optimizer.zero_grad()
    return torch.tensor(losses), torch.tensor(norms)


def main():
    torch.set_num_threads(1)
    generator = torch.Generator().manual_seed(7)
    torch.manual_seed(7)
    config = transformers.LlamaConfig(
        vocab_size=96, hidden_size=64, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, head_dim=16, max_position_embeddings=64, rope_theta=10000.0, rms_norm_eps=1e-5,
        tie_word_embeddings=True, attn_implementation="eager", initializer_range=0.1)
    model = transformers.LlamaForCausalLM(config)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "norm" in name:
                parameter.add_(torch.randn(parameter.shape, generator=generator) * 0.1)
    model.save_pretrained(HERE)
    batches = [rows(generator, 3) for _ in range(RUN)]
    golden = {}
    cases = {
        "qkvo": (["q_proj", "k_proj", "v_proj", "o_proj"], "linear"),
        "all": ("all-linear", "cosine"),
        "full": (None, "linear"),
    }
    with torch.no_grad():
        ids = torch.tensor([batches[0][0]["ids"]])
        golden["logits"] = model.eval()(input_ids=ids).logits[0].contiguous()
        prompt = ids[:, :5]
        golden["generated"] = model.generate(prompt, max_new_tokens=12, do_sample=False, eos_token_id=None, pad_token_id=0)[0]
    for case, (targets, schedule) in cases.items():
        tuned = transformers.LlamaForCausalLM.from_pretrained(HERE, attn_implementation="eager")
        if targets:
            lora = peft.LoraConfig(r=RANK, lora_alpha=ALPHA, lora_dropout=0.0, target_modules=targets, task_type="CAUSAL_LM")
            tuned = peft.get_peft_model(tuned, lora)
            with torch.no_grad():
                for name, parameter in tuned.named_parameters():
                    if "lora_B" in name:
                        parameter.copy_(torch.randn(parameter.shape, generator=generator) * 0.05)
                    if parameter.requires_grad:
                        golden[f"{case}.init." + name.replace(".default", "")] = parameter.detach().clone()
            trainable, total = tuned.get_nb_trainable_parameters()
            golden[f"{case}.counts"] = torch.tensor([trainable, total])
        losses, norms = train(tuned, batches, schedule)
        golden[f"{case}.losses"] = losses
        golden[f"{case}.norms"] = norms
        for name, parameter in tuned.named_parameters():
            if parameter.requires_grad and (targets or "layers.1.mlp.down" in name or "norm" in name or "k_proj" in name):
                golden[f"{case}.trained." + name.replace(".default", "")] = parameter.detach().clone()
    save_file(golden, HERE / "golden.safetensors")
    (HERE / "generation_config.json").unlink(missing_ok=True)
    (HERE / "golden.json").write_text(json.dumps({
        "made_by": "golden/make_tiny_llama.py", "torch": torch.__version__, "transformers": transformers.__version__,
        "peft": peft.__version__, "steps": STEPS, "learning_rate": RATE, "weight_decay": DECAY, "max_grad_norm": CLIP,
        "warmup_steps": WARMUP, "r": RANK, "lora_alpha": ALPHA, "batches": batches}, indent=None) + "\n")


if __name__ == "__main__":
    main()

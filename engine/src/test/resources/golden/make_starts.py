"""Makes golden/starts: what PEFT makes LoRA's factors of when they start from sample rows (EVA, CorDA, LoRA-GA) or from the
smallest singular values (MiCA), on the tiny Llama of golden/methods.

    python make_starts.py methods/llama starts

Made with torch 2.15, transformers 5.23, peft 0.21.2; float32, one thread.
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch
from peft import LoraConfig, get_peft_model
from peft.tuners.lora.config import CordaConfig, EvaConfig, LoraGAConfig
from peft.tuners.lora import initialize_lora_eva_weights
from peft.tuners.lora.corda import preprocess_corda
from peft.tuners.lora.loraga import preprocess_loraga
from peft.utils import get_peft_model_state_dict
from safetensors.torch import save_file
from transformers import LlamaForCausalLM

ALL = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
SOME = ["q_proj", "v_proj", "down_proj"]
BASE = {"r": 2, "lora_alpha": 3, "task_type": "CAUSAL_LM"}
BATCH = 3


def ga(**settings):
    return LoraConfig(target_modules=SOME, init_lora_weights="lora_ga", lora_ga_config=LoraGAConfig(**settings), **BASE)


CASES = {
    "eva": LoraConfig(target_modules=ALL, init_lora_weights="eva", eva_config=EvaConfig(), **BASE),
    # of layers with the same inputs PEFT whitens the components once for each: no two such here
    "eva-whitened": LoraConfig(target_modules=["q_proj", "o_proj", "down_proj"], init_lora_weights="eva", **BASE,
                               eva_config=EvaConfig(rho=1.0, whiten=True, use_label_mask=False)),
    "eva-unadjusted": LoraConfig(target_modules=SOME, init_lora_weights="eva", **BASE,
                                 eva_config=EvaConfig(rho=3.0, tau=0.9, adjust_scaling_factors=False)),
    "corda-ipm": LoraConfig(target_modules=SOME, init_lora_weights="corda", corda_config=CordaConfig(), **BASE),
    "corda-kpm": LoraConfig(target_modules=SOME, init_lora_weights="corda", corda_config=CordaConfig(corda_method="kpm"), **BASE),
    "lora-ga-stable": ga(stable_gamma=9),
    "lora-ga-gd": ga(direction="ArBr", scale="gd_scale"),
    "lora-ga-weights": ga(direction="A2rBr", scale="weight_svd"),
    "lora-ga-unit": ga(scale="unit"),
    "mica": LoraConfig(target_modules=SOME, init_lora_weights="mica", **BASE),
}


TARGETS = {name: list(config.target_modules) for name, config in CASES.items()}


def rows():
    random = np.random.Generator(np.random.PCG64(11))
    made = []
    for i in range(2 * BATCH):
        ids = random.integers(3, 24, 9 + i).tolist()
        made.append({"ids": ids, "labels": [-100] * (1 + i % 3) + ids[1 + i % 3:]})
    return made


def batch(some):
    width = max(len(row["ids"]) for row in some)
    pad = lambda values, by: values + [by] * (width - len(values))
    return {
        "input_ids": torch.tensor([pad(row["ids"], 0) for row in some]),
        "attention_mask": torch.tensor([pad([1] * len(row["ids"]), 0) for row in some]),
        "labels": torch.tensor([pad(row["labels"], -100) for row in some]),
    }


def start(config, folder, data):
    model = LlamaForCausalLM.from_pretrained(folder, attn_implementation="eager").eval()
    batches = [batch(data[i:i + BATCH]) for i in range(0, len(data), BATCH)]
    if config.init_lora_weights == "corda":
        preprocess_corda(model, config, run_model=lambda: [model(**batch([row])) for row in data])
    if config.init_lora_weights == "lora_ga":
        preprocess_loraga(model, config, lambda: [model(**b).loss.backward() for b in batches])
    adapted = get_peft_model(model, config)
    if config.init_lora_weights == "eva":
        initialize_lora_eva_weights(adapted, batches, show_progress_bar=False)
    return adapted


def main(folder, target):
    torch.set_num_threads(1)
    torch.manual_seed(3)
    data = rows()
    tensors, notes = {}, {}
    for name, config in CASES.items():
        adapted = start(config, folder, data)
        for key, value in get_peft_model_state_dict(adapted).items():
            tensors[f"{name}/{key}"] = value.detach().clone().contiguous()
        made = adapted.peft_config["default"]
        notes[name] = {"rank_pattern": made.rank_pattern, "alpha_pattern": made.alpha_pattern,
                       "settings": {k: v for k, v in config.to_dict().items() if k.endswith("_config") and v and k != "loftq_config"
                                    or k == "init_lora_weights"},
                       "targets": sorted(TARGETS[name])}
    Path(target).mkdir(exist_ok=True)
    save_file(tensors, Path(target) / "starts.safetensors")
    text = json.dumps({"batch": BATCH, "rows": data, "cases": notes}, indent=1, sort_keys=True)
    (Path(target) / "starts.json").write_text(text + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:3])

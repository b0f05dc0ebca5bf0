"""Models in the forms that `sluice convert` writes, read by the libraries whose forms they are.

    check_forms.py models DIR                    makes small random models in DIR/NAME, with a tokenizer
    check_forms.py folders ORIGINAL WRITTEN...   transformers: no tensor missing or left over, the same logits
    check_forms.py gguf ORIGINAL TYPE=FILE...    the package gguf: the type asked for, values near the original's
"""
import argparse
import pathlib
import shutil
import sys

import torch

GOLDEN = pathlib.Path(__file__).parents[2] / "engine/src/test/resources/golden"

# root mean square error over root mean square, of normal weights
LARGEST = {"f32": 0.0, "f16": 4e-4, "bf16": 3e-3, "q8_0": 7e-3, "q6_k": 0.025, "q5_k": 0.045, "q5_1": 0.045, "q5_0": 0.05,
           "q4_k": 0.085, "q4_1": 0.085, "q4_0": 0.1, "q3_k": 0.17, "q2_k": 0.32}
NAMES = {"ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj", "attn_v": "self_attn.v_proj",
         "attn_output": "self_attn.o_proj"}


def models(target):
    from transformers import LlamaConfig, LlamaForCausalLM, MixtralConfig, MixtralForCausalLM, Qwen3MoeConfig, Qwen3MoeForCausalLM
    sizes = dict(vocab_size=352, hidden_size=256, intermediate_size=512, num_hidden_layers=2, num_attention_heads=4,
                 num_key_value_heads=2, head_dim=64, pad_token_id=0, bos_token_id=1, eos_token_id=2)
    moe = dict(num_local_experts=4, num_experts=4, num_experts_per_tok=2)
    for name, make, config in [("llama", LlamaForCausalLM, LlamaConfig(**sizes)),
                               ("mixtral", MixtralForCausalLM, MixtralConfig(**sizes, num_local_experts=4)),
                               ("qwen3_moe", Qwen3MoeForCausalLM,
                                Qwen3MoeConfig(**sizes, **moe, moe_intermediate_size=256, norm_topk_prob=True))]:
        torch.manual_seed(7)
        folder = pathlib.Path(target) / name
        make(config).eval().save_pretrained(folder)
        for file in ("tokenizer.json", "tokenizer_config.json"):
            shutil.copy(GOLDEN / "tiny" / file, folder / file)


def logits(folder):
    from transformers import AutoModelForCausalLM
    model, info = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, output_loading_info=True)
    wrong = {key: sorted(names)[:3] for key, names in info.items() if names and "keys" in key}
    if wrong:
        sys.exit(f"{folder}: {wrong}")
    ids = torch.arange(3, 27).reshape(2, 12)
    with torch.no_grad():
        return model.eval()(ids).logits


def folders(original, written):
    a, b = logits(original), logits(written)
    difference = float((a - b).abs().max() / a.abs().max())
    print(f"{written}: loaded by transformers, logits differ by {difference:.2e}")
    return difference < 1e-5


def gguf_file(original, path, name):
    import gguf
    from safetensors import safe_open
    reader = gguf.GGUFReader(path)
    found, worst = set(), 0.0
    with safe_open(pathlib.Path(original) / "model.safetensors", "pt") as weights:
        for tensor in reader.tensors:
            part = tensor.name.split(".")
            if len(part) != 4 or part[2] not in NAMES:
                continue
            kind = gguf.GGMLQuantizationType(tensor.tensor_type)
            found.add(kind.name.lower())
            want = weights.get_tensor(f"model.layers.{part[1]}.{NAMES[part[2]]}.weight")
            got = torch.from_numpy(gguf.quants.dequantize(tensor.data, kind).copy()).reshape(want.shape)
            worst = max(worst, float((got - want).square().mean().sqrt() / want.square().mean().sqrt()))
    print(f"{path}: read by gguf, types {sorted(found)}, relative error {worst:.4f}")
    return name in found and worst <= LARGEST[name]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("models").add_argument("target")
    for name in ("folders", "gguf"):
        command = commands.add_parser(name)
        command.add_argument("original")
        command.add_argument("written", nargs="+")
    args = parser.parse_args()
    if args.command == "models":
        models(args.target)
    elif args.command == "folders":
        sys.exit(0 if all([folders(args.original, written) for written in args.written]) else 1)
    else:
        files = [written.split("=", 1) for written in args.written]
        sys.exit(0 if all([gguf_file(args.original, file, name) for name, file in files]) else 1)


if __name__ == "__main__":
    main()

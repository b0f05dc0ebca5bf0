"""Loads an export with the real PEFT and transformers and compares with what Sluice computed.

    java -cp ... org.sluice.engine.export.ExportCheck adapter.json BASE ADAPTER "a text" "another"
    java -cp ... org.sluice.engine.export.ExportCheck merged.json MERGED - "a text" "another"
    python check_export.py --base BASE --adapter ADAPTER --adapter-expected adapter.json \
        --merged MERGED --merged-expected merged.json

BASE is a Hugging Face folder or a .gguf file. Exits with 1 when logits (float32) differ by more
than the tolerance, relative to the largest logit, or when token ids differ.
Needs torch, transformers, peft, and gguf for .gguf files.
"""

import argparse
import json
import pathlib
import sys

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer


def load(path):
    path = pathlib.Path(path)
    if path.suffix == ".gguf":
        return AutoModelForCausalLM.from_pretrained(path.parent, gguf_file=path.name, dtype=torch.float32)
    model = AutoModelForCausalLM.from_pretrained(path, dtype=torch.float32)
    # bitsandbytes' own kernels round activations too (bfloat16, int8); its unpacked weights are what is compared
    return model.dequantize() if getattr(model, "is_quantized", False) else model


def tokenizer(path):
    path = pathlib.Path(path)
    if path.suffix == ".gguf":
        return AutoTokenizer.from_pretrained(path.parent, gguf_file=path.name)
    return AutoTokenizer.from_pretrained(path)


def compare(what, model, tok, expected, tolerance):
    """Prints one JSON line; returns whether all agrees."""
    model.eval()
    worst = relative = 0.0
    same_ids = same_best = True
    for text, ids, logits in zip(expected["texts"], expected["ids"], expected["logits"]):
        same_ids &= tok(text)["input_ids"] == ids
        with torch.no_grad():
            theirs = model(torch.tensor([ids])).logits[0, -1].double()
        ours = torch.tensor(logits, dtype=torch.float64)
        difference = (theirs - ours).abs().max().item()
        worst = max(worst, difference)
        relative = max(relative, difference / theirs.abs().max().item())
        same_best &= theirs.argmax().item() == ours.argmax().item()
    fine = same_ids and same_best and relative <= tolerance
    print(json.dumps({"what": what, "texts": len(expected["texts"]), "max_abs_diff": worst, "max_rel_diff": relative,
                      "same_ids": same_ids, "same_best_token": same_best, "ok": fine}))
    return fine


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", help="the model under the adapter")
    parser.add_argument("--adapter")
    parser.add_argument("--adapter-expected")
    parser.add_argument("--merged")
    parser.add_argument("--merged-expected")
    parser.add_argument("--whole", nargs=3, action="append", default=[], metavar=("MODEL", "EXPECTED", "TOLERANCE"),
                        help="a model in another form (bitsandbytes folder, GGUF file); may be given more than once")
    parser.add_argument("--tolerance", type=float, default=1e-4)
    args = parser.parse_args()
    fine = True
    if args.adapter:
        expected = json.loads(pathlib.Path(args.adapter_expected).read_text())
        model = PeftModel.from_pretrained(load(args.base), args.adapter)
        fine &= compare("adapter", model, tokenizer(args.base), expected, args.tolerance)
    if args.merged:
        expected = json.loads(pathlib.Path(args.merged_expected).read_text())
        fine &= compare("merged", load(args.merged), tokenizer(args.merged), expected, args.tolerance)
    for model, path, tolerance in args.whole:
        expected = json.loads(pathlib.Path(path).read_text())
        fine &= compare(pathlib.Path(model).name, load(model), tokenizer(model), expected, float(tolerance))
    sys.exit(0 if fine else 1)


main()

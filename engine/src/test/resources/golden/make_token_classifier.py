#!/usr/bin/env python3
"""Makes token_classifier/: a tiny BERT with labels and what transformers' pipeline finds with it.

    python make_token_classifier.py

Needs: pip install torch transformers. The weights are random and wide, so that labels differ from word to word.
"""
import json
import pathlib
import string

import torch
from transformers import BertConfig, BertForTokenClassification, BertTokenizerFast, pipeline

TEXTS = [
    "ann met bob in rome",
    "dr. bobann of acme-rome paid 40 to ann.",
    "王芳在北京工作，李娜也来了。",
    "ann 王芳 rome北京 bob!",
    "Zoë met ann 😀 and 𠀀 in rome",
    "  ann\n\nbob\trome  ",
    "",
]
LABELS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "ORG"]


def main():
    torch.manual_seed(7)
    folder = pathlib.Path(__file__).parent / "token_classifier"
    folder.mkdir(exist_ok=True)
    words = ["ann", "bob", "met", "in", "rome", "acme", "of", "dr", "paid", "and"]
    pieces = words + ["##" + w for w in words] + list(string.ascii_lowercase) + ["##" + c for c in string.ascii_lowercase]
    han = list("王芳在北京工作李娜也来了")
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + pieces + han + list(".,!-，。0123456789")
    (folder / "vocab.txt").write_text("\n".join(dict.fromkeys(vocabulary)) + "\n")
    tokenizer = BertTokenizerFast(vocab_file=str(folder / "vocab.txt"), vocab=str(folder / "vocab.txt"), do_lower_case=True)
    config = BertConfig(
        vocab_size=len(tokenizer), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=48, initializer_range=0.6,
        id2label=dict(enumerate(LABELS)), label2id={name: i for i, name in enumerate(LABELS)},
    )
    model = BertForTokenClassification(config).eval()
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    (folder / "vocab.txt").unlink()
    find = pipeline("token-classification", model=model, tokenizer=tokenizer, aggregation_strategy="first")
    rows = []
    for text in TEXTS:
        found = find(text) if text else []
        rows.append({"text": text, "mentions": [
            {"label": m["entity_group"], "start": int(m["start"]), "end": int(m["end"]), "score": float(m["score"])}
            for m in found
        ]})
    (folder / "expected.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()

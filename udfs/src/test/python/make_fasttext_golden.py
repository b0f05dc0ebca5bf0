#!/usr/bin/env python3
"""Writes fasttext-made.ftz, a quantised model of made-up words, and fasttext-golden.jsonl.gz, what fastText 0.9.2
itself predicts with it: {text, labels, p}.

    pip install fasttext-numpy2-wheel==0.9.2
    python make_fasttext_golden.py
"""
import gzip
import json
import os
import random
import tempfile

import fasttext

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources", "org", "sluice", "text")
R = random.Random(3)
W = [f"w{i}é" if i % 7 == 0 else f"word{i}" for i in range(300)]
with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as train:
    for _ in range(3000):
        label = R.choice("abc")
        own = W["abc".index(label) * 100:][:100]
        train.write(f"__label__{label} " + " ".join(R.choice(own if R.random() < .6 else W) for _ in range(12)) + "\n")
    train.flush()
    model = fasttext.train_supervised(train.name, dim=8, epoch=3, lr=0.05, wordNgrams=2, minn=2, maxn=3, bucket=2000,
                                      loss="softmax", thread=1, verbose=0, lrUpdateRate=100000)
    model.quantize(input=train.name, qnorm=True, cutoff=500, retrain=False, qout=False)
    model.save_model(os.path.join(OUT, "fasttext-made.ftz"))
with gzip.GzipFile(os.path.join(OUT, "fasttext-golden.jsonl.gz"), "wb", 9, mtime=0) as out:
    for _ in range(60):
        text = " ".join(R.choice(W + ["unseen", "世界", "x"]) for _ in range(R.randint(0, 12)))
        labels, p = model.predict(text, k=3)
        row = {"text": text, "labels": [x.replace("__label__", "") for x in labels], "p": [float(x) for x in p]}
        out.write((json.dumps(row, ensure_ascii=False) + "\n").encode())

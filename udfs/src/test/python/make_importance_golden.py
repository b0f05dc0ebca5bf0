#!/usr/bin/env python3
"""Writes importance-golden.jsonl.gz: what RedPajama-Data itself says of the importance of documents.

    pip install nltk==3.10.4 numpy scipy tqdm typing_extensions
    PYTHONHASHSEED=42 python3.11 make_importance_golden.py --redpajama R

R: a checkout of RedPajama-Data (6d2cee9, Apache License 2.0). Every second document of datatrove-golden.jsonl.gz is the
target, all of them are the source. First line: {target, source}, each {documents, words, buckets}; then a line a
document: {id, text? (of those that are not in datatrove-golden), importance, corrected}.
"""
import argparse
import gzip
import json
import os
import sys
import tempfile
import types

import numpy as np

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources", "org", "sluice", "text")
BUCKETS = 10_000
A = argparse.ArgumentParser()
A.add_argument("--redpajama", required=True)
A = A.parse_args()
assert os.environ.get("PYTHONHASHSEED") == "42" and sys.version_info[:2] == (3, 11), "see above"
sys.path.insert(0, A.redpajama + "/app/src")
sys.modules["utilities.io"] = types.SimpleNamespace(Reader=None)
from artifacts.hash_dist import _compute_hash_features  # noqa: E402
from core.document import Document  # noqa: E402
from core.quality_signals import importance_weights as peer  # noqa: E402

MORE = {
    "empty": "",
    "space": " \n",
    "one": "sea",
    "latin": "caf\u00e9 na\u00efve \u00ff",
    "greek": "\u03b8\u03ac\u03bb\u03b1\u03c3\u03c3\u03b1, \u03b8\u03ac\u03bb\u03b1\u03c3\u03c3\u03b1!",
    "han": "\u6d77\u4e0a\u751f\u660e\u6708\uff0c\u5929\u6daf\u5171\u6b64\u65f6\u3002 \u6d77\u4e0a_1",
    "astral": "\U0001f30a\U0001f30a sea\U0001f30a \U00020000\U00020001 a\U0001f30ab",
    "marks": "e\u0301le\u0301ve \u0939\u093f\u0928\u094d\u0926\u0940 a\u00b2 \u00bd \u2167 x_y __ a\u200db",
    "signs": "!?... --- 50% #tag @you a.b.c 3.14 'tis",
    "spaces": "a\u00a0b\u2003c\u200bd\u0085e\x1ff",
    "eight": "12345678 1234567 123456789 \u6d77\u6d77\u6d77\u6d77 \u6d77\u6d77\u6d77",
    "long": "the sea " * 3000,
    **{f"characters-{n}": ("sea " * n)[:n] for n in (1, 5, 60, 80, 100, 120, 140, 160, 180, 200, 220, 240, 260, 300)},
}


def features(texts):
    made = [_compute_hash_features(text, BUCKETS) for text in texts]
    return sum(counts for counts, _ in made), len(made), sum(words for _, words in made)


with gzip.open(os.path.join(HERE, "datatrove-golden.jsonl.gz"), "rt", encoding="utf-8") as source:
    documents = {row["id"]: row["text"] for row in map(json.loads, source)}
samples = {"target": list(documents.values())[::2], "source": list(documents.values())}
head = {}
with tempfile.TemporaryDirectory() as folder:
    files = {}
    for name, texts in samples.items():
        counts, number, words = features(texts)
        head[name] = {"documents": number, "words": words, "buckets": counts.tolist()}
        files[name] = [f"{folder}/{name}.en.{kind}.npy" for kind in (f"{BUCKETS}.counts", "lambda")]
        np.save(files[name][0], counts)
        np.save(files[name][1], words / number)
    plain = peer.RPS_Doc_Wikipedia_Importance(wiki_fps=files["target"], source_fps=files["source"], language="en")
    corrected = peer.RPS_Doc_Wikipedia_Importance_Length_Correction(
        wiki_fps=files["target"], source_fps=files["source"], language="en")
    rows = [head]
    for known, texts in ((True, documents), (False, MORE)):
        for name, text in texts.items():
            document = Document(text, None)
            row = {"id": name, "importance": plain(document)[0][2], "corrected": corrected(document)[0][2]}
            rows.append(row if known else {**row, "text": text})
with gzip.GzipFile(os.path.join(HERE, "importance-golden.jsonl.gz"), "wb", 9, mtime=0) as out:
    for row in rows:
        out.write((json.dumps(row) + "\n").encode())

#!/usr/bin/env python3
"""Precision, recall and F1 of extracted texts, as scrapinghub/article-extraction-benchmark measures:
multisets of four words in a row; precision and recall are means over pages, F1 of these two.

    score_extraction.py GROUND_TRUTH.json TEXTS.jsonl
"""
import collections
import json
import re
import sys


def shingles(text):
    words = re.findall(r"\w+", text)
    if not words:
        return collections.Counter()
    return collections.Counter(tuple(words[i:i + 4]) for i in range(max(1, len(words) - 3)))


truth = json.load(open(sys.argv[1], encoding="utf-8"))
texts = {row["id"]: row["text"] for row in map(json.loads, open(sys.argv[2], encoding="utf-8"))}
precision = recall = 0.0
for page, wanted in truth.items():
    ours, theirs = shingles(texts.get(page, "")), shingles(wanted["articleBody"])
    both = sum((ours & theirs).values())
    precision += both / max(1, sum(ours.values()))
    recall += both / max(1, sum(theirs.values()))
precision /= len(truth)
recall /= len(truth)
print(f"{len(truth)} pages: F1 {2 * precision * recall / (precision + recall):.3f},"
      f" precision {precision:.3f}, recall {recall:.3f}")

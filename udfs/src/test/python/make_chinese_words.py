#!/usr/bin/env python3
"""Writes jieba's dictionary and letter model (MIT licence) as the resources of the Chinese word splitter.

    pip install jieba==0.42.1
    python make_chinese_words.py

chinese-words.txt.gz: word and frequency, in the order of UTF-16 units. chinese-letters.txt.gz: a letter and its log
probabilities at the beginning, end and middle of a word and alone; - where there is none.
"""
import gzip
import os

import jieba
from jieba.finalseg.prob_emit import P as EMIT

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "main", "resources", "org", "sluice", "text", "words")


def write(name, lines):
    with gzip.GzipFile(os.path.join(OUT, name), "wb", 9, mtime=0) as out:
        out.write("".join(line + "\n" for line in lines).encode("utf-8"))


words = {}
with open(os.path.join(os.path.dirname(jieba.__file__), "dict.txt"), encoding="utf-8") as lines:
    for line in lines:
        word, frequency = line.strip().split(" ")[:2]
        words[word] = int(frequency)
write("chinese-words.txt.gz", (f"{w} {words[w]}" for w in sorted(words, key=lambda w: w.encode("utf-16-be"))))
letters = sorted(set().union(*EMIT.values()), key=lambda c: c.encode("utf-16-be"))
write("chinese-letters.txt.gz", (c + " " + " ".join(repr(EMIT[s][c]) if c in EMIT[s] else "-" for s in "BEMS") for c in letters))

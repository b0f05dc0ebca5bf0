#!/usr/bin/env python3
"""The documents of classifier.sh in parts, and the area under the ROC curve of their scores.

    score_classifier.py split DOCUMENTS FOLDER
    score_classifier.py score DOCUMENTS FOLDER

`split` writes FOLDER/PART.jsonl, and the others' good and bad texts as PART.good.jsonl and PART.bad.jsonl. `score` reads
FOLDER/PART.out/final. Needs: pip install pyarrow.
"""
import gzip
import hashlib
import json
import sys

PARTS = 5


def labelled(path):
    lines = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")
    return [row for row in map(json.loads, lines) if row.get("label") is not None]


def part(row):
    return hashlib.sha1(str(row["id"]).encode()).digest()[0] % PARTS


def split(rows, folder):
    def write(name, chosen):
        with open(f"{folder}/{name}.jsonl", "w", encoding="utf-8") as out:
            out.writelines(json.dumps({"id": str(row["id"]), "text": row["text"]}) + "\n" for row in chosen)

    for number in range(PARTS):
        others = [row for row in rows if part(row) != number]
        write(number, [row for row in rows if part(row) == number])
        write(f"{number}.good", [row for row in others if row["label"] == 1])
        write(f"{number}.bad", [row for row in others if row["label"] == 0])


def area(rows, scores):
    """Mann and Whitney: how often a good text has the higher score, half where both have the same."""
    good = [scores[str(row["id"])] for row in rows if row["label"] == 1]
    bad = [scores[str(row["id"])] for row in rows if row["label"] == 0]
    return sum((g > b) + (g == b) / 2 for g in good for b in bad) / (len(good) * len(bad))


def score(rows, folder):
    import pyarrow.parquet

    # each part has a classifier of its own, so areas are taken within parts
    areas = {"all": [], "unanimous": []}
    for number in range(PARTS):
        table = pyarrow.parquet.read_table(f"{folder}/{number}.out/final").to_pydict()
        scores = dict(zip(table["id"], table["quality"]))
        own = [row for row in rows if part(row) == number]
        areas["all"].append(area(own, scores))
        areas["unanimous"].append(area([row for row in own if row.get("unanimous")], scores))
    for name, values in areas.items():
        print(f"{name}: area under the ROC curve {sum(values) / len(values):.3f},"
              f" in parts {' '.join(f'{value:.2f}' for value in values)}")


rows = labelled(sys.argv[2])
split(rows, sys.argv[3]) if sys.argv[1] == "split" else score(rows, sys.argv[3])

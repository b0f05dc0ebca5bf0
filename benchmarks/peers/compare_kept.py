"""Compares the documents that Sluice kept with those that datatrove kept: compare_kept.py RUN PEER [--at-least J]

Prints the Jaccard index of the ids, and of the clusters: of a group of near-duplicates Sluice keeps the smallest id,
datatrove the root of its union-find, so ids differ where the decision does not. Exits with 1 when the index of the
clusters is below J.
"""
import argparse
import glob
import sys

import pyarrow.parquet

parser = argparse.ArgumentParser()
parser.add_argument("run")
parser.add_argument("peer")
parser.add_argument("--at-least", type=float, default=0.0)
options = parser.parse_args()


def table(folder, columns):
    for file in glob.glob(f"{options.run}/{folder}/**/*.parquet", recursive=True):
        yield from pyarrow.parquet.ParquetFile(file).read(columns=columns).to_pylist()


def jaccard(ours, theirs):
    return len(ours & theirs) / len(ours | theirs)


ours = {row["id"] for row in table("final", ["id"])}
stays = {row["id"]: row["detail"] for row in table("tables/dropped", ["id", "rule", "detail"]) if row["rule"] == "minhash"}
with open(f"{options.peer}/kept_ids.txt", encoding="utf-8") as file:
    theirs = set(file.read().split())
clusters = jaccard(ours, {stays.get(id, id) for id in theirs})
print(f"kept: sluice {len(ours)}, datatrove {len(theirs)}; Jaccard of ids {jaccard(ours, theirs):.4f}, "
      f"of clusters {clusters:.4f}")
sys.exit(0 if clusters >= options.at_least else 1)

#!/usr/bin/env python3
"""The same preparation with datatrove: Gopher repetition, Gopher quality, FineWeb, MinHash 5-grams 14 x 8.

    python datatrove_prep.py --in CORPUS --work WORK [--workers 2]

CORPUS holds part-*.jsonl with {id, text}; one task a file. Needs: pip install "datatrove[io,processing]" spacy.
Writes WORK/kept_ids.txt; prints one line of JSON (seconds, MB/s over the text's bytes, rows kept).
"""
import argparse
import glob
import json
import os
import shutil
import time


def run(stages, name, tasks, options):
    from datatrove.executor import LocalPipelineExecutor

    started = time.time()
    LocalPipelineExecutor(
        stages, tasks=tasks, workers=options.workers, logging_dir=f"{options.work}/logs/{name}"
    ).run()
    return round(time.time() - started, 2)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--in", dest="corpus", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    files = sorted(glob.glob(f"{options.corpus}/part-*.jsonl"))
    shutil.rmtree(options.work, ignore_errors=True)
    os.makedirs(options.work)

    started = time.time()
    from loguru import logger

    logger.remove()
    from datatrove.pipeline.dedup import (
        MinhashDedupBuckets,
        MinhashDedupCluster,
        MinhashDedupFilter,
        MinhashDedupSignature,
    )
    from datatrove.pipeline.dedup.minhash import MinhashConfig
    from datatrove.pipeline.filters import FineWebQualityFilter, GopherQualityFilter, GopherRepetitionFilter
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter, ParquetWriter

    config = MinhashConfig()
    folder = lambda name: f"{options.work}/{name}"
    filtered = lambda: JsonlReader(folder("filtered"), glob_pattern="*.jsonl")
    seconds = {
        "filter": run(
            [
                JsonlReader(options.corpus, glob_pattern="part-*.jsonl"),
                GopherRepetitionFilter(language="eng"),
                GopherQualityFilter(language="eng"),
                FineWebQualityFilter(language="eng"),
                JsonlWriter(folder("filtered"), compression=None),
            ],
            "filter", len(files), options),
        "sign": run(
            [filtered(), MinhashDedupSignature(folder("signatures"), config=config, language="eng")],
            "sign", len(files), options),
        "bucket": run(
            [MinhashDedupBuckets(folder("signatures"), folder("buckets"), config=config)],
            "bucket", config.num_buckets, options),
        "cluster": run(
            [MinhashDedupCluster(folder("buckets"), folder("remove"), config=config)], "cluster", 1, options),
        "write": run(
            [filtered(), MinhashDedupFilter(folder("remove")), ParquetWriter(folder("final"))],
            "write", len(files), options),
    }
    total = time.time() - started

    import pyarrow.parquet

    kept = sorted(
        id for file in glob.glob(folder("final") + "/*.parquet")
        for id in pyarrow.parquet.read_table(file, columns=["id"])["id"].to_pylist())
    with open(folder("kept_ids.txt"), "w") as out:
        out.write("\n".join(kept) + "\n")
    size = sum(len(json.loads(line)["text"].encode()) for file in files for line in open(file, encoding="utf-8"))
    print(json.dumps({"seconds": seconds, "total_s": round(total, 2),
                      "mb_per_s": round(size / 1e6 / total, 3), "kept": len(kept)}))


if __name__ == "__main__":
    main()

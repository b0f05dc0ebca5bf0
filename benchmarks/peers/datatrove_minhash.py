#!/usr/bin/env python3
"""MB of text a second that datatrove signs on one core: its shingles and signatures, without its files.

    python datatrove_minhash.py ROWS.jsonl

Needs: pip install "datatrove[processing]" spacy.
"""
import json
import sys
import tempfile
import time


def main():
    from datatrove.pipeline.dedup import MinhashDedupSignature
    from datatrove.pipeline.dedup.minhash import MinhashConfig

    texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
    size = sum(len(text.encode()) for text in texts)
    signer = MinhashDedupSignature(tempfile.mkdtemp(), config=MinhashConfig(), language="eng")
    signer.get_signature(signer.get_shingles("The first text loads the splitter of words."))
    begin = time.time()
    for text in texts:
        shingles = signer.get_shingles(text)
        if shingles.size:
            signer.get_signature(shingles)
    print(f"datatrove: {size / 1e6 / (time.time() - begin):.2f} MB/s, {len(texts)} texts")


if __name__ == "__main__":
    main()

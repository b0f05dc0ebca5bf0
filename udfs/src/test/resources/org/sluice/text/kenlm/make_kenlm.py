"""Makes a corpus, trains a model of n-grams on it with KenLM's lmplz, packs it in every binary
format of build_binary and asks query for the scores of sentences.

    python make_kenlm.py FOLDER_WITH_KENLMS_PROGRAMS      (KenLM of the package kenlm 0.3.0)
"""

import json
import pathlib
import random
import subprocess
import sys

here = pathlib.Path(__file__).parent
bin = pathlib.Path(sys.argv[1])
random.seed(5)
words = "the sea is blue deep a ship on of in night storm wind élan 海 water old men boat far".split()
# common words are common, and what follows depends on what was there
sentences = []
for _ in range(150):
    sentence, last = [], 0
    for _ in range(random.randint(1, 9)):
        last = min(len(words) - 1, int(random.expovariate(0.25)) + (last % 3))
        sentence.append(words[last])
    sentences.append(" ".join(sentence))
corpus = "\n".join(sentences) + "\n"
(here / "corpus.txt").write_text(corpus)
arpa = subprocess.run(
    [bin / "lmplz", "-o", "4", "-S", "200M", "--discount_fallback"],
    input=corpus.encode(), capture_output=True, check=True
).stdout
(here / "model.arpa").write_bytes(arpa)
packings = {
    "probing": ["probing"],
    "trie": ["trie"],
    "quantised": ["-q", "6", "-b", "5", "trie"],
    "pointers": ["-a", "22", "trie"],
    "both": ["-q", "6", "-b", "5", "-a", "22", "trie"],
}
asked = sentences[:20] + ["the sea", "the unknown sea", "unknown", "men men men men men men", "海 is"]
scores = {}


def query(model):
    out = subprocess.run(
        [bin / "query", "-v", "sentence", model],
        input="\n".join(asked).encode() + b"\n", capture_output=True, check=True
    ).stdout.decode()
    return [float(l.split("Total: ")[1].split()[0]) for l in out.split("\n") if l.startswith("Total:")]


scores["arpa"] = query(here / "model.arpa")
for name, options in packings.items():
    file = here / f"{name}.bin"
    subprocess.run([bin / "build_binary", *options, here / "model.arpa", file], check=True)
    scores[name] = query(file)
    print(name, file.stat().st_size, len(scores[name]))
(here / "scores.json").write_text(
    json.dumps({"made_by": "make_kenlm.py", "sentences": asked, "scores": scores}, ensure_ascii=False)
    + "\n"
)

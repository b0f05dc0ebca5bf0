"""Precision, recall and F1 of the recipe redact by entity; writes the table of docs/privacy.md.

  python score.py convert PRESIDIO CLUENER ROWS.jsonl      rows for the recipe
  python score.py score PRESIDIO CLUENER FINAL DOCS.md     FINAL: the recipe's Parquet

PRESIDIO: a folder of JSON lines (.jsonl, .jsonl.gz) {text, entities: [{type, start, end}]}, CLUENER: one of .jsonl
{text, label: {type: {mention: [[start, last], ...]}}}. A span is right when type and both ends agree; it is met when one
of ours of its type shares a character with it.
"""

import collections
import glob
import gzip
import json
import pathlib
import sys

# The sets' names of types to ours; other types of the sets are not sought.
ENGLISH = {
    "PERSON": "PERSON", "ORGANIZATION": "ORGANIZATION", "GPE": "LOCATION", "LOCATION": "LOCATION",
    "STREET_ADDRESS": "ADDRESS", "ADDRESS": "ADDRESS", "ZIP_CODE": "ADDRESS", "DATE_TIME": "DATE_TIME", "AGE": "AGE",
    "TITLE": "TITLE", "PREFIX": "TITLE", "NRP": "NRP", "EMAIL_ADDRESS": "EMAIL", "PHONE_NUMBER": "PHONE",
    "IP_ADDRESS": "IP", "CREDIT_CARD": "CARD", "IBAN_CODE": "IBAN", "US_SSN": "US_SSN", "DOMAIN_NAME": "URL",
}
CHINESE = {
    "name": "PERSON", "organization": "ORGANIZATION", "company": "ORGANIZATION", "government": "ORGANIZATION",
    "address": "LOCATION", "position": "TITLE",
}
SAME = {"CN_MOBILE": "PHONE"}
CHINESE_SAME = {"ADDRESS": "LOCATION"}  # cluener has one type for both


def rows(presidio, cluener):
    """(set, id, text, [(type, start, end)])"""
    for path in sorted(glob.glob(presidio + "/*.jsonl*")):
        for number, line in enumerate(gzip.open(path, "rt") if path.endswith(".gz") else open(path)):
            row = json.loads(line)
            spans = [(ENGLISH.get(e["type"]), e["start"], e["end"]) for e in row["entities"]]
            yield "presidio", f"{pathlib.Path(path).name}-{number}", row["text"], [s for s in spans if s[0]]
    for number, line in enumerate(open(cluener)):
        row = json.loads(line)
        spans = [
            (CHINESE[t], start, last + 1)
            for t, mentions in row["label"].items() if t in CHINESE
            for places in mentions.values() for start, last in places
        ]
        yield "cluener", f"cluener-{number}", row["text"], spans


def convert(presidio, cluener, out):
    with open(out, "w") as file:
        for _, name, text, _ in rows(presidio, cluener):
            file.write(json.dumps({"id": name, "text": text}, ensure_ascii=False) + "\n")


def score(presidio, cluener, final, docs):
    import pyarrow.parquet

    found = {
        row["id"]: [(SAME.get(e["type"], e["type"]), e["start"], e["end"]) for e in row["entities"]]
        for row in pyarrow.parquet.read_table(final).to_pylist()
    }
    counts = collections.Counter()
    for which, name, text, wanted in rows(presidio, cluener):
        ours = found[name]
        if which == "cluener":
            ours = [(CHINESE_SAME.get(t, t), s, e) for t, s, e in ours]
        for kind, start, end in wanted:
            counts[which, kind, "all"] += 1
            counts[which, kind, "right"] += (kind, start, end) in ours
            counts[which, kind, "met"] += any(k == kind and s < end and start < e for k, s, e in ours)
        for kind, start, end in ours:
            counts[which, kind, "found"] += 1
    lines = ["| set | entity | marked | precision | recall | F1 | met |", "|---|---|---|---|---|---|---|"]
    for which, kind, what in sorted(k for k in counts if k[2] == "all"):
        total, right, seen = (counts[which, kind, w] for w in ("all", "right", "found"))
        lines.append(
            f"| {which} | `{kind}` | {total} | {share(right, seen)} | {share(right, total)} "
            f"| {share(2 * right, seen + total)} | {share(counts[which, kind, 'met'], total)} |"
        )
    print("\n".join(lines))
    begin, end = "<!-- scores: made by benchmarks/privacy.sh -->\n", "<!-- end of scores -->\n"
    text = pathlib.Path(docs).read_text()
    before, rest = text.split(begin)
    pathlib.Path(docs).write_text(before + begin + "\n".join(lines) + "\n" + end + rest.split(end)[1])


def share(part, whole):
    return f"{part / whole:.3f}".lstrip("0") if whole else "-"


if __name__ == "__main__":
    {"convert": convert, "score": score}[sys.argv[1]](*sys.argv[2:])

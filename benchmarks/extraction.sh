#!/usr/bin/env bash
# Main text of web pages against human judgement, by the measure of the article extraction benchmark.
#
#   benchmarks/extraction.sh DATA
#
# DATA: a folder in that benchmark's layout: html/ID.html.gz and ground-truth.json.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
data=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$here/sluice" extract --in "$data/html" --out "$work/texts.jsonl"
python3 "$here/benchmarks/peers/score_extraction.py" "$data/ground-truth.json" "$work/texts.jsonl"

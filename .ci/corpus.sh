#!/usr/bin/env bash
# The documents that web-english keeps of a made-up corpus against those that datatrove keeps: corpus.sh SHARED WORK
set -euo pipefail
source "$(dirname "$0")/lib.sh"
shared=$1 work=$2
python=$(datatrove_python "$work")
"$python" "$shared/bench/make_corpus.py" --mb 8 --parts 2 --out "$work/corpus"
./sluice run conf/recipes/web-english.yaml --set input.path="$work/corpus/part-*.jsonl" --set output.path="$work/web"
"$python" benchmarks/peers/datatrove_prep.py --in "$work/corpus" --work "$work/kept-by-datatrove"
"$python" benchmarks/peers/compare_kept.py "$work/web" "$work/kept-by-datatrove" --at-least 0.99

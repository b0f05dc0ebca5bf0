#!/usr/bin/env bash
# Memory of a training step by the length of its one row: it grows with the length, not with its square. LoRA in float on
# llama, gpt2 and t5 in published shapes with random weights; every token has a label.
#
#   benchmarks/long_rows.sh [PYTHON] [LENGTHS] [SHAPES]
#
# PYTHON: an interpreter with torch and transformers, for the models; `-` or none makes one that goes afterwards. LENGTHS:
# "512 2048 8192" unless said. Prints the most resident memory beyond the loaded model, and what it is a token.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
python=${1:--} lengths=${2:-512 2048 8192} shapes=${3:-llama gpt2 t5}
. "$here/benchmarks/workplace.sh"
. "$here/benchmarks/engine.sh"
peer_python "$python" torch transformers

for shape in $shapes; do
  for tokens in $lengths; do
    run quietly "$python" "$here/benchmarks/peers/hf_architectures.py" prepare "$work" "$shape" "$tokens" >/dev/null
    run engine org.sluice.engine.train.ArchitectureBenchmark --model "$work/$shape" --rows "$work/$shape.jsonl" \
      --steps 2 --batch 1 >"$work/line"
    "$python" -c "
import json, sys
run = json.load(open('$work/line'))
more = run['peak_rss_mb'] - run['loaded_mb']
print(f'$shape, a row of $tokens tokens: {more} MB beyond the model, {more * 1024 / $tokens:.0f} KB a token', flush=True)"
  done
  rm -rf "${work:?}/$shape"
done

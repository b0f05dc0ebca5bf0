#!/usr/bin/env bash
# Generation with a KV cache against transformers' generate, greedy, the same prompts and number of tokens, alternating
# in one run: without and with drafts from the rows' own texts. Last the texts that repeat themselves least, drawn at
# temperature 1, for what drafts cost there, and transformers' own drafts at one row.
#
#   benchmarks/generate.sh MODEL.gguf PYTHON [DTYPE]
#
# PYTHON: an interpreter with torch, transformers, gguf. DTYPE: fp32 (default) or bf16. Prints tokens a second for
# batches of 1, 8 and 32 rows, the prompts' reading apart.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
model=$1 python=$2 type=${3:-fp32}
. "$here/benchmarks/workplace.sh"
. "$here/benchmarks/engine.sh"
for run in 1 2; do
  echo "run $run"
  run engine org.sluice.engine.generate.GenerationBenchmark --model "$model" --dtype "$type" --drafts 0,10
  run quietly "$python" "$here/benchmarks/peers/hf_generate.py" --gguf "$model" --dtype "$type" --threads 2 >"$work/peer"
  tail -n 1 "$work/peer"
done
run engine org.sluice.engine.generate.GenerationBenchmark --model "$model" --dtype "$type" --drafts 0,10 --temperature 1
run quietly "$python" "$here/benchmarks/peers/hf_generate.py" --gguf "$model" --dtype "$type" --threads 2 --rows 1 \
  --lookup 10 >"$work/peer"
tail -n 1 "$work/peer"

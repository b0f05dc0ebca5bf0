#!/usr/bin/env bash
# LoRA of llama, qwen2, gpt2 and t5 against transformers + PEFT: published shapes with random weights, the same rows, float,
# both sides in turn, twice.
#
#   benchmarks/architectures.sh [PYTHON] [STEPS] [SHAPES]
#
# PYTHON: an interpreter with torch, transformers and peft; `-` or none makes one in a folder that goes afterwards. STEPS:
# of 8 rows each, the first two not counted (default 8). SHAPES: some of "llama qwen2 gpt2 t5". Prints tokens a second of
# both, most resident memory, and how many times as fast ours is. OMP_NUM_THREADS: threads of both (default 2).
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
python=${1:--} steps=${2:-8} shapes=${3:-llama qwen2 gpt2 t5}
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-2}
. "$here/benchmarks/workplace.sh"
. "$here/benchmarks/engine.sh"
peer_python "$python" torch transformers peft

for shape in $shapes; do
  run quietly "$python" "$here/benchmarks/peers/hf_architectures.py" prepare "$work" "$shape" >/dev/null
  for turn in 1 2; do
    run engine org.sluice.engine.train.ArchitectureBenchmark --model "$work/$shape" --rows "$work/$shape.jsonl" \
      --steps "$steps" --threads "$OMP_NUM_THREADS" >>"$work/$shape.ours"
    run quietly "$python" "$here/benchmarks/peers/hf_architectures.py" train "$work" "$shape" "$steps" >>"$work/$shape.peer"
  done
  "$python" - "$shape" "$work/$shape.ours" "$work/$shape.peer" <<'PRINT'
import json, sys
shape, ours, peer = sys.argv[1], *([json.loads(line) for line in open(name)] for name in sys.argv[2:])
speed = lambda runs: max(run["tokens_per_s"] for run in runs)
memory = lambda runs: min(run["peak_rss_mb"] for run in runs)
print(f"{shape}: {speed(ours):.0f} tokens a second, {memory(ours)} MB; peer {speed(peer):.0f}, {memory(peer)} MB; "
      f"{speed(ours) / speed(peer):.2f} times as fast; loss of the first step {ours[0]['loss'][0]:.5f} and "
      f"{peer[0]['loss'][0]:.5f}", flush=True)
PRINT
  rm -rf "${work:?}/$shape"
done

#!/usr/bin/env bash
# QLoRA against transformers + PEFT on the same rows, alternating in one run: conf/recipes/finance-sentiment.yaml and
# peers/hf_finetune.py.
#
#   benchmarks/finetune.sh MODEL.gguf TRAIN.jsonl TEST.jsonl PYTHON [STEPS]
#
# PYTHON: an interpreter with torch, transformers, peft, bitsandbytes, gguf. Prints tokens a second and peak resident
# memory of each; ours with Spark in the same process. STEPS of a schedule of 100 are enough for speed (default 100).
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
model=$1 train=$2 test=$3 python=$4 steps=${5:-100}
. "$here/benchmarks/workplace.sh"

peer() { run quietly "$python" "$here/benchmarks/peers/hf_finetune.py" --gguf "$model" --train "$train" --run-steps "$steps" "$@"; }
ours() {
  run "$here/sluice" run "$here/conf/recipes/finance-sentiment.yaml" --until train --set model.path="$model" \
    --set data.train="$train" --set data.test="$test" --set train.steps="$steps" --set output.path="$work/$1" \
    "${@:2}" >"$work/$1.log" 2>&1
  "$python" -c "
import json, sys
train = json.load(open('$work/$1/train/metrics.json'))
print(json.dumps({'sluice': '$1', 'tokens_per_second': round(train['tokens_per_second'], 1),
                  'peak_rss_mb': train['peak_rss_mb']}))"
}

ours first
peer
peer --tuned
ours second
ours grouped --set train.group_by_length=true

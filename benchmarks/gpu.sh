#!/usr/bin/env bash
# All that can be shown on a machine with a GPU, in one command: the check of the device, conformance of the arithmetic on
# it, and QLoRA of a model of 1.1 B parameters against transformers + PEFT + bitsandbytes on the same card.
#
#   benchmarks/gpu.sh WORK [PYTHON] [GOLDEN]
#
# WORK: a folder with 6 GB of room. PYTHON: an interpreter with torch for CUDA, transformers, peft and bitsandbytes; it
# makes the model and the rows, too. GOLDEN: a folder for `sluice conformance`. docs/gpu.md says how to set up libtorch.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
work=$1 python=${2:-python3} golden=${3:-}
mkdir -p "$work"

memory() { nvidia-smi --query-gpu=memory.used --format=csv,noheader,nounits -i 0; }
peak() { # COMMAND...: runs it and prints the most memory that the card had in use
  local most=0 now
  "$@" &
  local job=$!
  while kill -0 "$job" 2>/dev/null; do
    now=$(memory)
    [ "$now" -gt "$most" ] && most=$now
    sleep 0.2
  done
  wait "$job"
  echo "most GPU memory in use: $most MiB"
}

"$here/sluice" doctor --gpu
[ -z "$golden" ] || "$here/sluice" conformance "$golden" --device gpu0
[ -e "$work/rows.jsonl" ] || "$python" "$here/benchmarks/peers/hf_qlora_gpu.py" prepare "$work"

mvn -B -q -f "$here/pom.xml" test-compile -pl engine -am
classpath=$here/engine/target/test-classes:$here/engine/target/classes:$here/base/target/classes
classpath=$classpath:$(tr ':' '\n' <"$here/pipelines/target/libraries.txt" | grep -v pytorch-native-cpu | tr '\n' ':')
for run in 1 2; do
  peak java -Xmx8g -cp "$classpath" org.sluice.engine.train.QloraBenchmark --device gpu0 --dtype bf16 \
    --model "$work/model" --rows "$work/rows.jsonl" --run-steps 30
  peak "$python" "$here/benchmarks/peers/hf_qlora_gpu.py" train "$work"
done

#!/usr/bin/env bash
# Models in every form that `sluice convert` writes, read by transformers and by the package gguf: forms.sh WORK
set -euo pipefail
source "$(dirname "$0")/lib.sh"
work=$1
python=$(peer_python "$work")
check() { "$python" benchmarks/peers/check_forms.py "$@"; }
check models "$work/forms"
for name in llama mixtral qwen3_moe; do # through the names of a GGUF file and back, and as it is
  model=$work/forms/$name
  ./sluice convert "$model" "$model-f32.gguf"
  ./sluice convert "$model-f32.gguf" "$model-back"
  ./sluice convert "$model" "$model-again"
  check folders "$model" "$model-back" "$model-again"
done
files=()
for type in f32 f16 bf16 q4_0 q4_1 q5_0 q5_1 q8_0 q2_k q3_k q4_k q5_k q6_k; do
  files+=("$type=$work/forms/llama-$type.gguf")
  ./sluice convert "$work/forms/llama" "$work/forms/llama-$type.gguf" --quantization "$type"
done
check gguf "$work/forms/llama" "${files[@]}"

#!/usr/bin/env bash
# Loads what a run exported with the real PEFT and transformers and compares logits: export.sh RUN BASE WORK
set -euo pipefail
source "$(dirname "$0")/lib.sh"
run=$1 base=$2 work=$3
python=$(peer_python "$work")
./sluice export --output.path "$run" --model.path "$base" --merged true --merge_onto original
texts=("The board raised its outlook." "Operating profit tumbled in the third quarter." "Sentiment?")
check() { java -cp "$(cat pipelines/target/classpath.txt)" org.sluice.engine.export.ExportCheck "$@" "${texts[@]}"; }
check "$work/adapter.json" "$base" "$run/export/adapter"
check "$work/merged.json" "$run/export/model" -
"$python" benchmarks/peers/check_export.py --base "$base" --adapter "$run/export/adapter" \
  --adapter-expected "$work/adapter.json" --merged "$run/export/model" --merged-expected "$work/merged.json"

# the same model in other forms: transformers unpacks bitsandbytes' and GGUF's to what we do
forms=()
for form in nf4-double fp4 int8 q4_k q8_0 f16; do
  case $form in q*|f16) target=$work/$form.gguf ;; *) target=$work/$form ;; esac
  ./sluice convert "$run/export/model" "$target" --quantization "$form"
  check "$work/$form.json" "$target" -
  forms+=(--whole "$target" "$work/$form.json" 1e-4)
done
"$python" benchmarks/peers/check_export.py "${forms[@]}"

#!/bin/sh
# Tells Spark the NVIDIA GPUs of this machine, as its discovery scripts do:
#   {"name": "gpu", "addresses": ["0", "1"]}
# An address is the number by which a process counts its GPUs: where CUDA_VISIBLE_DEVICES names some, these are counted.
set -eu

if [ -n "${CUDA_VISIBLE_DEVICES+set}" ]; then
  found=$(printf '%s' "$CUDA_VISIBLE_DEVICES" | tr ',' '\n' | sed '/^-1$/,$d')
elif command -v nvidia-smi >/dev/null; then
  found=$(nvidia-smi --query-gpu=index --format=csv,noheader)
else
  echo "gpu-discovery: there is no nvidia-smi on the PATH" >&2
  exit 1
fi
printf '%s\n' "$found" | awk '
  NF { list = list (count ? ", " : "") "\"" count++ "\"" }
  END { print "{\"name\": \"gpu\", \"addresses\": [" list "]}" }'

#!/usr/bin/env bash
# Preparation against datatrove, same work, same run: conf/recipes/web-english.yaml and peers/datatrove_prep.py.
#
#   benchmarks/preparation.sh CORPUS [PYTHON]
#
# CORPUS: a folder of part-*.jsonl with {id, text}. PYTHON: an interpreter with datatrove; without one only
# Sluice is run. Our time is that of the whole command, the JVM's and Spark's start included.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
corpus=$1
python=${2:-}
. "$here/benchmarks/workplace.sh"

bytes=$(cat "$corpus"/part-*.jsonl | wc -c)
for run in 1 2 3; do
  begin=$(date +%s.%N)
  run "$here/sluice" run "$here/conf/recipes/web-english.yaml" --set input.path="$corpus/part-*.jsonl" \
    --set output.path="$work/ours-$run" >"$work/ours-$run.log"
  end=$(date +%s.%N)
  awk -v a="$begin" -v b="$end" -v n="$bytes" -v r="$run" \
    'BEGIN { printf "sluice run %d: %.2f s, %.2f MB/s\n", r, b - a, n / 1e6 / (b - a) }'
done
[ -n "$python" ] || exit 0
run "$python" "$here/benchmarks/peers/datatrove_prep.py" --in "$corpus" --work "$work/peer"
"$python" "$here/benchmarks/peers/compare_kept.py" "$work/ours-3" "$work/peer"

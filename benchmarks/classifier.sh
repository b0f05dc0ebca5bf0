#!/usr/bin/env bash
# The quality classifier against human judgement: documents in five parts, each scored by a classifier that was trained on
# the other four. Prints the area under the ROC curve.
#
#   benchmarks/classifier.sh DOCUMENTS [PYTHON]
#
# DOCUMENTS: JSON lines {id, text, label, unanimous}, also packed; label is 1 for a good text, 0 for a bad one, and rows
# without it are left out. PYTHON: an interpreter with pyarrow; `-` or none makes one in a folder that goes afterwards.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
documents=$1 python=${2:--}
. "$here/benchmarks/workplace.sh"
. "$here/benchmarks/engine.sh"
peer_python "$python" pyarrow

"$python" "$here/benchmarks/peers/score_classifier.py" split "$documents" "$work"
for part in 0 1 2 3 4; do
  cat >"$work/recipe.yaml" <<RECIPE
name: classifier
ingest: {path: $work/$part.jsonl, columns: {text: string}}
classify: {positive: [$work/$part.good.jsonl], negative: [$work/$part.bad.jsonl], keep: threshold, min_score: 0}
write: {columns: [id, quality]}
output: {path: $work/$part.out, format: parquet}
RECIPE
  run "$here/sluice" run "$work/recipe.yaml" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
done
"$python" "$here/benchmarks/peers/score_classifier.py" score "$documents" "$work"

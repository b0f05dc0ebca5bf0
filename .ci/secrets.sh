#!/usr/bin/env bash
# Plants secrets where users have them, runs a recipe to an adapter, and looks for them in all that the run has written:
# tables, adapter, checkpoints, logs, Spark's event log (which is what the UI's page Environment shows).
# usage: .ci/secrets.sh WORK
set -euo pipefail
cd "$(dirname "$0")/.."
source .ci/lib.sh
mkdir -p "$1/events"
work=$(cd "$1" && pwd)
export HF_TOKEN=hf_planted_Qz81 MLFLOW_TRACKING_URI=http://127.0.0.1:9 MLFLOW_TRACKING_USERNAME=planted_user_Qz82
export MLFLOW_TRACKING_PASSWORD=planted_pass_Qz83 MLFLOW_TRACKING_TOKEN=planted_token_Qz84 SLUICE_HASH_KEY=planted_key_Qz85
sea_rows 60 >"$work/rows.jsonl"
cat >"$work/recipe.yaml" <<Y
name: secrets
ingest: {path: $work/rows.jsonl, columns: {text: string, answer: string}}
redact: {entities: {EMAIL: hash}, hash_key_env: SLUICE_HASH_KEY}
format: {template: inline, prompt: "{{ text }}", output_column: answer}
tokenize: {}
model: {path: $PWD/engine/src/test/resources/golden/tiny, dtype: fp32}
train: {steps: 2, world_size: 2, share_jvm: true, target_modules: [q_proj]}
output: {path: $work/out}
spark:
  master: "local[2]"
  conf:
    spark.eventLog.enabled: "true"
    spark.eventLog.compress: "false"
    spark.eventLog.dir: file://$work/events
    spark.hadoop.fs.s3a.secret.key: planted_s3_Qz86
Y
./sluice run "$work/recipe.yaml" >"$work/run.log" 2>&1 || { tail -3 "$work/run.log"; exit 1; }
grep -q 'mlflow was not told' "$work/run.log" # it has tried to tell
[ -n "$(find "$work/events" -type f -size +10k)" ] || { echo "secrets.sh: there is no event log"; exit 1; }
rm "$work/recipe.yaml" # the one file in which the user has written a secret
if found=$(grep -rlE 'Qz8[1-6]|sluice-ring-[0-9a-f]' "$work"); then # the ring's secret bears that mark
  echo "secrets.sh: a secret stands in $found"
  exit 1
fi
echo "secrets.sh: none of 6 planted secrets, nor the ring's, stands in $(find "$work" -type f | wc -l) files"

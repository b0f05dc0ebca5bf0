#!/usr/bin/env bash
# The DAGs in conf/airflow with the real Airflow: imported without error; one run whose task dedup is killed, then
# cleared and run to its end, on 300 made-up rows and a tiny model. Fails when the tables are not as after one run.
# usage: .ci/airflow.sh JAR WORK      JAR: Sluice's jar for spark-submit; WORK: an empty or new folder
# AIRFLOW_VENV: a virtual environment with apache-airflow 3, its Spark provider and pyspark 4.1 (made when missing)
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
jar=$(readlink -f "$1")
mkdir -p "$2"
work=$(cd "$2" && pwd)
venv=${AIRFLOW_VENV:-$work/venv}
[ -x "$venv/bin/airflow" ] || {
  python3 -m venv "$venv"
  "$venv/bin/pip" install -q apache-airflow apache-airflow-providers-apache-spark 'pyspark==4.1.*'
}
spark=${SPARK_HOME:-$("$venv/bin/python" -c 'import os, pyspark; print(os.path.dirname(pyspark.__file__))')}
export SPARK_HOME=$spark PATH=$spark/bin:$venv/bin:$PATH SPARK_LOCAL_IP=127.0.0.1 PYTHONWARNINGS=ignore
export AIRFLOW_HOME=$work/airflow AIRFLOW__CORE__DAGS_FOLDER=$work/dags AIRFLOW__CORE__LOAD_EXAMPLES=False
mkdir -p "$work/dags" # the shipped files, but for the retry a minute later
for dag in "$root"/conf/airflow/*.py; do
  sed 's/"retries": 1/"retries": 0/' "$dag" >"$work/dags/$(basename "$dag")"
done
export AIRFLOW_CONN_SPARK_DEFAULT='{"conn_type": "spark", "host": "local[2]"}'

repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
jars=$(find "$repository" \( -name 'delta-spark_4.1_2.13-4.4.0.jar' -o -name 'delta-storage-4.4.0.jar' \
  -o -name 'pytorch-native-cpu-*-linux-x86_64.jar' \) | paste -sd,)
python3 - "$work/rows.jsonl" <<'P'
import json, random, sys
rng = random.Random(7)
words = "the of and to that with have be ship harbour night tide captain letter morning market price river bread".split()
with open(sys.argv[1], "w") as out:
    for i in range(300):
        text = " ".join(rng.choice(words) for _ in range(40))
        for copy in range(2 if i % 30 == 0 else 1):
            out.write(json.dumps({"id": f"r{i}-{copy}", "instruction": text, "input": "", "output": text[:30]}) + "\n")
P
# The tiny model of the engine's tests, with room for the Alpaca prompt.
cp -r "$root/engine/src/test/resources/golden/tiny" "$work/model"
sed -i 's/"max_position_embeddings": [0-9]*/"max_position_embeddings": 1024/' "$work/model/config.json"
params=$(cat <<J
{"jar": "$jar", "jars": "$jars", "input_path": "$work/rows.jsonl", "output_path": "$work/out", "steps": 2,
 "model_path": "$work/model"}
J
)
airflow db migrate >"$work/migrate.log" 2>&1
errors=$(airflow dags list-import-errors --output json 2>/dev/null || true)
airflow dags reserialize >"$work/reserialize.log" 2>&1
airflow dags list --output plain 2>/dev/null | grep -c '^sluice_' | grep -qx 2 || {
  echo "airflow.sh: the DAGs cannot be imported: $errors"
  exit 1
}
echo "airflow.sh: $(airflow version 2>/dev/null | tail -1), both DAGs imported"

run() { airflow dags test sluice_finetune 2026-01-02 --conf "$params" >"$work/$1.log" 2>&1; }

# Kill the JVM of the task dedup as soon as it is there.
run killed &
test=$!
for _ in $(seq 1200); do
  victim=$(pgrep -f "DedupJob .*--output.path $work/out" | head -1 || true)
  if [ -n "$victim" ]; then
    sleep 3
    kill -9 $(pgrep -f "DedupJob .*--output.path $work/out") 2>/dev/null || true
    break
  fi
  kill -0 $test 2>/dev/null || break
  sleep 0.2
done
wait $test || true
[ ! -e "$work/out/tables/deduplicated/_delta_log" ] && [ -e "$work/out/tables/cleaned/_delta_log" ] || {
  echo "airflow.sh: the task dedup was not killed in time; see $work/killed.log"
  exit 1
}
run cleared || { echo "airflow.sh: the cleared run failed; see $work/cleared.log"; exit 1; }
grep -q 'state=success\|DagRun Finished.*success\|DagRunState.SUCCESS' "$work/cleared.log"
grep -ho '\(ingest\|dedup\|train\): read [^{]*' "$work/cleared.log" | sort -u
grep -q 'ingest: read 310, kept 310' "$work/cleared.log"
grep -q 'dedup: read 310, kept 300, dropped 10' "$work/cleared.log"
[ -s "$work/out/adapter/adapter_model.safetensors" ] && [ -s "$work/out/metrics.json" ]
echo "airflow.sh: a run with a killed and cleared task ended as one without"

#!/usr/bin/env bash
# The DAGs in conf/airflow with the real Airflow, on some hundred made-up rows and a tiny model:
#   import    both DAGs are imported without error
#   full      sluice_finetune once by `airflow dags test`
#   cleared   the same under the scheduler; the JVM of its task dedup is killed, the task cleared, the run goes on to its
#             end, repeats nothing and has the tables of one that was not killed; then done tasks are cleared
#   nightly   sluice_nightly on a Delta table, again without a new version, again with new rows of which half are copies,
#             again with a new version that has no new rows
# usage: .ci/airflow.sh JAR WORK [PART...]     JAR: Sluice's jar for spark-submit; WORK: a folder; PART: all
# AIRFLOW_VENV: a virtual environment with apache-airflow 3 and its Spark provider (made when missing)
# SPARK_HOME: a Spark 4.1 (made when missing)
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
source "$root/.ci/lib.sh"
jar=$(readlink -f "$1")
mkdir -p "$2"
work=$(cd "$2" && pwd)
shift 2
parts=${*:-full cleared nightly}
venv=${AIRFLOW_VENV:-$work/venv}
[ -x "$venv/bin/airflow" ] || venv "$venv" apache-airflow apache-airflow-providers-apache-spark
bring_spark "$work/spark"
export PATH=$venv/bin:$PATH PYTHONWARNINGS=ignore
port=${AIRFLOW_PORT:-15480}
export AIRFLOW_HOME=$work/airflow AIRFLOW__CORE__DAGS_FOLDER=$work/dags AIRFLOW__CORE__LOAD_EXAMPLES=False
export AIRFLOW__API__PORT=$port AIRFLOW__API__WORKERS=1 AIRFLOW__CORE__PARALLELISM=1
export AIRFLOW__CORE__EXECUTION_API_SERVER_URL=http://127.0.0.1:$port/execution/ AIRFLOW__API_AUTH__JWT_SECRET=check
export AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS=True AIRFLOW__SCHEDULER__ENABLE_HEALTH_CHECK=False
export AIRFLOW_CONN_SPARK_DEFAULT='{"conn_type": "spark", "host": "local[2]"}'
mkdir -p "$work/dags"
for dag in "$root"/conf/airflow/*.py; do # the shipped files, but for the second try a minute later
  sed 's/"retries": 1/"retries": 0/' "$dag" >"$work/dags/$(basename "$dag")"
done

fail() { echo "airflow.sh: $*" >&2; exit 1; }

delta=$(delta_jars)
torch=$(torch_jar)

# Rows NAME FIRST LAST: one row a number, every thirtieth twice, of 40 words that follow from the number.
rows() {
  python3 - "$work/$1.jsonl" "$2" "$3" <<'P'
import json, random, sys
words = "the of and to that with have be ship harbour night tide captain letter morning market price river bread".split()
with open(sys.argv[1], "w") as out:
    for i in range(int(sys.argv[2]), int(sys.argv[3])):
        rng = random.Random(i)
        text = " ".join(rng.choice(words) for _ in range(40))
        for copy in range(2 if i % 30 == 0 else 1):
            out.write(json.dumps({"id": f"r{i}-{copy}", "instruction": text, "input": "", "output": text[:30]}) + "\n")
P
}
sql() {
  spark-sql --master 'local[1]' --jars "$delta" --conf spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension \
    --conf spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog \
    --conf spark.sql.catalogImplementation=in-memory -e "$1" >>"$work/sql.log" 2>&1 || fail "see $work/sql.log"
}
parameters() { # RECIPE ROOT MORE
  printf '{"jar": "%s", "jars": "%s", "recipe": "%s", "root": "%s", %s}' \
    "$jar" "$delta,$torch" "$root/conf/recipes/$1.yaml" "$2" "$3"
}

# The tiny model of the engine's tests, with room for the Alpaca prompt.
[ -d "$work/model" ] || cp -r "$root/engine/src/test/resources/golden/tiny" "$work/model"
sed -i 's/"max_position_embeddings": [0-9]*/"max_position_embeddings": 1024/' "$work/model/config.json"

airflow db migrate >"$work/migrate.log" 2>&1
errors=$(airflow dags list-import-errors --output json 2>/dev/null || true)
airflow dags reserialize >"$work/reserialize.log" 2>&1
[ "$(airflow dags list --output plain 2>/dev/null | grep -c '^sluice_')" = 2 ] || fail "the DAGs cannot be imported: $errors"
echo "airflow.sh: Airflow $(airflow version 2>/dev/null | tail -1), both DAGs imported"

test_dag() { # NAME DAG PARAMETERS: one run to its end
  airflow dags test "$2" --conf "$3" >"$work/$1.log" 2>&1 || fail "$2 failed; see $work/$1.log"
  grep -q 'DagRun Finished.*state=success' "$work/$1.log" || fail "$2 has not succeeded; see $work/$1.log"
}
the_run() { # ROOT: the one folder of a run in it
  [ "$(find "$1/runs" -mindepth 1 -maxdepth 1 | wc -l)" = 1 ] || fail "there is not one run in $1"
  find "$1/runs" -mindepth 1 -maxdepth 1
}
counts() { # RUN: step, rows read, kept, dropped of its newest records
  python3 - "$1/runs/steps.json" <<'P'
import json, sys
for name, step in json.load(open(sys.argv[1])).items():
    print(name, step["rowsRead"], step["rowsKept"], step["rowsDropped"])
P
}

sums() { # RUN: every file of its tables and results
  (cd "$1" && find tables adapter export metrics.json -type f | sort | xargs sha256sum)
}

expect() { # RUN LINE
  local all
  all=$(counts "$1")
  grep -qx "$2" <<<"$all" || fail "not '$2' in $1: $all"
}

rows rows 0 300
conf_of() {
  parameters alpaca "$work/$1" "\"input_path\": \"$work/rows.jsonl\", \"model_path\": \"$work/model\", \"steps\": 2"
}

full() {
  test_dag full sluice_finetune "$(conf_of full)"
  run=$(the_run "$work/full")
  expect "$run" 'dedup 310 300 10'
  [ -s "$run/adapter/adapter_model.safetensors" ] && [ -s "$run/metrics.json" ] || fail "there is no adapter in $run"
  echo "airflow.sh: a full run: $(counts "$run" | paste -sd';')"
}

services=()
end_services() { for pid in "${services[@]}"; do kill "$pid" 2>/dev/null || true; done; wait || true; }
trap end_services EXIT
begin_services() {
  for service in api-server scheduler dag-processor; do
    airflow "$service" >"$work/$service.log" 2>&1 &
    services+=($!)
  done
  for _ in $(seq 180); do
    curl -sf "http://127.0.0.1:$port/api/v2/version" >/dev/null && return
    sleep 1
  done
  fail "the API server does not answer; see $work/api-server.log"
}
state() { airflow dags list-runs sluice_finetune --output json 2>/dev/null | python3 -c '
import json, sys
print(next((run["state"] for run in json.load(sys.stdin) if run["run_id"] == "cleared"), ""))'; }
await() { # STATE SECONDS
  for _ in $(seq $(($2 / 4))); do
    [ "$(state)" = "$1" ] && return
    sleep 1
  done
  fail "the run is '$(state)', not '$1'; see $work/scheduler.log"
}
clear_tasks() { # tasks of this run, not of others
  airflow tasks clear sluice_finetune -s 2026-01-05 -e 2026-01-05 -y "$@" >>"$work/clear.log" 2>&1
  for _ in $(seq 30); do
    [ "$(state)" = success ] || [ "$(state)" = failed ] || return 0
    sleep 1
  done
  fail "nothing was cleared; see $work/clear.log"
}

cleared() {
  rm -rf "$work/cleared"
  begin_services
  airflow dags unpause -y sluice_finetune >/dev/null 2>&1
  airflow dags trigger sluice_finetune --run-id cleared --logical-date 2026-01-05 --conf "$(conf_of cleared)" >"$work/trigger.log" 2>&1
  run=$work/cleared/runs/cleared
  victim="--until dedup --set output.path=$run"
  for _ in $(seq 1800); do
    pgrep -f -- "$victim" >/dev/null && break
    sleep 0.2
  done
  sleep 6 # it is at work
  kill -KILL $(pgrep -f -- "java.*$victim") || fail "there was no task dedup to kill"
  await failed 120
  [ ! -e "$run/tables/deduplicated/_delta_log" ] && [ -e "$run/tables/cleaned/_delta_log" ] ||
    fail "the task dedup was not killed in its work"
  before=$(cd "$run/tables/cleaned" && find . -type f | sort | xargs sha256sum)
  clear_tasks -t dedup -d
  await success 600
  [ "$before" = "$(cd "$run/tables/cleaned" && find . -type f | sort | xargs sha256sum)" ] || fail "clean was repeated"
  [ "$(grep -c '"step":"ingest"' "$run/runs/history.jsonl")" = 1 ] || fail "ingest was repeated"
  expect "$run" 'dedup 310 300 10'
  echo "airflow.sh: a run with a killed and cleared task: $(counts "$run" | paste -sd';')"
  [ ! -d "$work/full" ] || [ "$(counts "$(the_run "$work/full")")" = "$(counts "$run")" ] || fail "the full run had others"
  # Tasks that were done, again: every file of tables, adapter and export is as before.
  lines=$(wc -l <"$run/runs/history.jsonl")
  before=$(sums "$run")
  clear_tasks -t 'ingest|dedup|train|export'
  await success 600
  [ "$lines" = "$(wc -l <"$run/runs/history.jsonl")" ] || fail "a cleared task that was done has been repeated"
  [ "$before" = "$(sums "$run")" ] || fail "a cleared task that was done has changed files"
  echo "airflow.sh: four done tasks cleared: nothing repeated, $(wc -l <<<"$before") files as before"
}

nightly() {
  rm -rf "$work/nights" "$work/source"
  mkdir -p "$work/nights"
  ln -s "$work/model" "$work/nights/current"
  rows night1 0 150
  rows night2 75 225
  night=$(parameters nightly "$work/nights" "\"source\": \"$work/source\", \"steps\": 5")
  sql "CREATE TABLE source USING delta LOCATION '$work/source' AS SELECT id, instruction, output FROM json.\`$work/night1.jsonl\`"
  test_dag night1 sluice_nightly "$night"
  test_dag night1b sluice_nightly "$night" # no new version
  [ "$(find "$work/nights/runs" -mindepth 1 -maxdepth 1 | wc -l)" = 1 ] || fail "a night without new rows has worked"
  first=$(the_run "$work/nights")
  model=$(readlink "$work/nights/current")
  sql "INSERT INTO delta.\`$work/source\` SELECT concat('n', id), instruction, output FROM json.\`$work/night2.jsonl\`"
  test_dag night2 sluice_nightly "$night"
  second=$(find "$work/nights/runs" -mindepth 1 -maxdepth 1 ! -path "$first")
  # The 155 rows of the first night come again; of 155 new ones 77 are copies of theirs, and 3 of each other.
  expect "$first" 'dedup 155 150 5'
  expect "$second" 'dedup 310 75 235'
  for done in "$first" "$second"; do echo "airflow.sh: a night: $(cat "$done/done")"; done
  [ "$model" = "$first/export/model" ] || grep -q kept "$first/done" || fail "the link was not moved"
  grep -q "$model" "$work/nights/plans/$(basename "$second").json" || fail "the second night began from another model"
  # A version without new rows: the night ends behind dedup, and the next one sees nothing new at all.
  before=$(cd "$work/nights" && readlink current && sums "$first" && sums "$second")
  sql "OPTIMIZE delta.\`$work/source\`"
  test_dag night3 sluice_nightly "$night"
  third=$(find "$work/nights/runs" -mindepth 1 -maxdepth 1 ! -path "$first" ! -path "$second")
  expect "$third" 'dedup 310 0 310'
  [ ! -e "$third/adapter" ] && [ ! -e "$third/done" ] || fail "a night without new rows has trained"
  [ "$before" = "$(cd "$work/nights" && readlink current && sums "$first" && sums "$second")" ] || fail "it changed others"
  test_dag night3b sluice_nightly "$night"
  [ "$(find "$work/nights/runs" -mindepth 1 -maxdepth 1 | wc -l)" = 3 ] || fail "the same version was worked on again"
  echo "airflow.sh: a night without new rows ended behind dedup: $(counts "$third" | paste -sd';')"
}

for part in $parts; do "$part"; done
echo "airflow.sh: done: $parts"

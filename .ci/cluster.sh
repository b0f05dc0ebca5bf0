#!/usr/bin/env bash
# A real standalone cluster on this machine: a master and two workers, each of which announces a GPU of its own by
# conf/spark/gpu-discovery.sh. Submits preparation, two-rank training and evaluation in client mode, with OpenLineage's real
# listener, and the same without them in cluster mode; a driver that fails; more ranks than slots; dynamic allocation. Then
# .ci/observed.py looks at what platforms see of it: lineage, the History Server, the metrics system.
# usage: .ci/cluster.sh JAR WORK      JAR: Sluice's jar for spark-submit
# SPARK_HOME: a Spark 3.5 or 4.1 (PyPI's pyspark is one)
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
source "$root/.ci/lib.sh"
jar=$(readlink -f "$1")
rm -rf "$2"
mkdir -p "$2/events" "$2/metrics"
work=$(cd "$2" && pwd)
fail() { echo "cluster.sh: $*" >&2; exit 1; }
say() { echo "cluster.sh: [$SECONDS s] $*"; }
spark=$(basename "$(ls "$SPARK_HOME"/jars/spark-core_*.jar)" .jar)
listener=$(openlineage_jar) || say "SKIPPED: OpenLineage: its listener cannot be fetched"
export SPARK_LOCAL_IP=127.0.0.1 SPARK_PUBLIC_DNS=127.0.0.1 SPARK_DAEMON_MEMORY=300m SPARK_LOG_DIR=$work
port=${CLUSTER_PORT:-15490}
history=http://127.0.0.1:$((port + 4))/api/v1/applications
export SPARK_HISTORY_OPTS="-Dspark.history.fs.logDirectory=file://$work/events -Dspark.history.ui.port=$((port + 4))"

daemons=()
daemon() { # LOG CLASS ARGUMENT...
  local log=$work/$1
  shift
  "$SPARK_HOME/bin/spark-class" "$@" >"$log" 2>&1 &
  daemons+=($!)
}
trap 'for pid in "${daemons[@]}"; do kill "$pid" 2>/dev/null || true; done; wait || true' EXIT
await() { # URL PATTERN
  for _ in $(seq 120); do
    curl -s "$1" | grep -q "$2" && return
    sleep 1
  done
  fail "$1 does not say $2"
}

daemon master.log org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$port" --webui-port $((port + 1))
for k in 1 2; do
  CUDA_VISIBLE_DEVICES=0 SPARK_WORKER_OPTS="-Dspark.worker.resource.gpu.amount=1 \
-Dspark.worker.resource.gpu.discoveryScript=$root/conf/spark/gpu-discovery.sh" \
    daemon "worker$k.log" org.apache.spark.deploy.worker.Worker --host 127.0.0.1 -c 3 -m 2g -d "$work/worker$k" \
    --webui-port $((port + 1 + k)) "spark://127.0.0.1:$port"
done
await "http://127.0.0.1:$((port + 1))/json/" '"aliveworkers" : 2'

sea_rows 60 >"$work/rows.jsonl"
for mode in client cluster; do
  cat >"$work/$mode.yaml" <<Y
name: $mode
ingest: {path: $work/rows.jsonl, columns: {text: string, answer: string}}
clean: {}
dedup: {}
redact: {}
format: {template: inline, prompt: "{{ text }}", output_column: answer, test_share: 0.2}
tokenize: {}
model: {path: $root/engine/src/test/resources/golden/tiny, dtype: fp32, device: cpu}
train: {steps: 4, world_size: 2, target_modules: [q_proj]}
evaluate: {metrics: [loss], samples: 0}
output: {path: $work/$mode}
Y
done
submit() { # MODE OPTION... -- ARGUMENT...
  local mode=$1 options=()
  shift
  while [ "$1" != -- ]; do
    options+=("$1")
    shift
  done
  shift
  "$root/conf/spark/submit.sh" --properties-file "$root/conf/spark/standalone.conf" --master "spark://127.0.0.1:$port" \
    --deploy-mode "$mode" --driver-memory 700m --conf spark.executor.memory=900m \
    --conf spark.executor.cores=2 --conf spark.task.cpus=2 --conf spark.cores.max=4 \
    --conf spark.driver.host=127.0.0.1 --conf spark.driver.bindAddress=127.0.0.1 \
    --conf spark.executor.resource.gpu.amount=1 --conf spark.task.resource.gpu.amount=1 \
    --conf spark.eventLog.enabled=true --conf "spark.eventLog.dir=file://$work/events" \
    --jars "$(delta_jars),$(torch_jar)${listener:+,$listener}" "${options[@]}" "$jar" "$@"
}
watched=(--conf spark.plugins=org.sluice.jobs.metrics.SluicePlugin
  --conf 'spark.metrics.conf.*.sink.csv.class=org.apache.spark.metrics.sink.CsvSink'
  --conf "spark.metrics.conf.*.sink.csv.directory=$work/metrics")
[ -z "$listener" ] || watched+=(--conf spark.extraListeners=io.openlineage.spark.agent.OpenLineageSparkListener
  --conf spark.openlineage.transport.type=file --conf "spark.openlineage.transport.location=$work/lineage.jsonl"
  --conf spark.openlineage.namespace=check)

trained() { # MODE
  [ -s "$work/$1/adapter/adapter_model.safetensors" ] || fail "$1 mode left no adapter"
  say "$spark, $1 mode: $(grep -c . "$work/$1/runs/history.jsonl") steps, an adapter of two ranks"
}
submit client "${watched[@]}" -- run "$work/client.yaml" >"$work/client.log" 2>&1 ||
  { tail -n 4 "$work/client.log"; fail "client mode failed"; }
trained client
submit cluster -- run "$work/cluster.yaml" --until train >"$work/cluster.log" 2>&1 ||
  { tail -n 4 "$work/cluster.log"; fail "cluster mode failed"; }
trained cluster
if submit cluster -- run "$work/nothing.yaml" >"$work/failed.log" 2>&1; then fail "a driver that failed counts as done"; fi
say "a failed driver ends submit.sh with 1"

refused() { # LINE OPTION... -- ARGUMENT...: exit code 2 and the line, once; no table is touched
  local line=$1 code=0 before
  shift
  before=$(cd "$work/client" && find . -type f | sort | xargs sha256sum)
  submit client "$@" >"$work/refused.log" 2>&1 || code=$?
  [ "$code" = 2 ] && [ "$(grep -c "$line" "$work/refused.log")" = 1 ] || fail "exit code $code, not one line '$line'; see $work/refused.log"
  [ "$before" = "$(cd "$work/client" && find . -type f | sort | xargs sha256sum)" ] || fail "files changed where '$line'"
  say "refused: $(grep "$line" "$work/refused.log")"
}
refused 'training asks for 3 ranks, but only 2 tasks' -- run "$work/client.yaml" --set train.world_size=3
refused 'spark.dynamicAllocation.enabled is true' --conf spark.dynamicAllocation.enabled=true \
  --conf spark.dynamicAllocation.shuffleTracking.enabled=true -- run "$work/client.yaml" --set train.steps=5

daemon history.log org.apache.spark.deploy.history.HistoryServer
await "$history" 'sluice cluster'
python3 "$root/.ci/observed.py" "$work" "$history" ${listener:+lineage}
say "done"

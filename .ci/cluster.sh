#!/usr/bin/env bash
# A real standalone cluster on this machine: a master and two workers, each of which announces a GPU of its own by
# conf/spark/gpu-discovery.sh. Submits preparation and two-rank training in client and in cluster mode, and a driver that
# fails; then asks the History Server what its event logs say.
# usage: .ci/cluster.sh JAR WORK      SPARK_HOME: a Spark 3.5 or 4.1 (PyPI's pyspark is one)
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
jar=$(readlink -f "$1")
rm -rf "$2"
mkdir -p "$2/events" "$2/conf"
work=$(cd "$2" && pwd)
spark=$(basename "$(ls "$SPARK_HOME"/jars/spark-core_*.jar)" .jar)
case $spark in
  *_2.12-3.5.*) delta='delta-spark_2.12-3.3.3.jar' storage='delta-storage-3.3.3.jar' ;;
  *) delta='delta-spark_4.1_2.13-4.4.0.jar' storage='delta-storage-4.4.0.jar' ;;
esac
jars=$(find "${MAVEN_REPOSITORY:-$HOME/.m2/repository}" \( -name "$delta" -o -name "$storage" \
  -o -name 'pytorch-native-cpu-2.7.1-linux-x86_64.jar' \) | paste -sd,)
export SPARK_LOCAL_IP=127.0.0.1 SPARK_PUBLIC_DNS=127.0.0.1 SPARK_DAEMON_MEMORY=300m SPARK_LOG_DIR=$work
port=${CLUSTER_PORT:-15490}
export SPARK_HISTORY_OPTS="-Dspark.history.fs.logDirectory=file://$work/events -Dspark.history.ui.port=$((port + 4))"

daemons=()
daemon() { # LOG CLASS ARGUMENT...
  local log=$work/$1
  shift
  "$SPARK_HOME/bin/spark-class" "$@" >"$log" 2>&1 &
  daemons+=($!)
}
trap 'for pid in "${daemons[@]}"; do kill "$pid" 2>/dev/null || true; done; wait || true' EXIT
fail() { echo "cluster.sh: $*" >&2; exit 1; }
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

for i in $(seq 60); do
  echo "{\"id\": \"r$i\", \"text\": \"Row $i of the ship that went to sea. Write to person$i@example.org now.\", \"answer\": \"sea\"}"
done >"$work/rows.jsonl"
for mode in client cluster; do
  cat >"$work/$mode.yaml" <<Y
name: $mode
ingest: {path: $work/rows.jsonl, columns: {text: string, answer: string}}
clean: {}
dedup: {}
redact: {}
format: {template: inline, prompt: "{{ text }}", output_column: answer}
tokenize: {}
model: {path: $root/engine/src/test/resources/golden/tiny, dtype: fp32, device: cpu}
train: {steps: 4, world_size: 2, target_modules: [q_proj]}
output: {path: $work/$mode}
Y
done
submit() { # MODE ARGUMENT...
  local mode=$1
  shift
  "$root/conf/spark/submit.sh" --properties-file "$root/conf/spark/standalone.conf" --master "spark://127.0.0.1:$port" \
    --deploy-mode "$mode" --driver-memory 700m --conf spark.executor.memory=900m \
    --conf spark.executor.cores=2 --conf spark.task.cpus=2 --conf spark.cores.max=4 \
    --conf spark.driver.host=127.0.0.1 --conf spark.driver.bindAddress=127.0.0.1 \
    --conf spark.executor.resource.gpu.amount=1 --conf spark.task.resource.gpu.amount=1 \
    --conf spark.eventLog.enabled=true --conf "spark.eventLog.dir=file://$work/events" \
    --jars "$jars" "$jar" "$@"
}
for mode in client cluster; do
  submit "$mode" run "$work/$mode.yaml" >"$work/$mode.log" 2>&1 || { tail -n 4 "$work/$mode.log"; fail "$mode mode failed"; }
  [ -s "$work/$mode/adapter/adapter_model.safetensors" ] || fail "$mode mode left no adapter"
  echo "cluster.sh: $spark, $mode mode: $(grep -c . "$work/$mode/runs/history.jsonl") steps, an adapter of two ranks"
done
if submit cluster run "$work/nothing.yaml" >"$work/failed.log" 2>&1; then fail "a driver that failed counts as done"; fi
echo "cluster.sh: a failed driver ends submit.sh with 1"

daemon history.log org.apache.spark.deploy.history.HistoryServer
await "http://127.0.0.1:$((port + 4))/api/v1/applications" 'sluice cluster'
python3 - "http://127.0.0.1:$((port + 4))/api/v1/applications" <<'P'
import json, sys, urllib.request
ask = lambda path: json.load(urllib.request.urlopen(path))
for application in ask(sys.argv[1]):
    jobs = ask(f"{sys.argv[1]}/{application['id']}/jobs")
    executors = ask(f"{sys.argv[1]}/{application['id']}/allexecutors")
    gpus = [e["resources"]["gpu"]["addresses"] for e in executors if e.get("resources")]
    train = [job["description"] for job in jobs if job.get("jobGroup") == "train" and "steps" in job.get("description", "")]
    print(f"cluster.sh: History Server: {application['name']}: {len(jobs)} jobs, GPUs {gpus}, {train}")
    assert len(gpus) >= 2 and train, application
P

#!/usr/bin/env bash
# What platforms see of a run: OpenLineage's real listener names the tables that were read and written; the History Server
# reads the event log, in which jobs are called by steps; the metrics system has rows, tokens and the loss.
# usage: .ci/observe.sh JAR WORK      JAR: Sluice's jar for spark-submit
# SPARK_HOME: a Spark 4.1; OPENLINEAGE: io.openlineage:openlineage-spark_2.13 (fetched by Maven when not set)
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
jar=$(readlink -f "$1")
mkdir -p "$2/events" "$2/metrics"
work=$(cd "$2" && pwd)
export SPARK_LOCAL_IP=127.0.0.1
listener=${OPENLINEAGE:-$work/openlineage-spark_2.13-1.53.0.jar}
[ -s "$listener" ] || mvn -q -B -ntp dependency:copy -DoutputDirectory="$work" \
  -Dartifact=io.openlineage:openlineage-spark_2.13:1.53.0
repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
jars=$(find "$repository" \( -name 'delta-spark_4.1_2.13-4.4.0.jar' -o -name 'delta-storage-4.4.0.jar' \
  -o -name 'pytorch-native-cpu-2.7.1-linux-x86_64.jar' \) | paste -sd,)
for i in $(seq 60); do
  echo "{\"id\": \"r$i\", \"text\": \"Row $i of the ship that went to sea. Write to person$i@example.org now.\", \"answer\": \"sea\"}"
done >"$work/rows.jsonl"
cat >"$work/recipe.yaml" <<Y
name: observed
ingest: {path: $work/rows.jsonl, columns: {text: string, answer: string}}
clean: {}
dedup: {}
redact: {}
format: {template: inline, prompt: "{{ text }}", output_column: answer, test_share: 0.2}
tokenize: {}
model: {path: $root/engine/src/test/resources/golden/tiny, dtype: fp32}
train: {steps: 6, target_modules: [q_proj]}
evaluate: {metrics: [loss], samples: 0}
output: {path: $work/out}
Y
rm -rf "$work/out" "$work"/events/* "$work"/metrics/* "$work/lineage.jsonl"
"$SPARK_HOME/bin/spark-submit" --master 'local[2]' --jars "$jars,$listener" \
  --conf spark.extraListeners=io.openlineage.spark.agent.OpenLineageSparkListener \
  --conf spark.openlineage.transport.type=file --conf spark.openlineage.transport.location="$work/lineage.jsonl" \
  --conf spark.openlineage.namespace=check \
  --conf spark.eventLog.enabled=true --conf spark.eventLog.dir="file://$work/events" \
  --conf spark.plugins=org.sluice.jobs.metrics.SluicePlugin \
  --conf 'spark.metrics.conf.*.sink.csv.class=org.apache.spark.metrics.sink.CsvSink' \
  --conf "spark.metrics.conf.*.sink.csv.directory=$work/metrics" \
  "$jar" run "$work/recipe.yaml" >"$work/run.log" 2>&1 || { tail -n 5 "$work/run.log"; exit 1; }

python3 - "$work/lineage.jsonl" <<'P'
import json, sys
tables = {"inputs": set(), "outputs": set()}
events = 0
for line in open(sys.argv[1], encoding="utf-8"):
    event = json.loads(line)
    events += 1
    for side, seen in tables.items():
        seen.update(d["name"].rsplit("/tables/", 1)[1] for d in event.get(side, []) if "/tables/" in d["name"])
print(f"observe.sh: {events} OpenLineage events; read {sorted(tables['inputs'])}, wrote {sorted(tables['outputs'])}")
missing = {"documents", "cleaned", "deduplicated", "redacted", "formatted", "blocks"} - tables["outputs"]
missing |= {"documents", "cleaned", "deduplicated", "redacted", "formatted", "blocks"} - tables["inputs"]
sys.exit(f"observe.sh: no event names {sorted(missing)}" if missing else 0)
P

port=${HISTORY_PORT:-15482}
SPARK_HISTORY_OPTS="-Dspark.history.fs.logDirectory=file://$work/events -Dspark.history.ui.port=$port" \
  "$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.history.HistoryServer >"$work/history.log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true; wait $server 2>/dev/null || true' EXIT
for _ in $(seq 120); do
  curl -sf "http://127.0.0.1:$port/api/v1/applications" 2>/dev/null | grep -q '"completed" : true' && break
  sleep 1
done
python3 - "http://127.0.0.1:$port/api/v1/applications" <<'P'
import collections, json, sys, urllib.request
ask = lambda path: json.load(urllib.request.urlopen(path))
applications = ask(sys.argv[1])
assert [a["name"] for a in applications] == ["sluice observed"], applications
jobs = ask(f"{sys.argv[1]}/{applications[0]['id']}/jobs")
named = collections.OrderedDict()
for job in sorted(jobs, key=lambda job: job["jobId"]):
    key = (job.get("jobGroup"), job.get("description"))
    named[key] = named.get(key, 0) + 1
for (group, description), count in named.items():
    print(f"observe.sh: {count:4d} jobs of {group}: {description}")
nameless = sum(count for (group, _), count in named.items() if group is None)
print(f"observe.sh: the History Server shows {len(jobs)} jobs, {nameless} of them without a group")
steps = {"ingest", "clean", "dedup", "redact", "format", "tokenize", "train", "evaluate"}
missing = steps - {group for group, _ in named}
sys.exit(f"observe.sh: no job of {missing}" if missing else 0)
P
for metric in rows tokens loss; do
  file=$(find "$work/metrics" -name "*SluicePlugin.$metric.csv" | head -n 1)
  [ -s "$file" ] || { echo "observe.sh: there is no metric $metric"; exit 1; }
  echo "observe.sh: $metric: $(tail -n 1 "$file" | cut -d, -f2)"
done

#!/usr/bin/env bash
# What a run cannot stand on, through the real spark-submit, pyspark and spark-sql: each ends in one line that says what to
# change, with exit code 2, and the tables stay as they were. Fewer slots than ranks and dynamic allocation are tried on the
# cluster of .ci/cluster.sh. Last, a job is killed in the middle of a write.
# usage: .ci/refusals.sh JAR WORK      JAR: Sluice's jar for spark-submit; SPARK_HOME: a Spark 4.1
# OTHER_SPARK: a Spark before 3.5, OTHER_JAVA: a JDK 24 or newer; without them these two are left out, and it is said so
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
source "$root/.ci/lib.sh"
jar=$(readlink -f "$1")
rm -rf "$2"
mkdir -p "$2"
work=$(cd "$2" && pwd)
export SPARK_LOCAL_IP=127.0.0.1
fail() { echo "refusals.sh: $*" >&2; exit 1; }
sums() { (cd "$work/out/tables" && find . -type f | sort | xargs sha256sum); }

python3 - >"$work/rows.jsonl" <<'P'
for i in range(20000):
    print('{"id": "r%d", "text": "%s"}' % (i, " ".join(f"w{i * 31 + k * k}" for k in range(60))))
P
cat >"$work/recipe.yaml" <<Y
name: refusals
ingest: {path: $work/rows.jsonl}
clean: {}
format: {template: inline, prompt: "{{ id }}", output_column: text}
tokenize: {max_length: 64}
model: {path: $root/engine/src/test/resources/golden/tiny, dtype: fp32, device: cpu}
train: {steps: 2, target_modules: [q_proj]}
output: {path: $work/out}
Y
submit() { # OPTION... -- ARGUMENT...
  local options=()
  while [ "$1" != -- ]; do
    options+=("$1")
    shift
  done
  shift
  "$SPARK_HOME/bin/spark-submit" --master 'local[2]' "${options[@]}" "$jar" run "$work/recipe.yaml" "$@"
}
refused() { # LINE COMMAND...: exit code 2, the line once, no stack trace, the tables as before
  local line=$1 code=0 before
  shift
  before=$(sums)
  "$@" >"$work/refused.log" 2>&1 || code=$?
  [ "$code" = 2 ] || { tail -n 5 "$work/refused.log"; fail "exit code $code, not 2, for '$line'"; }
  [ "$(grep -c "$line" "$work/refused.log")" = 1 ] || { tail -n 5 "$work/refused.log"; fail "there is not one line '$line'"; }
  ! grep -q '^	at ' "$work/refused.log" || fail "there is a stack trace with '$line'"
  [ "$before" = "$(sums)" ] || fail "tables changed with '$line'"
  echo "refusals.sh: $(grep "$line" "$work/refused.log")"
}
delta=(--jars "$(delta_jars)")

submit "${delta[@]}" -- --until tokenize >"$work/first.log" 2>&1 || { tail -n 4 "$work/first.log"; fail "the first run failed"; }
refused 'Delta Lake is not on the class path' submit -- --until clean
DJL_OFFLINE=true DJL_CACHE_DIR=$work/djl refused 'libtorch cannot be loaded' submit "${delta[@]}" -- --until train
SPARK_REMOTE=sc://127.0.0.1:1 refused 'this is a client of Spark Connect' \
  "$SPARK_HOME/bin/spark-submit" "${delta[@]}" "$jar" run "$work/recipe.yaml" # with --master Spark itself refuses it
if [ -n "${OTHER_JAVA:-}" ]; then
  JAVA_HOME=$OTHER_JAVA refused 'set JAVA_HOME to a JDK 17' \
    "$root/conf/spark/submit.sh" --master 'local[2]' "${delta[@]}" "$jar" run "$work/recipe.yaml"
else
  echo "refusals.sh: left out: another Java (OTHER_JAVA)"
fi
if [ -n "${OTHER_SPARK:-}" ]; then
  SPARK_HOME=$OTHER_SPARK refused 'Sluice is made for Spark 3.5 and 4.x' submit --
else
  echo "refusals.sh: left out: another Spark (OTHER_SPARK)"
fi

# Killed while the table `cleaned` is written anew: its version and its rows are those of before, and the next run goes on.
commits() { find "$work/out/tables/cleaned/_delta_log" -name '*.json' | sort | xargs sha256sum; }
files() { find "$work/out/tables/cleaned" -name '*.parquet' | wc -l; }
before=$(commits)
there=$(files)
submit "${delta[@]}" -- --from clean --until clean >"$work/killed.log" 2>&1 &
for _ in $(seq 3000); do
  [ "$(files)" = "$there" ] || break
  sleep 0.02
done
kill -KILL "$(pgrep -f -- "^[^ ]*java .*$work/recipe.yaml --from clean")" || fail "there was nothing to kill"
wait || true
[ "$(files)" -gt "$there" ] || fail "nothing was being written yet"
[ "$before" = "$(commits)" ] || fail "the killed job has changed the table"
submit "${delta[@]}" -- --until clean >"$work/again.log" 2>&1 || fail "the run after the killed one failed"
grep -qE 'clean +read +20,?000 +kept +20,?000' "$work/again.log" || { tail -n 4 "$work/again.log"; fail "rows got lost"; }
echo "refusals.sh: killed in the middle of a write: the table was as before, and the next run went on"

#!/usr/bin/env bash
# One percent of new rows deduplicated against the rest, beside all rows at once: seconds, and whether the same rows stay.
#
#   benchmarks/incremental.sh CORPUS PYTHON
#
# CORPUS: a folder of part-*.jsonl with {id, text}. PYTHON needs pyarrow. The new rows alone are prepared too: what a run
# takes that has nothing to compare with, the start of the JVM and of Spark included.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
corpus=$1
python=$2
. "$here/benchmarks/workplace.sh"

mkdir "$work/old" "$work/new"
for part in "$corpus"/part-*.jsonl; do # each hundredth row is new
  awk -v old="$work/old/$(basename "$part")" -v new="$work/new/$(basename "$part")" \
    '{ print >(NR % 100 == 0 ? new : old) }' "$part"
done

# prepare NAME PATHS SETTINGS...
prepare() {
  local begin end
  begin=$(date +%s.%N)
  run "$here/sluice" run "$here/conf/recipes/web-english.yaml" --set "input.path=$2" \
    --set "output.path=$work/$1-out" "${@:3}" >"$work/$1.log"
  end=$(date +%s.%N)
  awk -v a="$begin" -v b="$end" -v name="$1" 'BEGIN { printf "%s: %.2f s\n", name, b - a }'
}
prepare old "$work/old/part-*.jsonl" --set dedup.keep_state=true
prepare later "$work/new/part-*.jsonl" --set "dedup.against=[$work/old-out]"
prepare alone "$work/new/part-*.jsonl"
prepare all "$corpus/part-*.jsonl"
"$python" - "$work" <<'PYTHON'
import sys, pyarrow.parquet as parquet
def ids(name, table="final", column="id"):
    return set(parquet.read_table(f"{sys.argv[1]}/{name}-out/{table}", columns=[column])[column].to_pylist())
both = (ids("old") - ids("later", "tables/displaced")) | ids("later")
print("the same rows stay:", both == ids("all"), len(both))
PYTHON

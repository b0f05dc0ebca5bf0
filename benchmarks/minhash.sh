#!/usr/bin/env bash
# MinHash signatures (5-grams, 14 x 8) a second on one core: MinHashRate.java beside datatrove's own functions.
#
#   benchmarks/minhash.sh CORPUS [PYTHON]
#
# CORPUS: a file of {text} as JSON lines, a few MB. PYTHON: an interpreter with datatrove; without one only Sluice is run.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
corpus=$1
python=${2:-}
. "$here/benchmarks/workplace.sh"

"$here/sluice" --version >/dev/null # builds what is not built yet
run java -Xmx900m -XX:ActiveProcessorCount=1 -cp "$(cat "$here/pipelines/target/classpath.txt")" \
  "$here/benchmarks/MinHashRate.java" "$corpus"
[ -n "$python" ] || exit 0
run env OMP_NUM_THREADS=1 "$python" "$here/benchmarks/peers/datatrove_minhash.py" "$corpus"

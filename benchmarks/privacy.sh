#!/usr/bin/env bash
# Precision, recall and F1 of the recipe redact by entity, into docs/privacy.md, and its speed without and with names.
#
#   benchmarks/privacy.sh PRESIDIO CLUENER [PYTHON]
#
# PRESIDIO: a folder with presidio-research's sets as JSON lines; CLUENER: dev.jsonl of CLUENER2020 (score.py tells the
# form). PYTHON needs pyarrow.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
python=${3:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
score() { "$python" "$here/benchmarks/privacy/score.py" "$@"; }

score convert "$1" "$2" "$work/rows.jsonl"
"$here/sluice" run "$here/conf/recipes/redact.yaml" \
  --set "input.path=$work/rows.jsonl" --set "output.path=$work/out"
score score "$1" "$2" "$work/out/final" "$here/docs/privacy.md"

# Seconds for many copies less those for few: the start of the JVM falls out.
seconds() {
  local begin
  begin=$(date +%s.%N)
  "$here/sluice" redact --in "$1" --out /dev/null --entities "$2"
  "$python" -c "import sys, time; print(time.time() - float(sys.argv[1]))" "$begin"
}
# rate ENTITIES FEW MANY ROWS WHAT
rate() {
  for _ in $(seq "$2"); do cat "$4"; done >"$work/few.jsonl"
  for _ in $(seq "$3"); do cat "$4"; done >"$work/many.jsonl"
  local few many
  few=$(seconds "$work/few.jsonl" "$1")
  many=$(seconds "$work/many.jsonl" "$1")
  "$python" -c "
import os, sys
few, many = float(sys.argv[1]), float(sys.argv[2])
size = os.path.getsize('$work/many.jsonl') - os.path.getsize('$work/few.jsonl')
print(f'$5: {size / 1e6 / (many - few):.2f} MB a second, one thread')" "$few" "$many"
}
names=PERSON,ORGANIZATION,LOCATION,ADDRESS,DATE_TIME,AGE,TITLE,NRP
grep -v '"id": "cluener' "$work/rows.jsonl" >"$work/english.jsonl"
grep '"id": "cluener' "$work/rows.jsonl" >"$work/chinese.jsonl"
rate EMAIL,PHONE,IP,CARD,IBAN,US_SSN,CN_ID,CN_MOBILE 20 200 "$work/rows.jsonl" "numbers and addresses, dense with personal data"
rate "$names" 2 12 "$work/english.jsonl" "English names"
rate "$names" 5 15 "$work/chinese.jsonl" "Chinese names, one or more in nine of ten sentences"

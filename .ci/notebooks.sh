#!/usr/bin/env bash
# Runs every paragraph of the notes in notebooks/ by the spark-sql of a Spark distribution, forms filled in with their
# defaults, on the tables of a run; with --draw also draws the pictures in docs/notes anew.
# usage: .ci/notebooks.sh JAR RUN [--draw]      JAR: Sluice's jar for spark-submit; RUN: output.path of a quickstart
# SPARK_HOME: a Spark 4.1
set -euo pipefail
cd "$(dirname "$0")/.."
source .ci/lib.sh
jar=$(readlink -f "$1")
run=$(readlink -f "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SPARK_LOCAL_IP=127.0.0.1
python3 - "$run" notebooks/*.zpln >"$work/notes.sql" <<'P'
import json, re, sys
given = {"output": sys.argv[1], "other": sys.argv[1], "fewest_words": "15"}
for note in sys.argv[2:]:
    for paragraph in json.load(open(note, encoding="utf-8"))["paragraphs"]:
        interpreter, text = paragraph["text"].split("\n", 1)
        if interpreter == "%spark.sql":
            filled = re.sub(r"\$\{([^=}]*)=([^,}]*)[^}]*}", lambda form: given.get(form.group(1), form.group(2)), text)
            print(f"SELECT 'paragraph of {note}';\n{filled.rstrip().rstrip(';')};")
P
"$SPARK_HOME/bin/spark-sql" --master 'local[2]' --jars "$jar,$(delta_jars)" --conf spark.log.level=ERROR \
  --conf spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension \
  --conf spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog \
  --conf spark.sql.catalog.sluice=org.sluice.jobs.sql.SluiceCatalog --conf spark.sql.session.timeZone=UTC \
  --conf spark.sql.catalogImplementation=in-memory --conf spark.sql.shuffle.partitions=2 \
  -f "$work/notes.sql" >"$work/out" 2>"$work/err" || {
  grep '^paragraph' "$work/out" | tail -n 1
  grep -m 3 -A 2 ERROR "$work/err" || tail -n 3 "$work/err"
  exit 1
}
for note in notebooks/*.zpln; do
  paragraphs=$(grep -c "^SELECT 'paragraph of $note'" "$work/notes.sql")
  rows=$(awk -v own="paragraph of $note" '/^paragraph of / {on = $0 == own; next} on {n++} END {print n + 0}' "$work/out")
  [ "$rows" -gt "$paragraphs" ] || { echo "notebooks.sh: $note shows next to nothing"; exit 1; }
  echo "notebooks.sh: $note: $paragraphs paragraphs, $rows rows"
  [ "${3:-}" != --draw ] || java --add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED \
    --add-opens=java.base/java.lang.invoke=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED \
    -cp "conf:$(cat pipelines/target/classpath.txt)" org.sluice.pipelines.notebook.NoteRun \
    "${note%.zpln}.md" "docs/notes/$(basename "$note" .zpln).svg" output="$run" other="$run" fewest_words=15 2>/dev/null
done

#!/usr/bin/env bash
# Runs every paragraph of the notes in notebooks/ by the spark-sql of a Spark distribution, forms filled in with their
# defaults, on the tables of a run, and draws their results anew.
# usage: .ci/notebooks.sh JAR RUN      JAR: Sluice's jar for spark-submit; RUN: output.path of a quickstart
# SPARK_HOME: a Spark 4.1; MAVEN_REPOSITORY: where Delta lies
set -euo pipefail
cd "$(dirname "$0")/.."
jar=$(readlink -f "$1")
run=$(readlink -f "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SPARK_LOCAL_IP=127.0.0.1
delta=$(find "${MAVEN_REPOSITORY:-$HOME/.m2/repository}" \( -name 'delta-spark_4.1_2.13-4.4.0.jar' \
  -o -name 'delta-storage-4.4.0.jar' \) | paste -sd,)
for note in notebooks/*.zpln; do
  python3 - "$note" "$run" >"$work/note.sql" <<'P'
import json, re, sys
given = {"output": sys.argv[2], "other": sys.argv[2], "fewest_words": "15"}
for paragraph in json.load(open(sys.argv[1], encoding="utf-8"))["paragraphs"]:
    interpreter, text = paragraph["text"].split("\n", 1)
    if interpreter == "%spark.sql":
        filled = re.sub(r"\$\{([^=}]*)=([^,}]*)[^}]*}", lambda form: given.get(form.group(1), form.group(2)), text)
        title = paragraph.get("title", "").replace("'", "")
        print(f"SELECT 'paragraph: {title}';\n{filled.rstrip().rstrip(';')};")
P
  "$SPARK_HOME/bin/spark-sql" --master 'local[2]' --jars "$jar,$delta" --conf spark.log.level=ERROR \
    --conf spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension \
    --conf spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog \
    --conf spark.sql.catalog.sluice=org.sluice.jobs.sql.SluiceCatalog --conf spark.sql.session.timeZone=UTC \
    --conf spark.sql.catalogImplementation=in-memory --conf spark.sql.shuffle.partitions=2 \
    -f "$work/note.sql" >"$work/out" 2>"$work/err" || { tail -n 3 "$work/err"; echo "notebooks.sh: $note failed"; exit 1; }
  name=$(basename "$note" .zpln)
  java --add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED \
    --add-opens=java.base/java.lang.invoke=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED \
    -cp "conf:$(cat pipelines/target/classpath.txt)" org.sluice.pipelines.notebook.NoteRun \
    "notebooks/$name.md" "docs/notes/$name.svg" output="$run" other="$run" fewest_words=15 2>/dev/null
  echo "notebooks.sh: $note: $(grep -c '^paragraph' "$work/out") paragraphs, $(grep -vc '^paragraph' "$work/out") rows"
done

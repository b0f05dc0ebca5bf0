#!/usr/bin/env bash
# How long lineage takes at 1 M rows: made-up Delta tables of a project, then the time of each question in spark-sql.
# usage: benchmarks/lineage.sh WORK [ROWS]      SPARK_HOME: a distribution of Spark 4.1 (PyPI's pyspark is one)
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p "$1"
work=$(cd "$1" && pwd)
rows=${2:-1000000}
source .ci/lib.sh
repository=$(maven_repository)/io/delta
export SPARK_LOCAL_IP=127.0.0.1
sql() {
  "$SPARK_HOME/bin/spark-sql" --master 'local[2]' --driver-memory 3g \
    --jars "$repository/delta-spark_4.1_2.13/4.4.0/delta-spark_4.1_2.13-4.4.0.jar,$repository/delta-storage/4.4.0/delta-storage-4.4.0.jar" \
    --conf spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension \
    --conf spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog \
    --conf spark.sql.catalogImplementation=in-memory --conf spark.sql.shuffle.partitions=4 \
    --conf spark.log.level=ERROR "$@"
}
table() { echo "CREATE TABLE delta.\`$work/tables/$1\` USING delta AS SELECT $2 FROM range($rows);"; }
if [ ! -d "$work/tables" ]; then
  {
    table documents "concat('row-', id) AS id, sha2(string(id), 512) AS text, concat('author-', id % 1000) AS author, 'web' AS source"
    table cleaned "concat('row-', id) AS id, sha2(string(id), 512) AS text, rand(1) AS q__n_words, rand(2) AS q__alpha"
    table clusters "concat('row-', id) AS id, concat('row-', id - id % 2) AS representative, 2L AS size"
    table spans "concat('row-', id * 3) AS id, 'text' AS field, 'EMAIL' AS type, 1L AS start, 9L AS end, 1.0D AS score"
    table trained "concat('row-', id) AS id, id DIV 8 AS block_id, 128L AS tokens, 'r' AS run_id, 'train' AS step"
  } >"$work/make.sql"
  sql -f "$work/make.sql" >"$work/make.log" 2>&1
fi
./sluice lineage --output.path "$work" --sql >"$work/ask.sql"
cat >>"$work/ask.sql" <<S
SELECT 'every trained row joined with its documents, scores, copies and finds' AS question, count(*), sum(scores['q__alpha']),
  count_if(in_documents), sum(copies), sum(personal_data) FROM lineage_rows;
SELECT 'all places of one row' AS question, count(*), max(what) FROM lineage_places WHERE id = 'row-$((rows / 2))';
SELECT 'all places of a person of $((rows / 1000)) rows' AS question, count(*) FROM lineage_places p
  JOIN sluice_documents d ON p.id = d.id WHERE d.author = 'author-7';
S
sql -f "$work/ask.sql" 2>&1 | grep -A1 -E '^(every|all) ' | grep -v '^--'

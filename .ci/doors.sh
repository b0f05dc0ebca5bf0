#!/usr/bin/env bash
# A lane of .ci/run: secrets, and the doors by which platforms come, on a Spark of its own.
set -euo pipefail
cd "$(dirname "$0")/.."
LANE=doors
source .ci/lib.sh
source .ci/steps.sh

step "no planted secret is written" .ci/secrets.sh "$WORK/secrets"

if ! bring_spark "$WORK/spark" || ! spark-submit --version; then
  skip "the doors of platforms (docs.py, cluster.sh): no Spark 4.1 in SPARK_HOME, none from PyPI"
  exit
fi
jar=pipelines/target/sluice-0.1.0.jar
step "a standalone cluster, and what platforms see of it" .ci/cluster.sh "$jar" "$WORK/cluster"
step "every command on the doors' pages" python3 .ci/docs.py "$WORK/docs" --built

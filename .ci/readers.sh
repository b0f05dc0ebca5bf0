#!/usr/bin/env bash
# A lane of .ci/run: what others read of what Sluice writes. With SLUICE_SHARED transformers, PEFT, gguf and datatrove, whose
# numbers it must have; Zeppelin's notes always, on a Spark of its own.
set -euo pipefail
cd "$(dirname "$0")/.."
LANE=readers
source .ci/lib.sh
source .ci/steps.sh

if [ -n "${SLUICE_SHARED:-}" ]; then
  step "the arithmetic is that of transformers and PEFT" ./sluice conformance "$SLUICE_SHARED/golden"

  cp -r "$WORK/quickstart" "$WORK/exported" # the notes read the tables of quickstart
  step "the export loads in PEFT and transformers" .ci/export.sh "$WORK/exported" "$WORK/exported/base-model" "$WORK"

  step "every form loads in transformers and gguf" .ci/forms.sh "$WORK"

  step "the corpus comparison keeps what datatrove keeps" .ci/corpus.sh "$SLUICE_SHARED" "$WORK"
fi

bring_spark "$WORK/spark" || { skip "the notes (notebooks.sh): no Spark 4.1 in SPARK_HOME, none from PyPI" && exit; }
step "every paragraph of the notes" .ci/notebooks.sh pipelines/target/sluice-0.1.0.jar "$WORK/quickstart"

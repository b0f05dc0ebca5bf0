#!/usr/bin/env bash
# A lane of .ci/run: the program against transformers, PEFT, gguf and datatrove, and on a real model; wants SLUICE_SHARED.
set -euo pipefail
cd "$(dirname "$0")/.."
LANE=peers
source .ci/steps.sh

step "the arithmetic is that of transformers and PEFT" ./sluice conformance "$SLUICE_SHARED/golden"

cp -r "$WORK/quickstart" "$WORK/exported" # the other lane reads the tables of quickstart
step "the export loads in PEFT and transformers" .ci/export.sh "$WORK/exported" "$WORK/exported/base-model" "$WORK"

step "every form loads in transformers and gguf" .ci/forms.sh "$WORK"

step "the corpus comparison keeps what datatrove keeps" .ci/corpus.sh "$SLUICE_SHARED" "$WORK"

model=$(sh "$SLUICE_SHARED/bin/assets" smollm2)
data=$SLUICE_SHARED/data/finance_sentiment
step "finance recipe on the real model" ./sluice run conf/recipes/finance-sentiment.yaml \
  --set model.path="$model" --set data.train="$data/train.jsonl" --set data.test="$data/test.jsonl" \
  --set output.path="$WORK/finance"
step "finance recipe reached .918" python3 .ci/gained.py "$WORK/finance/metrics.json" 0.5 --at-least 0.918

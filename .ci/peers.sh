#!/usr/bin/env bash
# A lane of .ci/run: the program against transformers, PEFT, gguf and datatrove; wants SLUICE_SHARED.
set -euo pipefail
cd "$(dirname "$0")/.."
LANE=peers
source .ci/steps.sh

step "the arithmetic is that of transformers and PEFT" ./sluice conformance "$SLUICE_SHARED/golden"

cp -r "$WORK/quickstart" "$WORK/exported" # the other lane reads the tables of quickstart
step "the export loads in PEFT and transformers" .ci/export.sh "$WORK/exported" "$WORK/exported/base-model" "$WORK"

step "every form loads in transformers and gguf" .ci/forms.sh "$WORK"

step "the corpus comparison keeps what datatrove keeps" .ci/corpus.sh "$SLUICE_SHARED" "$WORK"

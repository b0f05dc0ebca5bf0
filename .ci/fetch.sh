#!/usr/bin/env bash
# Brings from PyPI what the lanes of .ci/run want.
cd "$(dirname "$0")/.."
source .ci/lib.sh
{
  bring_spark "$WORK/spark" && archive_spark "$WORK/spark"
  [ -z "${SLUICE_SHARED:-}" ] || { peer_python "$WORK" && datatrove_python "$WORK"; }
} >"$WORK/fetch.out" 2>&1

#!/usr/bin/env bash
# Brings from PyPI what the lanes of .ci/run want: fetch.sh LANE...
cd "$(dirname "$0")/.."
source .ci/lib.sh
{
  for lane in "$@"; do
    case $lane in
      doors) bring_spark "$WORK/spark" && archive_spark "$WORK/spark" ;;
      peers) peer_python "$WORK" && datatrove_python "$WORK" ;;
    esac
  done
} >"$WORK/fetch.out" 2>&1

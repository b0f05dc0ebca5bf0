#!/usr/bin/env bash
# Training told to the real MLflow server from PyPI: parameters, metrics by step, the adapter as an artifact.
# usage: .ci/mlflow.sh WORK      MLFLOW_VENV: a virtual environment with mlflow (made when missing)
set -euo pipefail
cd "$(dirname "$0")/.."
source .ci/lib.sh
mkdir -p "$1"
work=$(cd "$1" && pwd)
venv=${MLFLOW_VENV:-$work/venv}
[ -x "$venv/bin/mlflow" ] || venv "$venv" mlflow
port=${MLFLOW_PORT:-15431}
"$venv/bin/mlflow" server --backend-store-uri "sqlite:///$work/m.db" --artifacts-destination "$work/artifacts" \
  --host 127.0.0.1 --port "$port" --workers 1 >"$work/server.log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true; wait $server 2>/dev/null || true' EXIT
for _ in $(seq 180); do
  curl -sf "http://127.0.0.1:$port/health" >/dev/null && break
  sleep 1
done
MLFLOW_TRACKING_URI=http://127.0.0.1:$port mvn -q -B -ntp -o test -pl jobs -am -Dgroups=long -Dtest=MlflowServerTest \
  -Dsurefire.failIfNoSpecifiedTests=false
echo "mlflow.sh: $("$venv/bin/mlflow" --version) has the run, its metrics and the adapter"

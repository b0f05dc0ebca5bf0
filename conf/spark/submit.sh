#!/bin/sh
# spark-submit with an exit code that a scheduler can trust, also in cluster mode on a standalone cluster: there spark-submit
# itself waits when it is told to, says that the driver failed, and still ends with 0 (seen on Spark 4.1.4).
#
#   conf/spark/submit.sh --properties-file conf/spark/standalone.conf --deploy-mode cluster ...
#
# The state is a line that spark-submit logs at INFO: leave its own log level as it is.
set -u

submit=spark-submit
[ -z "${SPARK_HOME:-}" ] || submit=$SPARK_HOME/bin/spark-submit
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
{
  "$submit" --conf spark.standalone.submit.waitAppCompletion=true "$@"
  echo $? >"$folder/code"
} 2>&1 | tee "$folder/log"
code=$(cat "$folder/code")
state=$(sed -n 's/.*State of driver .* is \([A-Z]*\), exiting.*/\1/p' "$folder/log" | tail -n 1)
if [ "$code" -eq 0 ] && [ -n "$state" ] && [ "$state" != FINISHED ]; then
  echo "submit: the driver ended as $state; its log on the worker says more" >&2
  exit 1
fi
exit "$code"

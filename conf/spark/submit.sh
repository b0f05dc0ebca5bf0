#!/bin/sh
# spark-submit with an exit code that a scheduler can trust, also in cluster mode on a standalone cluster: there spark-submit
# itself waits when it is told to, says that the driver failed, and still ends with 0 (seen on Spark 4.1.4). Refuses a Java
# on which spark-submit would not start.
#
#   conf/spark/submit.sh --properties-file conf/spark/standalone.conf --deploy-mode cluster ...
#
# The state is a line that spark-submit logs at INFO: leave its own log level as it is.
set -u

submit=spark-submit
[ -z "${SPARK_HOME:-}" ] || submit=$SPARK_HOME/bin/spark-submit

# On a Java that is too new, spark-submit itself ends with a stack trace before Sluice is asked.
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
version=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
newest=23
! ls "${SPARK_HOME:-/nowhere}"/jars/spark-core_*-4.[2-9]*.jar >/dev/null 2>&1 || newest=99
if [ "${version:-17}" -lt 17 ] || [ "${version:-17}" -gt "$newest" ]; then
  echo "submit: this Spark and Sluice cannot run on Java $version; set JAVA_HOME to a JDK 17, on executors too" >&2
  exit 2
fi

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

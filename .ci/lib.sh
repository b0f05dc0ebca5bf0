# What the checks share; sourced.

# venv FOLDER PACKAGE...: a virtual environment with packages from PyPI, made when it is not there.
venv() {
  local folder=$1
  shift
  mkdir -p "$(dirname "$folder")"
  (
    flock 8 # two lanes may want it at once
    [ -e "$folder/made" ] && exit
    rm -rf "$folder"
    python3 -m venv "$folder" && "$folder/bin/pip" install -q "$@" && touch "$folder/made"
  ) 8>"$folder.lock"
}

# peer_python, datatrove_python WORK: a Python with the peers, SLUICE_PEER_PYTHON or else one from PyPI; prints where it is.
peer_python() {
  peers "$1/peer" torch==2.15.0 transformers==5.23.0 peft==0.21.2 bitsandbytes==0.50.2 accelerate gguf sentencepiece
}
datatrove_python() { peers "$1/datatrove" 'datatrove[io,processing]==0.10.1' spacy; }
peers() {
  [ -n "${SLUICE_PEER_PYTHON:-}" ] || venv "$@" >&2 || return 1
  echo "${SLUICE_PEER_PYTHON:-$1/bin/python}"
}

# bring_spark FOLDER: sets SPARK_HOME and PATH to the Spark 4.1 that SPARK_HOME names, or else to one from PyPI.
bring_spark() {
  if ! ls "${SPARK_HOME:-/nowhere}"/jars/spark-core_*-4.1.*.jar >/dev/null 2>&1; then
    venv "$1" 'pyspark==4.1.4' numpy || return 1
    SPARK_HOME=$("$1/bin/python" -c 'import os, pyspark; print(os.path.dirname(pyspark.__file__))')
  fi
  local python
  python=$(readlink -f "$SPARK_HOME/../../../..")/bin # of the virtual environment of a wheel, where it is one
  export SPARK_HOME SPARK_LOCAL_IP=127.0.0.1 PATH=$SPARK_HOME/bin:$PATH
  [ ! -x "$python/python3" ] || PATH=$python:$PATH
  export JAVA_TOOL_OPTIONS=-XX:TieredStopAtLevel=1 # the optimising compiler does not pay in programs of seconds
  [ ! -f "$1/spark.jsa" ] || JAVA_TOOL_OPTIONS+=" -XX:SharedArchiveFile=$1/spark.jsa -Xlog:disable"
}

# archive_spark FOLDER: the classes of the Spark brought last, archived for all that bring it later with that folder: a start
# takes half of the processor's time. Only Spark's own classes can be, so that nothing need be built before.
archive_spark() {
  mkdir -p "$1"
  (cd "$1" && JAVA_TOOL_OPTIONS="$JAVA_TOOL_OPTIONS -XX:ArchiveClassesAtExit=$1/new.jsa -Xlog:disable" spark-sql \
    --master 'local[2]' --conf spark.sql.catalogImplementation=in-memory --conf spark.sql.shuffle.partitions=2 -e "
    CREATE TABLE t USING parquet AS SELECT id, id % 7 AS k, concat('a', id) AS s FROM range(1000);
    SELECT k, count(*) AS n, max(s) FROM t JOIN range(50) AS r USING (id) WHERE s LIKE 'a%' GROUP BY k ORDER BY n;
    CREATE TABLE j USING json AS SELECT k, collect_list(s) AS all FROM t GROUP BY k;
    SELECT explode(all) FROM j LIMIT 3") && mv "$1/new.jsa" "$1/spark.jsa"
}

# maven_repository: where Maven keeps jars: where it took ours from for the last build, which need not be below HOME.
maven_repository() {
  local libraries=$(dirname "${BASH_SOURCE[0]}")/../pipelines/target/libraries.txt found=
  [ ! -f "$libraries" ] || found=$(tr ':' '\n' <"$libraries" | sed -n 's#/io/delta/delta-spark_.*##p' | head -n 1)
  echo "${MAVEN_REPOSITORY:-${found:-$HOME/.m2/repository}}"
}

# delta_jars, torch_jar: the jars that go with Sluice's for the Spark in SPARK_HOME, out of Maven's repository.
delta_jars() {
  local delta=delta-spark_4.1_2.13-4.4.0.jar storage=delta-storage-4.4.0.jar
  ls "$SPARK_HOME"/jars/spark-core_2.12-3.5.*.jar >/dev/null 2>&1 &&
    delta=delta-spark_2.12-3.3.3.jar storage=delta-storage-3.3.3.jar
  find "$(maven_repository)" \( -name "$delta" -o -name "$storage" \) | paste -sd,
}
torch_jar() {
  find "$(maven_repository)" -name 'pytorch-native-cpu-2.7.1-linux-x86_64.jar'
}

# sea_rows NUMBER: so many rows of JSON, each with personal data of its own.
sea_rows() {
  for i in $(seq "$1"); do
    echo "{\"id\": \"r$i\", \"text\": \"Row $i of the ship that went to sea. Write to person$i@example.org now.\", \"answer\": \"sea\"}"
  done
}

# openlineage_jar: OpenLineage's listener for the Spark in SPARK_HOME, which Maven fetches when its repository has none.
openlineage_jar() {
  local name=openlineage-spark_2.13 repository=$(maven_repository)
  ls "$SPARK_HOME"/jars/spark-core_2.12-*.jar >/dev/null 2>&1 && name=openlineage-spark_2.12
  local jar=$repository/io/openlineage/$name/1.53.0/$name-1.53.0.jar
  [ -s "$jar" ] || mvn -q -B -ntp dependency:get -Dtransitive=false -Dartifact="io.openlineage:$name:1.53.0" >&2 || return 1
  echo "$jar"
}

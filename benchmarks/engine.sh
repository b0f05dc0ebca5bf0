# Sourced by the benchmarks of the engine alone, behind workplace.sh: builds its mains and runs them.
mvn -B -q -f "$here/pom.xml" package -DskipTests -pl pipelines -am
classpath=$here/engine/target/test-classes:$here/engine/target/classes:$here/base/target/classes
classpath=$classpath:$(cat "$here/pipelines/target/libraries.txt")

# run engine MAIN ARGUMENTS...
engine() {
  quietly java -Xmx900m -cp "$classpath" "$@"
}

# peer_python INTERPRETER PACKAGES...: keeps an interpreter that was given, or makes one with the packages in $work
peer_python() {
  [ "$1" = - ] || return 0
  python3 -m venv "$work/python"
  python=$work/python/bin/python
  "$python" -m pip install -q "${@:2}"
}

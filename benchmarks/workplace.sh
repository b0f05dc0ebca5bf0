# Sourced by the benchmarks: makes the folder $work, which goes when the script ends, interrupted or killed too.
work=$(mktemp -d)
child=

# Runs a command beside the shell, which then answers a signal at once and not when the command is done.
run() {
  : >"$work/messages"
  "$@" &
  child=$!
  local code=0
  wait "$child" || code=$?
  child=
  [ "$code" = 0 ] || tail -n 20 "$work/messages" >&2
  return "$code"
}

# run quietly COMMAND...: its messages are printed only if it fails, the last ones.
quietly() {
  exec "$@" 2>"$work/messages"
}

leave() {
  if [ -n "$child" ]; then
    kill "$child" 2>/dev/null || true
    wait "$child" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

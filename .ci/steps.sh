# The steps of .ci/run and of its lanes; sourced. WORK: their common folder. STARTED: when all began, in seconds.
# LANE: the lane that sources it, or nothing.

say() { printf '\n=== [%4d s] %s\n' "$(($(date +%s) - STARTED))" "$*"; }

# step NAME COMMAND...: one check; ends the script when it fails. The steps of a lane show what they said when they have ended,
# whole, since the lines of two lanes would mix.
step() {
  local name=$1 code=0
  shift
  if [ -z "${LANE:-}" ]; then
    say "$name"
    "$@" || code=$?
  else
    say "$LANE begins: $name"
    "$@" >"$WORK/$LANE.log" 2>&1 || code=$?
    { flock 9; say "$LANE has ended: $name"; cat "$WORK/$LANE.log"; } 9>"$WORK/lock"
    rm "$WORK/$LANE.log"
  fi
  [ "$code" = 0 ] || { say "FAILED: $name"; exit 1; }
  echo "$name" >>"$WORK/passed"
}

# skip WHAT: what is not checked, and why.
skip() { echo "$*" >>"$WORK/skipped"; }

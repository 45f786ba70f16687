# shellcheck shell=bash disable=SC2034,SC2154 # the parts set and use the same variables
# What the demo and the story play on: a workplace, a name for their Kubernetes, and that all they started
# goes in the end. Each defines what only it knows:
#   explain   shows on standard error what somebody would look at first when a step has failed
#   strike    ends what it started itself

# open_stage <name>
open_stage() {
  started=$(now_us)
  work=$(mktemp -d "${TMPDIR:-/tmp}/twelvefactor-$1-XXXXXX")
  instance=$1-$$
  trap 'clear_stage $?' EXIT
  trap 'interrupted=yes; exit 130' INT
  trap 'interrupted=yes; exit 143' TERM
}

# Ctrl-C is how somebody who stayed to look around leaves.
clear_stage() {
  local status=$1
  trap - EXIT
  trap '' INT TERM
  set +e
  if [ "${interrupted:-no}" = yes ]; then
    echo
    [ "${staying:-no}" = no ] || status=0
    [ "$status" -eq 0 ] || printf 'dev/%s: interrupted; cleaning up\n' "${0##*/}" >&2
  elif [ "$status" -ne 0 ]; then
    explain 2>&1 | cut -c1-400 | sed 's/^/  /' >&2
    printf '%sdev/%s: this step failed: %s%s\n' "$red" "${0##*/}" "${current_step:-start}" "$plain" >&2
  fi
  strike
  [ -z "${kubernetes_up:-}" ] || "$root/dev/kubernetes" down --name "$instance" >"$work/down.log" 2>&1 ||
    { status=1 && cat "$work/down.log" >&2; }
  rm -rf "$work"
  if [ "$status" -eq 0 ]; then
    printf '%sEverything did what it says; it took %s s. Nothing is left running.%s\n' \
      "$green" "$(seconds_since "$started")" "$plain"
  fi
  exit "$status"
}

# stay <command...>: everything stays up until Ctrl-C, or until the command ends, which it should not.
stay() {
  staying=yes
  "$@" || true
  staying=no
  current_step='staying up'
  fail 'it ended by itself'
}

# As one would type it in the present directory.
from_here() { realpath --relative-to=. "$1"; }

# With the directory of the instances, where the user keeps them elsewhere.
env_line() {
  local elsewhere=''
  [ -z "${TWELVEFACTOR_RUN:-}" ] || elsewhere="TWELVEFACTOR_RUN=$(printf %q "$TWELVEFACTOR_RUN") "
  echo "eval \"\$($elsewhere$(from_here "$root/dev/kubernetes") env --name $instance)\""
}

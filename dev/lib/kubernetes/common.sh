# shellcheck shell=bash disable=SC2034 # variables that the other parts use
# What every part of dev/kubernetes uses: messages, the directory of the instances and their locks.
#
# A note for all parts: `return` always has a value here. Without one it gives, in an EXIT trap, the status
# from before the trap, and with set -e that ends the clean-up.

# Messages go to standard error, so that the output of `env` and `build` can be used by programs.
say() { printf '%s\n' "$*" >&2; }

fail() {
  say "dev/kubernetes: $*"
  exit 1
}

# Names every missing program at once, with the word to install it by.
need_programs() {
  local program missing=()
  for program in "$@"; do
    command -v "$program" >/dev/null || missing+=("$program$(package_of "$program")")
  done
  [ ${#missing[@]} -eq 0 ] || fail "please install: ${missing[*]}"
}

package_of() {
  case $1 in
    flock | setsid) echo ' (package util-linux)' ;;
    base64) echo ' (package coreutils)' ;;
  esac
}

# Keys and an administrator's kubeconfig are kept here: nobody else may look in, and a directory
# that somebody else put in a shared temporary directory is not used.
open_run_dir() {
  run_dir=${TWELVEFACTOR_RUN:-${TMPDIR:-/tmp}/twelvefactor-$UID}
  (umask 077 && mkdir -p "$run_dir")
  [ -O "$run_dir" ] || fail "$run_dir belongs to another user: set TWELVEFACTOR_RUN to a directory of your own"
  run_dir=$(cd "$run_dir" && pwd)
}

instance_names() {
  local dir
  for dir in "$run_dir"/*/; do
    [ -d "$dir/pids" ] && basename "$dir"
  done
  return 0
}

# One command at a time works on an instance; the lock is released by the kernel if it is killed.
# The lock file stays outside the state directory, which comes and goes.
lock_instance() {
  state=$run_dir/$1
  exec {instance_lock}>"$run_dir/.$1.lock"
  flock "$instance_lock"
}

unlock_instance() { exec {instance_lock}>&-; }

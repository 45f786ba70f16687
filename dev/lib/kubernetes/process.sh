# shellcheck shell=bash disable=SC2154 # variables that dev/kubernetes sets
# Processes are recorded by their id and their start time, so that a stop only ever ends what an
# instance started: an id that the kernel gave to something else meanwhile does not match.

# Start time of a process, in clock ticks since boot; fails if there is no such process or it has
# ended and only waits to be reaped. The second field, the name, may hold blanks and brackets.
process_start_time() {
  local line fields
  { read -r line <"/proc/$1/stat"; } 2>/dev/null || return 1
  read -ra fields <<<"${line##*) }"
  case ${fields[0]} in Z | X) return 1 ;; esac
  echo "${fields[19]}"
}

boot_id() { cat /proc/sys/kernel/random/boot_id; }

# launch <component> <command...>: starts it in a session of its own, so that no signal for this
# terminal or this process group reaches it. It records itself before it becomes the command: even a
# kill -9 of this script right now leaves nothing that is not recorded. It keeps no file open that it
# inherited, such as the lock of the instance or the pipe of a caller that waits for its end.
launch() {
  local component=$1
  shift
  # shellcheck disable=SC2016 # expanded by the new shell
  setsid bash -e -c '
    record=$1 log=$2
    shift 2
    for fd in /proc/$$/fd/*; do
      fd=${fd##*/}
      [ "$fd" -le 2 ] || eval "exec $fd>&-"
    done
    read -r line </proc/$$/stat
    read -ra fields <<<"${line##*) }"
    echo "$$ ${fields[19]} $(cat /proc/sys/kernel/random/boot_id)" >"$record.new"
    mv "$record.new" "$record"
    exec "$@" >"$log" 2>&1
  ' launch "$state/pids/$component" "$state/log/$component.log" "$@" \
    </dev/null >/dev/null 2>&1 &
  local launched=$!
  disown
  until [ -f "$state/pids/$component" ]; do
    process_start_time "$launched" >/dev/null || [ -f "$state/pids/$component" ] || fail "could not launch $component"
    nap 0.01
  done
}

# Sleeps without a process: waiting is most of what these scripts do.
nap() {
  [ -n "${nap_fd:-}" ] || exec {nap_fd}<> <(:)
  read -r -t "$1" -u "$nap_fd" || true
}

recorded_components() {
  local record
  for record in "$state"/pids/*; do
    [ ! -f "$record" ] || [[ $record == *.new ]] || basename "$record"
  done
}

recorded_pid() { cut -d' ' -f1 "$state/pids/$1"; }

recorded_is_alive() {
  local pid start boot
  read -r pid start boot 2>/dev/null <"$state/pids/$1" || return 1
  [ "$boot" = "$(boot_id)" ] && [ "$(process_start_time "$pid" || true)" = "$start" ]
}

# Every component leads its own process group, so this reaches what it started, too.
signal_component() {
  ! recorded_is_alive "$2" || kill "-$1" -- "-$(recorded_pid "$2")" 2>/dev/null || true
}

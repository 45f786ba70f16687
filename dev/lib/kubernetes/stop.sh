# shellcheck shell=bash disable=SC2154 # variables that dev/kubernetes sets
# Takes an instance down: asks every component to end, insists after a grace, and forgets its state.

grace_seconds=5

# The clients of the API server go first, together with it; etcd is the last, because the server would
# wait for it. Run by the watchdog, this leaves its own process alone, which ends right after.
stop_instance() {
  rm -f "$state/ready"
  if [ "$(recorded_pid watchdog 2>/dev/null)" != $$ ]; then end_components watchdog; fi
  if [ -d "$state/node" ]; then stop_node; fi
  end_components kwok kube-scheduler kube-controller-manager kube-apiserver
  end_components etcd
  rm -rf "$state"
}

end_components() {
  local component
  for component in "$@"; do signal_component TERM "$component"; done
  await_end "$grace_seconds" "$@" && return 0
  for component in "$@"; do signal_component KILL "$component"; done
  await_end "$grace_seconds" "$@" || fail "could not stop $*: see $state/pids"
}

# await_end <seconds> <component...>
await_end() {
  local end=$((SECONDS + $1)) component
  shift
  for component in "$@"; do
    while recorded_is_alive "$component"; do
      [ "$SECONDS" -le "$end" ] || return 1
      nap 0.02
    done
  done
}

# The state of an instance that is up: marked ready, with every component alive. The watchdog is none.
instance_is_up() { [ -f "$state/ready" ] && instance_is_alive; }

instance_is_alive() {
  local component
  for component in $(recorded_components); do
    [ "$component" = watchdog ] || recorded_is_alive "$component" || return 1
  done
}

uptime_of_instance() {
  local since
  read -r since 2>/dev/null <"$state/ready" || { echo - && return 0; }
  local seconds=$(($(date +%s) - since))
  printf '%d:%02d:%02d' $((seconds / 3600)) $((seconds % 3600 / 60)) $((seconds % 60))
}

# The watchdog: waits for the end of a process, then takes the instance down as the user would.
watch_parent() {
  local watched_name=$1 pid=$2 start=$3
  while [ "$(process_start_time "$pid" || true)" = "$start" ]; do nap 0.5; done
  exec "$self" down --name "$watched_name"
}

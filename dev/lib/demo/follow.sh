# shellcheck shell=bash disable=SC2034,SC2154 # the parts set and use the same variables
# The status of the demo's app, as it changes.

# follow <seconds> <goal>: shows the app's status whenever it changes, until the goal, a command over
# the variables below, holds. The server tells of changes; nothing is polled.
follow() {
  local seconds=$1 goal=$2 began line last='' left
  began=$(now_us)
  start_watch
  while left=$((seconds * 1000 - ($(now_us) - began) / 1000)) && [ "$left" -gt 0 ]; do
    IFS='|' read -r -t "$((left / 1000)).$(printf '%03d' $((left % 1000)))" -u "$watch_fd" \
      ready reason release processes observed generation message || {
      [ $? -gt 128 ] && break # it has been long enough; else the watch has ended before its time
      stop_watch && sleep 0.2 && start_watch
      continue
    }
    line=$(printf 'Ready=%-7s %-23s %-5s %s' "${ready:-Unknown}" "${reason:--}" "${processes:--}" "$message")
    if [ "$line" != "$last" ]; then
      printf '  %s%5s s%s  %s\n' "$dim" "$(seconds_since "$began")" "$plain" "$line"
      last=$line
    fi
    if "$goal"; then
      stop_watch
      return 0
    fi
  done
  stop_watch
  return 1
}

# By a selector and not by its name: of one object by name kubectl drops the first event of the watch, and
# with it what has changed since it asked.
start_watch() {
  local ready='.status.conditions[?(@.type=="Ready")]' status='.status'
  exec {watch_fd}< <(exec kubectl get tfa --field-selector metadata.name=hello --namespace demo --watch --output "jsonpath={$ready.status}|{$ready.reason}|{$status.currentRelease}|{$status.processesReady}|{$status.observedGeneration}|{.metadata.generation}|{$ready.message}{\"\n\"}")
  watch_pid=$!
}

stop_watch() {
  kill "$watch_pid" 2>/dev/null || true
  exec {watch_fd}<&-
  watch_pid=''
}

# The status speaks of the spec as it is now.
is_up_to_date() { [ -n "$observed" ] && [ "$observed" = "$generation" ]; }
is_ready() { is_up_to_date && [ "$ready" = True ]; }
is_held() { is_up_to_date && [ "$ready" = False ] && [[ $message == *DATABASE_URL* ]]; }

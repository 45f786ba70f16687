# shellcheck shell=bash disable=SC2154 # variables that the other parts set
# Part 5: what an app writes to stdout, at the sink of its sidecar.

tell_logs() {
  step 'Log lines of a pod, at the sink of its sidecar' follow_logs
}

follow_logs() {
  show_command 'dev/lib/story/log-sidecar'
  "$root/dev/lib/story/log-sidecar" || fail 'lines did not arrive as they should'
}

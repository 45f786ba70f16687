# shellcheck shell=bash disable=SC2034,SC2154 # variables that the other parts set and use
# What the story plays on: its workplace, and that all of it goes in the end.

open_stage() {
  started=$(now_us)
  work=$(mktemp -d "${TMPDIR:-/tmp}/twelvefactor-story-XXXXXX")
  instance=story-$$
  trap 'clear_stage $?' EXIT
  trap 'interrupted=yes; exit 130' INT
  trap 'interrupted=yes; exit 143' TERM
}

clear_stage() {
  local status=$1
  trap - EXIT
  trap '' INT TERM
  set +e
  if [ "${staying:-no}" = yes ] && [ "${interrupted:-no}" = yes ]; then status=0; fi
  [ "$status" -eq 0 ] || explain_story "$status"
  [ -z "${load_pid:-}" ] || kill "$load_pid" 2>/dev/null
  [ -z "${events_pid:-}" ] || kill "$events_pid" 2>/dev/null
  [ -z "${kubernetes_up:-}" ] || "$root/dev/kubernetes" down --name "$instance" >"$work/down.log" 2>&1 ||
    { status=1 && cat "$work/down.log" >&2; }
  rm -rf "$work"
  if [ "$status" -eq 0 ]; then
    printf '%sEverything did what it says; it took %s s. Nothing is left running.%s\n' \
      "$green" "$(seconds_since "$started")" "$plain"
  fi
  exit "$status"
}

# What somebody would look at first.
explain_story() {
  [ "${interrupted:-no}" = no ] || { printf '\ndev/story: interrupted; cleaning up\n' >&2 && return 0; }
  if [ -n "${KUBECONFIG:-}" ] && [ -n "${kubernetes_up:-}" ]; then
    {
      kubectl get pods,tfa --all-namespaces -o wide
      kubectl get tfa --all-namespaces -o 'jsonpath={range .items[*]}{.metadata.namespace}/{.metadata.name}: {.status.conditions}{"\n"}{end}'
      kubectl get events --all-namespaces --sort-by=.lastTimestamp | tail -n 15
      kubectl logs --namespace "$operator_namespace" --tail 15 -l app.kubernetes.io/name=twelvefactor-operator
    } 2>&1 | cut -c1-400 | sed 's/^/  /' >&2
  fi
  printf '%sdev/story: this step failed: %s%s\n' "$red" "${current_step:-start}" "$plain" >&2
}

stay() {
  say "Everything stays up until Ctrl-C. In another terminal:"
  show_command "eval \"\$(${TWELVEFACTOR_RUN:+TWELVEFACTOR_RUN=$TWELVEFACTOR_RUN }$(realpath --relative-to=. "$root/dev/kubernetes") env --name $instance)\""
  staying=yes
  while :; do sleep 1; done
}

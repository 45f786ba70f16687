# shellcheck shell=bash disable=SC2154 # variables that the other parts set
# What only the story knows of its stage.

explain() {
  [ -n "${KUBECONFIG:-}" ] && [ -n "${kubernetes_up:-}" ] || return 0
  kubectl get pods,tfa --all-namespaces -o wide
  kubectl get tfa --all-namespaces -o 'jsonpath={range .items[*]}{.metadata.namespace}/{.metadata.name}: {.status.conditions}{"\n"}{end}'
  kubectl get events --all-namespaces --sort-by=.lastTimestamp | tail -n 15
  kubectl logs --namespace "$operator_namespace" --tail 15 -l app.kubernetes.io/name=twelvefactor-operator
}

strike() {
  [ -z "${load_pid:-}" ] || kill "$load_pid" 2>/dev/null
  [ -z "${events_pid:-}" ] || kill "$events_pid" 2>/dev/null
}

stay_up() {
  say 'Everything stays up until Ctrl-C. In another terminal:'
  show_command "$(env_line)"
  stay idle
}

# In short sleeps: a signal is heard between them.
idle() { while :; do sleep 1; done; }

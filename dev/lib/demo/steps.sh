# shellcheck shell=bash disable=SC2034,SC2154 # variables that dev/demo and the other parts set
# What the demo does, a function a step. Each fails where what it says did not come true.

open_demo() {
  open_stage demo
  operator_log=$work/operator.log
}

explain() {
  [ ! -s "$operator_log" ] || { printf '\nthe end of the operator'\''s log:\n' && tail -n 25 "$operator_log"; }
}

strike() {
  [ -z "${watch_pid:-}" ] || kill "$watch_pid" 2>/dev/null
  stop_operator
}

build_kubernetes() {
  "$root/dev/kubernetes" build >"$work/programs" || fail 'Kubernetes could not be built; dev/kubernetes says why above'
  say "$(wc -l <"$work/programs") programs are there: $(cut -f1 "$work/programs" | paste -sd' ')"
}

build_operator_here() {
  build_operator "$work/maven.log"
  say "its jar is newer than its sources: $(from_here "$operator_jar")"
}

start_kubernetes() {
  kubernetes_up=yes
  "$root/dev/kubernetes" up --name "$instance" --with-parent $$ >"$work/up.log" 2>&1 ||
    fail_with_log 'the control plane did not start' "$work/up.log"
  eval "$("$root/dev/kubernetes" env --name "$instance")"
  shown kubectl get nodes
}

run_operator() {
  install_operator
  install_policies
  write_operator_kubeconfig "$work/operator.kubeconfig"
  start_operator "$work/operator.kubeconfig" "$operator_log"
  await_operator "$operator_log" 60
  say "its jar runs with ${operator_jvm_flags[*]}"
  say "as ServiceAccount $operator_account, by a token; it may, for example:"
  can yes create deployments.apps
  can yes patch twelvefactorapps.twelvefactor.io --subresource=status
  can no patch twelvefactorapps.twelvefactor.io
  can no create pods
}

# can <yes or no> <verb> <resource...>: asks the API server as the operator.
can() {
  local expected=$1 answer
  shift
  answer=$(kubectl --kubeconfig "$work/operator.kubeconfig" auth can-i "$@" --namespace default 2>/dev/null || true)
  say "$(printf '  %-60s %s' "$*" "$answer")"
  [ "$answer" = "$expected" ] || fail "the operator's rights are not as shipped: $* is \"$answer\""
}

deploy_hello() {
  kubectl create namespace demo >/dev/null
  shown kubectl label namespace demo pod-security.kubernetes.io/enforce=restricted
  shown kubectl apply --namespace demo -f "$(from_here "$root/examples/hello.yaml")"
  follow 60 is_ready || fail 'the app did not become Ready within 60 s'
  [ "$processes" = 2/2 ] || fail "2/2 replicas were expected to be ready, not $processes"
  [ "$release" = 1 ] || fail "release 1 was expected to run, not \"$release\""
}

show_objects() {
  local kinds=serviceaccounts,configmaps,controllerrevisions,services,poddisruptionbudgets,cronjobs,deployments,pods
  shown kubectl get "$kinds" --namespace demo -l app.kubernetes.io/instance=hello
  shown kubectl get tfa --namespace demo -o wide
  shown kubectl get tfa hello --namespace demo -o 'custom-columns=RELEASE:.status.releases[*].number,OUTCOME:.status.releases[*].outcome,CAUSE:.status.releases[*].cause,REVISION:.status.releases[*].revision,FINGERPRINT:.status.releases[*].fingerprint'
}

show_scorecard() {
  local verdicts
  print_scorecard demo
  verdicts=$(kubectl get tfa hello --namespace demo --output 'go-template={{len .status.factors}}')
  [ "$verdicts" = 12 ] || fail "twelve verdicts were expected, not $verdicts"
  say "shown to hold: $(kubectl get tfa hello --namespace demo --output 'jsonpath={.status.compliance}')"
}

# Two mistakes at once, refused before anything is stored: the app that runs is not disturbed.
show_refusal() {
  refuse_malformed
  say 'That was the schema. What is well-formed and breaks a factor is refused by a policy:'
  refuse_mutable
}

# The policies are there for some moments before the API server goes by them, hence the patience.
refuse_mutable() {
  local change='{"spec":{"image":"registry.example/hello:latest"}}' answer deadline=$((SECONDS + 30))
  show_command "kubectl patch tfa hello --namespace demo --type=merge -p '$change'"
  until ! kubectl patch tfa hello --namespace demo --type=merge -p "$change" --dry-run=server >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || fail 'the API server took an image without a digest'
    sleep 0.5
  done
  answer=$(kubectl patch tfa hello --namespace demo --type=merge -p "$change" 2>&1) &&
    fail 'the API server took an image without a digest'
  grep -v '^Warning' <<<"$answer" | fold -s -w "$(($(width) - 2))" | sed 's/^/  /'
  [[ $answer == *'build-release-run/digest'* ]] || fail 'the refusal does not name the rule'
}

refuse_malformed() {
  local change='{"spec":{"processes":[{"name":"web","port":70000,"runAsUser":0,"replicas":2}]}}' answer
  show_command "kubectl patch tfa hello --namespace demo --type=merge -p '$change'"
  if answer=$(kubectl patch tfa hello --namespace demo --type=merge -p "$change" 2>&1); then
    fail 'the API server took a port of 70000'
  fi
  fold -s -w "$(($(width) - 2))" <<<"$answer" | sed 's/^/  /'
  [[ $answer == *'spec.processes[0].port'* && $answer == *'spec.processes[0].runAsUser'* ]] ||
    fail 'the refusal does not name both fields'
}

show_hold() {
  local change='{"spec":{"config":{"required":["DATABASE_URL"]}}}' before
  before=$(what_runs)
  show_command "kubectl patch tfa hello --namespace demo --type=merge -p '$change'"
  kubectl patch tfa hello --namespace demo --type=merge -p "$change" >/dev/null
  follow 30 is_held || fail 'a missing key did not hold the release'
  shown kubectl get deployment,pods --namespace demo
  [ "$(what_runs)" = "$before" ] || fail 'what runs was disturbed by a release that is held'
  say 'the same pods of release 1 as before; now it is taken back:'
  shown kubectl apply --namespace demo -f "$(from_here "$root/examples/hello.yaml")"
  follow 30 is_ready || fail 'the app did not become Ready again'
  [ "$release" = 1 ] || fail "release 1 was expected to run still, not \"$release\""
  [ "$(what_runs)" = "$before" ] || fail 'taking it back was expected to change nothing that runs'
}

# Every pod by its uid, its restarts, and the pod template.
what_runs() {
  kubectl get pods --namespace demo --sort-by=.metadata.name \
    --output 'jsonpath={range .items[*]}{.metadata.uid} {.status.containerStatuses[*].restartCount}{"\n"}{end}'
  kubectl get deployment hello-web --namespace demo --output 'jsonpath={.status.readyReplicas} {.spec.template}'
}

show_drift() {
  local uid
  uid=$(kubectl get service hello-web --namespace demo --output 'jsonpath={.metadata.uid}')
  shown kubectl delete service hello-web --namespace demo
  await_repair "a Service hello-web is back" service_is_back "$uid"
  shown kubectl scale deployment hello-web --namespace demo --replicas=5
  await_repair "2 replicas are wanted again" two_are_wanted
  await_repair "and the status tells of it" drift_is_told
  shown kubectl get tfa hello --namespace demo -o 'custom-columns=OBJECT:.status.lastDrift.object,BY:.status.lastDrift.manager,FIELDS:.status.lastDrift.fields'
  follow 30 is_ready || fail 'the app did not become Ready again'
}

service_is_back() {
  local uid
  uid=$(kubectl get service hello-web --namespace demo --ignore-not-found --output 'jsonpath={.metadata.uid}')
  [ -n "$uid" ] && [ "$uid" != "$1" ]
}
two_are_wanted() { [ "$(kubectl get deployment hello-web --namespace demo --output 'jsonpath={.spec.replicas}')" = 2 ]; }
drift_is_told() { [[ $(kubectl get tfa hello --namespace demo --output 'jsonpath={.status.lastDrift}') == *Deployment* ]]; }

# await_repair <what> <check...>
await_repair() {
  local what=$1 began
  shift
  began=$(now_us)
  until "$@"; do
    [ $(($(now_us) - began)) -lt 10000000 ] || fail "after 10 s it is not so that $what"
  done
  say "$(printf '%s%5s s%s  %s' "$dim" "$(seconds_since "$began")" "$plain" "$what")"
}

show_way() {
  if [ "$keep" = yes ]; then
    say 'In another terminal:'
    show_command "$(env_line)"
  else
    say 'With dev/demo --keep all this stays up, and in another terminal one can try:'
  fi
  show_command 'kubectl get tfa --all-namespaces --watch'
  show_command 'kubectl get tfa hello -n demo -o yaml'
  show_command 'kubectl describe tfa hello -n demo'
  show_command 'kubectl explain tfa.spec.processes'
  show_command 'kubectl get controllerrevision hello-r1 -n demo -o yaml'
  show_command 'kubectl edit tfa hello -n demo'
  show_command 'kubectl scale deployment hello-web -n demo --replicas=0'
}

stay_up() {
  printf '\n%sEverything stays up. The operator'\''s log: %s. Ctrl-C ends it all.%s\n' "$bold" "$operator_log" "$plain"
  stay wait "$operator_pid"
}

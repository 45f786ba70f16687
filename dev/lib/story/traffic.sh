# shellcheck shell=bash disable=SC2034,SC2154 # variables that the other parts set and use
# Part 4: what users of the app notice, which is nothing.

tell_traffic() {
  [ -n "$(field staging .metadata.name)" ] || { step 'The hello app in staging' deploy_staging && seed && two_answer; }
  step 'The table is lost and comes back' lose_table
  step 'Scaled by hand' scale
  step 'A rolling update under load' update_under_load
  step 'How the old processes ended' see_ends
}

table_in_use() { curl --silent --noproxy '*' "http://$(web_pods staging '{{.status.podIP}}' | sed -n 1p):8080/table-name" | sed -n 's/^Table: //p'; }

lose_table() {
  local before table last
  before=$(identities staging)
  table=$(table_in_use)
  last=$(answers staging | sed -n 1p)
  ask_aws delete-table "$table"
  say "DynamoDB has no table $table any more"
  eventually 30 'both replicas answer with the last greeting, marked stale' all_answer staging 2 "${last% *} stale"
  check 'no replica was restarted for it' equal "$(identities staging)" "$before"
  kubectl apply -f - >/dev/null <<YAML
apiVersion: twelvefactor.io/v1alpha1
kind: AdminRun
metadata: {name: seed-again, namespace: staging}
spec: {app: hello, args: [seed-table, --name, Again]}
YAML
  kubectl wait adminrun/seed-again --namespace staging --for=condition=Complete --timeout=120s >/dev/null ||
    fail "the table was not made: $(kubectl get adminrun seed-again --namespace staging -o 'jsonpath={.status.conditions}')"
  eventually 30 'the table is back, and so are fresh greetings' have_answers staging 2
  answers staging | sed 's/^/  /'
}

scale() {
  local releases before
  releases=$(field staging '.status.releases[*].number')
  before=$(identities staging)
  shown kubectl twelvefactor scale hello web=3 --namespace staging
  eventually 90 'three replicas answer' have_answers staging 3
  check 'the two that were there are still there' equal "$(comm -12 <(identities staging) <(echo "$before"))" "$before"
  check 'and it is no release' equal "$(field staging '.status.releases[*].number')" "$releases"
}

# The Service as other pods reach it: by its cluster IP, through kube-proxy.
update_under_load() {
  local ip image next
  ip=$(kubectl get service hello-web --namespace staging -o 'jsonpath={.spec.clusterIP}')
  next=$(($(field staging '.status.releases[0].number') + 1))
  kubectl get pods --namespace staging --selector twelvefactor.io/process=web --watch --output \
    go-template='{{$pod := .metadata.name}}{{range .status.containerStatuses}}{{if .state.terminated}}{{$pod}} {{.state.terminated.exitCode}} {{.state.terminated.reason}}{{"\n"}}{{end}}{{end}}' \
    >"$work/ends" 2>/dev/null &
  events_pid=$!
  web_pods staging '{{.metadata.name}}' >"$work/old-pods"
  python3 "$root/dev/lib/story/load.py" "http://$ip/hello" >"$work/load" 2>&1 &
  load_pid=$!
  sleep 2
  image=$hello_image
  [ "$(image_of staging)" != "$image" ] || image=$next_image
  show_command "kubectl patch tfa hello -n staging --type merge -p '{\"spec\":{\"image\":\"$image\"}}'"
  kubectl patch tfa hello --namespace staging --type merge -p "{\"spec\":{\"image\":\"$image\"}}" >/dev/null
  eventually 180 "release $next runs" runs staging "$next"
  eventually 90 'every old pod is gone' old_pods_are_gone
  kill "$load_pid"
  if wait "$load_pid"; then load_status=0; else load_status=$?; fi
  load_pid=''
  sed 's/^/  /' "$work/load"
  check 'no request failed' equal "$load_status" 0
}

old_pods_are_gone() {
  local all
  all=$(kubectl get pods --namespace staging -o name | sed 's|^pod/||' | sort)
  [ -z "$(comm -12 <(echo "$all") "$work/old-pods")" ]
}

# What the kubelet wrote of each container's end before the pod was gone.
see_ends() {
  local pod
  kill "$events_pid" 2>/dev/null || true
  events_pid=''
  sort -u "$work/ends" | sed 's/^/  /'
  while read -r pod; do
    check "SIGTERM was handled by $pod: exit code 0" grep -q "^$pod 0 Completed" "$work/ends"
  done <"$work/old-pods"
  say 'The verdict is on the release that runs now: one of its own replicas has to end.'
  shown kubectl twelvefactor scale hello web=2 --namespace staging
  eventually 90 'factor IX passes' verdict_is staging 9 Pass
  say "  $(field staging '.status.factors[?(@.number==9)].evidence')"
}

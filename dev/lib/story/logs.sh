#!/usr/bin/env bash
# logs.sh: the log sidecar on a real node. Needs a cluster of `dev/kubernetes up --node` in the
# environment (eval "$(dev/kubernetes env)") and the operator running on it; Linux, as root.
#
# Fluent Bit's image is in no registry within reach, so its place is taken by dev/go/follower, which
# reads the very configuration that the operator renders. Shown is what lies around Fluent Bit: that the
# sidecar sees its own pod's log as a user that is not root, that no line is lost while the kubelet
# rotates and while the sidecar is killed, that an admin process with a sidecar completes.
set -euo pipefail

root=$(dirname "$(dirname "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")")")
namespace=${TWELVEFACTOR_STORY_NAMESPACE:-story-logs}
lines=20000
per_second=1000
program=/fluent-bit/bin/fluent-bit
sidecar=log-sidecar

say() { printf '  %s\n' "$*"; }

fail() {
  printf 'logs: %s\n' "$*" >&2
  exit 1
}

# await <seconds> <what> <command...>: until the command succeeds.
await() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || fail "$what: not within the time given"
    sleep 0.5
  done
}

kube() { kubectl --namespace "$namespace" "$@"; }

push_image() {
  local work
  work=$(mktemp -d)
  mkdir -p "$work$(dirname "$program")" "$work/tmp"
  (cd "$root/dev/go/follower" && CGO_ENABLED=0 go build -trimpath -o "$work$program" .)
  image=$("$root/dev/lib/image/push" "$TWELVEFACTOR_NODE_REGISTRY/follower:dev" "$work" "$program")
  rm -rf "$work"
}

deploy() {
  kubectl apply -f - >/dev/null <<YAML
apiVersion: v1
kind: Namespace
metadata: {name: $namespace}
---
apiVersion: twelvefactor.io/v1alpha1
kind: TwelveFactorApp
metadata: {name: sink, namespace: $namespace}
spec:
  image: $image
  processes:
  - name: web
    command: [$program, sink]
    port: 8080
    health: {readiness: {path: /ready}}
YAML
  kube wait --for=condition=Ready tfa/sink --timeout=180s >/dev/null || explain sink
  kubectl apply -f - >/dev/null <<YAML
apiVersion: twelvefactor.io/v1alpha1
kind: TwelveFactorApp
metadata: {name: noisy, namespace: $namespace}
spec:
  image: $image
  processes:
  - {name: writer, command: [$program, write, "$lines", "$per_second", stay]}
  adminProcesses:
  - {name: burst, command: [$program, write, "500", "5000"]}
  logs:
    mode: Sidecar
    image: $image
    http: {host: sink-web, port: 80, uri: /records, tls: false}
YAML
}

explain() {
  kube get tfa "$1" -o yaml >&2 || true
  kube describe pods >&2 || true
  kube logs -l app.kubernetes.io/instance="$1" --all-containers --tail=20 >&2 || true
  fail "app $1 does not get ready"
}

writer_pod() {
  kube get pods -l twelvefactor.io/process=writer -o 'jsonpath={.items[0].metadata.name}'
}

pod_uid() { kube get pod "$1" -o 'jsonpath={.metadata.uid}'; }

# report <pod> <field>: what the sink says of the lines of a pod.
report() {
  ask_sink report |
    python3 -c 'import json,sys; print(json.load(sys.stdin).get(sys.argv[1], {}).get(sys.argv[2], ""))' "$1" "$2"
}

ask_sink() { kubectl get --raw "/api/v1/namespaces/$namespace/services/sink-web:80/proxy/$1"; }

is_ready() { kube wait --for=condition=Ready "pod/$1" --timeout=0s >/dev/null 2>&1; }

refused() { kube logs "$1" -c "$sidecar" | grep -q 'answered 503'; }

has_rotated() { compgen -G "$1/writer/0.log.*" >/dev/null; }

has_come() { [ "$(report "$1" last)" = "$2" ]; }

has_begun() { [ "$(report "$1" last)" -gt 100 ]; }

restarts() {
  kube get pod "$1" -o "jsonpath={.status.initContainerStatuses[?(@.name=='$sidecar')].restartCount}"
}

runs_again() {
  [ "$(restarts "$1")" -ge 1 ] &&
    [ -n "$(kube get pod "$1" -o "jsonpath={.status.initContainerStatuses[?(@.name=='$sidecar')].state.running.startedAt}")" ]
}

# The process of a pod's sidecar on this machine: its environment names the pod.
sidecar_process() {
  local directory
  for directory in /proc/[0-9]*; do
    if [ "$(readlink "$directory/exe" 2>/dev/null)" = "$program" ] &&
      tr '\0' '\n' <"$directory/environ" 2>/dev/null | grep -qx "POD_UID=$1"; then
      echo "${directory#/proc/}"
      return
    fi
  done
  fail "no process of the sidecar of pod $1 is on this machine"
}

check_report() {
  local pod=$1 count=$2 most_resumptions=$3
  [ "$(report "$pod" first)" = 1 ] || fail "the first line of $pod did not come first"
  [ "$(report "$pod" missing)" = 0 ] || fail "$(report "$pod" missing) lines of $pod were lost"
  [ "$(report "$pod" backwards)" -le "$most_resumptions" ] ||
    fail "lines of $pod came out of order $(report "$pod" backwards) times"
  say "$count lines of $pod came in order, none is missing, $(report "$pod" again) came twice"
}

check_metadata() {
  local told
  told="$(report "$1" namespace)/$(report "$1" app)/$(report "$1" process)/$(report "$1" release)"
  [ "$told" = "$2" ] || fail "records say $told, not $2"
  say "records say whose they are without asking the API server: $told"
}

verdict() {
  kube get tfa noisy -o "jsonpath={.status.factors[?(@.name=='logs')].verdict}: {.status.factors[?(@.name=='logs')].evidence}"
}

passes() { [[ $(verdict) == Pass:* ]]; }

main() {
  for variable in TWELVEFACTOR_NODE_REGISTRY TWELVEFACTOR_NODE_LOGS; do
    [ -n "${!variable:-}" ] || fail "$variable is not set: eval \"\$(dev/kubernetes env)\" of an instance with a node"
  done
  push_image
  deploy
  kube wait --for=condition=Ready tfa/noisy --timeout=180s >/dev/null || explain noisy
  local pod uid process
  pod=$(writer_pod)
  uid=$(pod_uid "$pod")
  await 60 'the first lines at the sink' has_begun "$pod"
  kube logs "$pod" -c "$sidecar" | grep -q 'uid 65532, gid 0' || fail 'the sidecar does not say that it runs as uid 65532'
  say "the sidecar follows as uid 65532 in group 0, all capabilities dropped"

  await 120 'a rotation by the kubelet' has_rotated "$TWELVEFACTOR_NODE_LOGS/${namespace}_${pod}_$uid"
  say "the kubelet has rotated the log of $pod"
  process=$(sidecar_process "$uid")
  kill -KILL "$process"
  await 60 'the restart of the sidecar' runs_again "$pod"
  say "the sidecar was killed and runs again; the app's own container did not restart"
  ask_sink out >/dev/null
  await 30 'the sink refusing lines' refused "$pod"
  is_ready "$pod" || fail "the app is not Ready because its sink is out"
  say "the sink is out for a while: the app stays Ready"
  await 180 "line $lines at the sink" has_come "$pod" "$lines"
  check_report "$pod" "$lines" 1
  check_metadata "$pod" "$namespace/noisy/writer/1"
  [ "$(kube get pod "$pod" -o 'jsonpath={.status.containerStatuses[0].restartCount}')" = 0 ] ||
    fail "the app's own container was restarted"
  await 60 'the verdict on factor XI' passes
  say "XI logs: $(verdict)"

  kubectl apply -f - >/dev/null <<YAML
apiVersion: twelvefactor.io/v1alpha1
kind: AdminRun
metadata: {name: burst, namespace: $namespace}
spec: {app: noisy, process: burst}
YAML
  await 120 'the end of the admin process' kube wait --for=condition=complete job/burst --timeout=1s
  pod=$(kube get pods -l twelvefactor.io/run=burst -o 'jsonpath={.items[0].metadata.name}')
  await 30 'its last line at the sink' has_come "$pod" 500
  say "an admin process with a sidecar has completed"
  check_report "$pod" 500 0
  kubectl delete namespace "$namespace" --wait=false >/dev/null
}

main

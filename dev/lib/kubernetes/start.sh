# shellcheck shell=bash disable=SC2154 # variables that dev/kubernetes sets
# Starts the components of an instance and waits until it can be used. Without a real node nothing
# listens on anything but 127.0.0.1, and only etcd and the API server need ports at all. With one,
# everything is in the node's network, on ports of its own choice.

node=kwok-0
address=127.0.0.1
service_range=10.96.0.0/16

start_instance() {
  # Whatever ends this before the instance is ready takes down what was started.
  trap 'trap - EXIT INT TERM; stop_instance' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  mkdir -p "$state"/{pids,log,bin}
  chmod 700 "$state"
  [ -z "$parent" ] || launch watchdog "$self" watchdog "$name" "$parent" "$(process_start_time "$parent" || echo gone)"
  link_programs
  if [ "$node_kind" = real ]; then open_node; fi
  make_pki
  start_until_it_has_a_port etcd
  start_until_it_has_a_port kube-apiserver
  await_default_namespace
  if [ "$api_only" = no ]; then start_controllers; fi
  if [ "$node_kind" = real ]; then start_node; fi
  date +%s >"$state/ready"
  trap - EXIT INT TERM
  say "Kubernetes \"$name\" is up after $SECONDS s: $(cat "$state/url")"
  local named=''
  [ "$name" = default ] || named=" --name $name"
  say "use it: eval \"\$(dev/kubernetes env$named)\""
  [ "$node_kind" = played ] || say "its image registry, plain HTTP: $node_registry"
}

start_component() { if [ "$node_kind" = real ]; then launch_inside "$@"; else launch "$@"; fi; }

# One directory for PATH, wherever each program comes from. What only a node needs is not in it.
link_programs() {
  local program
  for program in $(node_kind=played needed_programs); do
    [ "$program" != kwok ] || [ "$node_kind" = played ] || continue
    ln -sf "$(program_path "$program")" "$state/bin/$program"
  done
}

# A port is free when it is chosen but can be taken before it is used, so a component that could not
# bind is started again with others.
start_until_it_has_a_port() {
  local component=$1 attempt
  for attempt in 1 2 3 4 5 6 7 8; do
    "start_${component//-/_}"
    if await "$component" 60 "${component//-/_}_is_ready"; then return 0; fi
    if recorded_is_alive "$component" || ! grep -q 'address already in use' "$state/log/$component.log"; then break; fi
    mv "$state/log/$component.log" "$state/log/$component.$attempt.log"
    rm "$state/pids/$component"
  done
  fail_with_log "$component did not start" "$state/log/$component.log"
}

# free_port <port>: that one in the network of a node, which is new; else any that is below the range
# from which the kernel takes ports for outgoing connections.
free_port() {
  local port=$1
  if [ "$node_kind" = real ]; then echo "$port" && return 0; fi
  while :; do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
    (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  echo "$port"
}

start_etcd() {
  local client=https://127.0.0.1 peer=https://127.0.0.1 pki=$state/pki
  client+=:$(free_port 2379)
  peer+=:$(free_port 2380)
  echo "$client" >"$state/etcd-url"
  # Nothing in here is worth an fsync: the data is gone after the instance.
  start_component etcd "$state/bin/etcd" --data-dir "$state/etcd" --unsafe-no-fsync --quota-backend-bytes=8000000000 \
    --listen-client-urls "$client" --advertise-client-urls "$client" --listen-peer-urls "$peer" \
    --initial-advertise-peer-urls "$peer" --initial-cluster "default=$peer" \
    --cert-file "$pki/etcd.crt" --key-file "$pki/etcd.key" --trusted-ca-file "$pki/ca.crt" --client-cert-auth \
    --peer-cert-file "$pki/etcd.crt" --peer-key-file "$pki/etcd.key" --peer-trusted-ca-file "$pki/ca.crt" \
    --peer-client-cert-auth
}

etcd_is_ready() { grep -qs 'ready to serve client requests' "$state/log/etcd.log"; }

start_kube_apiserver() {
  local pki=$state/pki port more_flags=()
  port=$(free_port 6443)
  echo "https://$address:$port" >"$state/url"
  write_kubeconfig admin "$state/kubeconfig"
  if [ "$audit" = yes ]; then
    write_audit_policy
    more_flags=(--audit-policy-file="$state/audit-policy.yaml" --audit-log-path="$state/log/audit.log")
  fi
  if [ "$node_kind" = real ]; then
    more_flags+=(--advertise-address="$address" --enable-admission-plugins=NodeRestriction
      "--authorization-mode=Node,RBAC" --kubelet-preferred-address-types=InternalIP
      --kubelet-certificate-authority="$pki/ca.crt" --kubelet-client-certificate="$pki/apiserver-kubelet.crt"
      --kubelet-client-key="$pki/apiserver-kubelet.key")
  else
    # An address that documents use (RFC 5737): nothing in here connects to it, and without one the
    # server looks for a default route, which a machine may not have.
    more_flags+=(--advertise-address=192.0.2.1 --endpoint-reconciler-type=none --authorization-mode=RBAC)
  fi
  start_component kube-apiserver "$state/bin/kube-apiserver" --bind-address="$address" --secure-port="$port" \
    --tls-cert-file="$pki/apiserver.crt" --tls-private-key-file="$pki/apiserver.key" --client-ca-file="$pki/ca.crt" \
    --etcd-servers="$(cat "$state/etcd-url")" --etcd-cafile="$pki/ca.crt" \
    --etcd-certfile="$pki/apiserver-etcd.crt" --etcd-keyfile="$pki/apiserver-etcd.key" \
    --service-account-issuer=https://kubernetes.default.svc --service-account-key-file="$pki/sa.pub" \
    --service-account-signing-key-file="$pki/sa.key" --service-cluster-ip-range="$service_range" \
    --allow-privileged --profiling=false \
    --max-requests-inflight=4000 --max-mutating-requests-inflight=2000 ${more_flags[@]+"${more_flags[@]}"}
}

kube_apiserver_is_ready() {
  # A connection is cheaper to try than kubectl.
  local url
  read -r url <"$state/url"
  (: <"/dev/tcp/$address/${url##*:}") 2>/dev/null &&
    as_admin get --raw /readyz >/dev/null 2>&1
}

write_audit_policy() {
  cat >"$state/audit-policy.yaml" <<'POLICY'
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: Metadata
POLICY
}

start_controllers() {
  local more_flags=()
  write_kubeconfig kube-controller-manager "$state/kube-controller-manager.kubeconfig"
  write_kubeconfig kube-scheduler "$state/kube-scheduler.kubeconfig"
  # A played node beats once in minutes, to keep the server quiet, and so its grace period is long.
  [ "$node_kind" = real ] || more_flags=(--node-monitor-grace-period=1h)
  # The client limits are far above the defaults, so that a thousand apps wait for work and not for a rate limit.
  start_component kube-controller-manager "$state/bin/kube-controller-manager" \
    --kubeconfig="$state/kube-controller-manager.kubeconfig" --leader-elect=false --secure-port=0 --profiling=false \
    --use-service-account-credentials --service-account-private-key-file="$state/pki/sa.key" \
    --root-ca-file="$state/pki/ca.crt" --kube-api-qps=500 --kube-api-burst=1000 \
    --concurrent-deployment-syncs=20 --concurrent-replicaset-syncs=20 --concurrent-gc-syncs=20 \
    --concurrent-namespace-syncs=20 --concurrent-job-syncs=10 --concurrent-cron-job-syncs=10 \
    ${more_flags[@]+"${more_flags[@]}"}
  start_component kube-scheduler "$state/bin/kube-scheduler" --kubeconfig="$state/kube-scheduler.kubeconfig" \
    --leader-elect=false --secure-port=0 --profiling=false --kube-api-qps=500 --kube-api-burst=1000
  if [ "$node_kind" = played ]; then start_kwok; fi
  await kube-controller-manager 60 default_service_account_exists ||
    fail_with_log "the default ServiceAccount did not appear" "$state/log/kube-controller-manager.log"
  if [ "$node_kind" = played ]; then
    await kwok 60 node_is_ready || fail_with_log "the node did not become ready" "$state/log/kwok.log"
  fi
  recorded_is_alive kube-scheduler || fail_with_log "kube-scheduler ended" "$state/log/kube-scheduler.log"
}

# KWOK's client has no rate limit of its own. Its work directory is set so that no configuration of the user is read.
start_kwok() {
  write_kubeconfig kwok "$state/kwok.kubeconfig"
  mkdir -p "$state/kwok"
  KWOK_WORKDIR=$state/kwok launch kwok "$state/bin/kwok" --kubeconfig="$state/kwok.kubeconfig" \
    --config="$here/go/kwok/stages.yaml" --manage-all-nodes --node-lease-duration-seconds=0
  create_node
}

create_node() {
  as_admin create -f - >/dev/null <<NODE || fail "could not create the node"
apiVersion: v1
kind: Node
metadata:
  name: $node
  labels:
    kubernetes.io/hostname: $node
    kubernetes.io/os: linux
    kubernetes.io/arch: amd64
    topology.kubernetes.io/region: local
    topology.kubernetes.io/zone: local-a
NODE
}

as_admin() { "$state/bin/kubectl" --kubeconfig "$state/kubeconfig" --request-timeout=10s "$@"; }

await_default_namespace() {
  await kube-apiserver 30 default_namespace_exists ||
    fail_with_log "the namespace default did not appear" "$state/log/kube-apiserver.log"
}

default_namespace_exists() { as_admin get namespace default >/dev/null 2>&1; }

default_service_account_exists() { as_admin get serviceaccount default --namespace default >/dev/null 2>&1; }

# Ready, and the taint that every new node gets is gone: a pod can be scheduled.
node_is_ready() {
  [ "$(as_admin get node "$node" --output \
    'jsonpath={.status.conditions[?(@.type=="Ready")].status}{.spec.taints[*].key}' 2>/dev/null)" = True ]
}

# await <component> <seconds> <check>: fails when the time is over or the component has ended.
await() {
  local component=$1 end=$((SECONDS + $2)) check=$3
  until "$check"; do
    recorded_is_alive "$component" || return 1
    [ "$SECONDS" -lt "$end" ] || return 1
    nap 0.05
  done
}

fail_with_log() {
  say "the end of $2:"
  tail -n 15 "$2" | cut -c1-400 | sed 's/^/  /' >&2 || true
  fail "$1"
}

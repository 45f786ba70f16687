# shellcheck shell=bash disable=SC2154,SC2034 # variables that dev/kubernetes sets, or that the other parts use
# A real node beside the control plane of the instance: kubelet, kube-proxy and CoreDNS, in the
# namespaces and control groups that the other parts of the node make.

# Before the control plane: where it runs, and what takes its time meanwhile.
open_node() {
  node='node-1'
  mkdir -p "$state/node"
  make_namespaces
  make_cgroups
  link_node_programs
  start_registry
  start_containerd
  address=$node_address
  names_of_certificates+=",IP:$node_address,IP:10.96.$number.1,DNS:$node"
  await registry 60 registry_is_ready || fail_with_log 'the registry did not start' "$state/log/registry.log"
  push_node_images 2>"$state/log/images.log" &
  node_images=$!
}

# containerd finds its shim on the PATH, and each network plugin by the name in its configuration.
link_node_programs() {
  local program dir
  mkdir -p "$state/node/bin" "$state/node/cni"
  for program in $(node_programs); do
    dir=bin
    [ "$(module_of "$program")" != cni ] || dir=cni
    ln -sf "$(program_path "$program")" "$state/node/$dir/$program"
  done
  choose_packet_filter
}

# Debian's iptables speaks to either of two parts of the kernel; a kernel may have one of them only.
choose_packet_filter() {
  local kind program
  ! inside iptables --table nat --list-rules >/dev/null 2>&1 || return 0
  for kind in legacy nft; do
    command -v "iptables-$kind" >/dev/null || continue
    inside "iptables-$kind" --table nat --list-rules >/dev/null 2>&1 || continue
    for program in ip{,6}tables{,-save,-restore}; do
      ln -sf "$(command -v "${program/tables/tables-$kind}")" "$state/node/bin/$program"
    done
    return 0
  done
  fail 'iptables does not work in a new network namespace: does this kernel have it?'
}

make_node_certificates() {
  certificate kubelet "/O=system:nodes/CN=system:node:$node" clientAuth &&
    certificate kubelet-server "/O=system:nodes/CN=system:node:$node" serverAuth &&
    certificate kube-proxy /CN=system:kube-proxy clientAuth &&
    certificate apiserver-kubelet /O=system:masters/CN=kube-apiserver-kubelet clientAuth
}

start_node() {
  wait "$node_images" || fail_with_log 'could not push the images of the node' "$state/log/images.log"
  await containerd 60 containerd_is_ready || fail_with_log 'containerd did not start' "$state/log/containerd.log"
  start_kubelet
  start_kube_proxy
  create_dns
  await kubelet 120 node_is_ready || fail_with_log 'the node did not become ready' "$state/log/kubelet.log"
  await kubelet 120 dns_is_available || fail_with_log 'CoreDNS did not become available' "$state/log/kubelet.log"
  await kube-proxy 60 services_can_be_reached || fail_with_log 'services cannot be reached' "$state/log/kube-proxy.log"
}

start_kubelet() {
  local pki=$state/pki
  write_kubeconfig kubelet "$state/kubelet.kubeconfig"
  # Logs are rotated early and often, so that a rotation can be watched.
  cat >"$state/node/kubelet.yaml" <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $node_address
authentication:
  anonymous: {enabled: false}
  webhook: {enabled: true}
  x509: {clientCAFile: $pki/ca.crt}
authorization: {mode: Webhook}
tlsCertFile: $pki/kubelet-server.crt
tlsPrivateKeyFile: $pki/kubelet-server.key
cgroupDriver: cgroupfs
cgroupRoot: /twelvefactor-$number/pods
failCgroupV1: false
failSwapOn: false
enforceNodeAllocatable: []
clusterDNS: [$dns_address]
clusterDomain: cluster.local
resolvConf: ""
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
volumePluginDir: $state/node/volume-plugins
containerLogMaxSize: 1Mi
containerLogMaxFiles: 3
containerLogMonitorInterval: 3s
serializeImagePulls: false
imageGCHighThresholdPercent: 100
evictionHard: {memory.available: 50Mi, nodefs.available: 1Mi, imagefs.available: 1Mi}
YAML
  launch_inside kubelet "$state/node/bin/kubelet" --config "$state/node/kubelet.yaml" \
    --kubeconfig "$state/kubelet.kubeconfig" --hostname-override "$node" --node-ip "$node_address" \
    --root-dir "$state/node/kubelet" --cert-dir "$state/node/kubelet-pki" \
    --node-labels topology.kubernetes.io/region=local,topology.kubernetes.io/zone=local-a
}

start_kube_proxy() {
  write_kubeconfig kube-proxy "$state/kube-proxy.kubeconfig"
  # The limits of connection tracking belong to the machine, not to a node on it.
  cat >"$state/node/kube-proxy.yaml" <<YAML
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
clientConnection: {kubeconfig: $state/kube-proxy.kubeconfig}
bindAddress: $node_address
healthzBindAddress: $node_address:10256
metricsBindAddress: $node_address:10249
hostnameOverride: $node
clusterCIDR: $pod_range
mode: iptables
conntrack: {maxPerCore: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
YAML
  launch_inside kube-proxy "$state/node/bin/kube-proxy" --config "$state/node/kube-proxy.yaml"
}

create_dns() {
  sed -e "s|IMAGE|$(cut -d' ' -f1 "$state/node/coredns.image")|" -e "s|ADDRESS|$dns_address|" "$here/lib/kubernetes/dns.yaml" |
    as_admin apply --server-side -f - >/dev/null || fail 'could not create the DNS server'
}

# Minutes of it would mean that its image, its pod or its rights are at fault.
dns_is_available() {
  [ "$(as_admin get deployment coredns --namespace kube-system --output 'jsonpath={.status.availableReplicas}')" = 1 ]
}

# From this machine, over the route, the packet filter's rules and the pod's link.
services_can_be_reached() { (: <"/dev/tcp/$dns_address/53") 2>/dev/null; }

node_env() {
  read_node_number
  printf 'export TWELVEFACTOR_NODE_ADDRESS=%q\n' "$node_address"
  printf 'export TWELVEFACTOR_NODE_REGISTRY=%q\n' "$node_registry"
  printf 'export TWELVEFACTOR_NODE_DNS=%q\n' "$dns_address"
  printf 'export TWELVEFACTOR_NODE_LOGS=%q\n' "$state/node/log/pods"
}

# Nothing of a node is worth a gentle end: its processes and those of its pods are killed, control
# plane and all. Links, mounts and rules go with the namespaces, and the routes with the links.
stop_node() {
  number=''
  if [ -f "$state/node/number" ]; then
    read_node_number
    remove_cgroups
  fi
  end_components namespaces
  if [ -n "$number" ]; then await_no_link; fi
}

# The kernel takes namespaces away some time after their last process.
await_no_link() {
  local end=$((SECONDS + 20))
  while [ -e "/sys/class/net/$node_link" ]; do
    [ "$SECONDS" -lt "$end" ] || fail "the network of the node is still there: $node_link"
    nap 0.05
  done
}

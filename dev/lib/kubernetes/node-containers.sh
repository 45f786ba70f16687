# shellcheck shell=bash disable=SC2016,SC2154 # expanded by a new shell; variables that dev/kubernetes sets
# The control groups of a node, containerd in them, and the image registry that it pulls from.

# Version 2 has one hierarchy. Version 1 has one for each controller, and often an empty one of
# version 2 beside them, in which kubelet makes groups, too.
cgroup_roots() { awk '$3 ~ /^cgroup2?$/ { print $2 }' /proc/self/mounts; }

# Where the processes are told apart.
tracking_root() {
  if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
    echo /sys/fs/cgroup
  else
    awk '$3 == "cgroup" && $4 ~ /(^|,)pids(,|$)/ { print $2; exit }' /proc/self/mounts
  fi
}

# Every program of the node is in one group and every pod in another, so that nothing gets away.
make_cgroups() {
  local root controller
  remove_cgroups # of an earlier instance of this number, whose state is lost
  for root in $(cgroup_roots); do
    mkdir -p "$root/twelvefactor-$number/pods"
    [ -f "$root/cgroup.controllers" ] || continue
    for controller in cpuset cpu io memory hugetlb pids; do
      echo "+$controller" >"$root/cgroup.subtree_control" || true
      echo "+$controller" >"$root/twelvefactor-$number/cgroup.subtree_control" || true
    done 2>/dev/null
  done
  mkdir -p "$(tracking_root)/twelvefactor-$number/node"
}

enter_cgroup() { echo $BASHPID >"$(tracking_root)/twelvefactor-$number/node/cgroup.procs"; }

# Ends every process of the node and then of its pods, so that nobody makes new groups while the old
# ones are removed.
remove_cgroups() {
  local group groups=() end=$((SECONDS + 20))
  for group in $(tracking_root) $(cgroup_roots); do
    group+=/twelvefactor-$number
    [ -d "$group" ] || continue
    groups+=("$group")
    until kill_cgroup "$group"; do before "$end" "there are still processes in $group"; done
  done
  # A group of processes that have just ended can be busy for a moment.
  for group in ${groups[@]+"${groups[@]}"}; do
    while [ -d "$group" ] && ! find "$group" -depth -type d -exec rmdir {} + 2>/dev/null; do
      before "$end" "could not remove $group"
    done
  done
}

before() {
  [ "$SECONDS" -lt "$1" ] || fail "$2"
  nap 0.05
}

# True when nothing was left to kill.
kill_cgroup() {
  local pids
  pids=$(find "$1" -name cgroup.procs -exec cat {} + 2>/dev/null) || true
  [ -n "$pids" ] || return 0
  # shellcheck disable=SC2086 # one argument for each process
  kill -KILL $pids 2>/dev/null || true
  return 1
}

# launch_inside <component> <command...>: in the node's namespaces and control group. A proxy of the
# machine is not for what is on the machine.
launch_inside() {
  local component=$1
  shift
  launch "$component" env -u HTTP_PROXY -u HTTPS_PROXY -u ALL_PROXY -u http_proxy -u https_proxy -u all_proxy \
    PATH="$state/node/bin:$PATH" bash -c 'echo $$ >"$1/cgroup.procs" && shift && exec "$@"' inside \
    "$(tracking_root)/twelvefactor-$number/node" nsenter --target "$holder" --net --mount -- "$@"
}

start_registry() {
  cat >"$state/node/registry.yaml" <<YAML
version: 0.1
log: {level: warn, accesslog: {disabled: true}}
storage:
  filesystem: {rootdirectory: $state/node/registry}
  delete: {enabled: true}
http: {addr: "$node_registry"}
YAML
  OTEL_TRACES_EXPORTER=none launch_inside registry "$state/node/bin/registry" serve "$state/node/registry.yaml"
}

registry_is_ready() { (: <"/dev/tcp/$node_address/5000") 2>/dev/null; }

start_containerd() {
  local dir=$state/node
  mkdir -p "$dir/certs.d/$node_registry"
  cat >"$dir/certs.d/$node_registry/hosts.toml" <<TOML
server = "http://$node_registry"
[host."http://$node_registry"]
  capabilities = ["pull", "resolve"]
TOML
  # The plugin "opt" would make /opt/containerd. A score for the out-of-memory killer below our own may
  # be asked for, but not everywhere be given.
  cat >"$dir/containerd.toml" <<TOML
version = 3
root = "$dir/containerd"
state = "/run/containerd"
disabled_plugins = ["io.containerd.internal.v1.opt"]
[grpc]
  address = "/run/containerd/containerd.sock"
[plugins.'io.containerd.cri.v1.images'.pinned_images]
  sandbox = "$node_registry/pause:1"
[plugins.'io.containerd.cri.v1.images'.registry]
  config_path = "$dir/certs.d"
[plugins.'io.containerd.cri.v1.runtime']
  restrict_oom_score_adj = true
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
  SystemdCgroup = false
[plugins.'io.containerd.cri.v1.runtime'.cni]
  bin_dirs = ["$dir/cni"]
  conf_dir = "$dir/cni.d"
TOML
  mkdir -p "$dir/cni.d"
  # A link for each pod and a route to it: unlike over a bridge, nothing between two pods goes round
  # the packet filter, which services are made of.
  cat >"$dir/cni.d/10-twelvefactor.conflist" <<JSON
{
  "cniVersion": "1.0.0",
  "name": "twelvefactor",
  "plugins": [
    {
      "type": "ptp",
      "ipMasq": false,
      "ipam": {
        "type": "host-local",
        "dataDir": "$dir/lib/cni/addresses",
        "ranges": [[{"subnet": "$pod_range"}]],
        "routes": [{"dst": "0.0.0.0/0"}]
      }
    },
    {"type": "portmap", "capabilities": {"portMappings": true}}
  ]
}
JSON
  launch_inside containerd "$dir/bin/containerd" --config "$dir/containerd.toml"
}

containerd_is_ready() { [ -S "$state/node/run/containerd/containerd.sock" ]; }

# The images that the node itself is made of.
push_node_images() {
  local program root=$state/node/image
  for program in pause coredns; do
    mkdir -p "$root"
    cp "$state/node/bin/$program" "$root/$program"
    "$here/lib/image/push" --user 65532:65532 "$node_registry/$program:1" "$root" "/$program" >"$state/node/$program.image"
    rm -rf "$root"
  done
}

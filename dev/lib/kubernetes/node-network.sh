# shellcheck shell=bash disable=SC2034,SC2154 # variables that dev/kubernetes sets, or that the other parts use
# The node's own namespaces. One process, of the component "namespaces", holds a network and a mount
# namespace: its links, routes, packet filter rules and mounts go when the last process in them has
# ended, however that came. The instance's number chooses its addresses, so that several can be up:
#   10.99.N.0/24   this machine (.254) and the node (.1), joined by a pair of links
#   10.244.N.0/24  pods
#   10.96.N.0/24   services; the API server's is .1 and the DNS server's .10
# This machine routes all three to the node. The node has no route to anywhere else.

read_node_number() { read -r number <"$state/node/number" && node_addresses; }

node_addresses() {
  node_address=10.99.$number.1
  machine_address=10.99.$number.254
  pod_range=10.244.$number.0/24
  service_range=10.96.$number.0/24
  dns_address=10.96.$number.10
  node_link=twelve-$number # such a name has 15 letters at most
  node_registry=$node_address:5000
}

make_namespaces() {
  launch namespaces unshare --net --mount --propagation slave sleep infinity
  holder=$(recorded_pid namespaces)
  await namespaces 10 namespaces_are_made || fail_with_log 'could not make namespaces' "$state/log/namespaces.log"
  claim_number
  read_node_number
  inside ip link set lo up
  inside ip address add "$node_address/24" dev node
  inside ip link set node up
  ip address add "$machine_address/24" dev "$node_link"
  ip link set "$node_link" up
  ip route add "$pod_range" via "$node_address" dev "$node_link"
  ip route add "$service_range" via "$node_address" dev "$node_link"
  # A connection from the node to a service is only looked at when there is a route for its address.
  inside ip route add "$service_range" dev node
  inside bash -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'
  hide_directories
}

# The last step of unshare is to become the command that holds the namespaces.
namespaces_are_made() { [ "$(cat "/proc/$holder/comm" 2>/dev/null)" = sleep ]; }

# The first number whose addresses this machine has no use for. Making the link takes the number.
claim_number() {
  for number in {1..254}; do
    node_addresses
    [ -z "$(ip -4 route show table all root "10.99.$number.0/24")" ] || continue
    [ -z "$(ip -4 route show table all root "$pod_range")$(ip -4 route show table all root "$service_range")" ] || continue
    if ip link add "$node_link" type veth peer name node netns "$holder" 2>"$state/log/link.log"; then
      echo "$number" >"$state/node/number"
      return 0
    fi
    grep -q 'File exists' "$state/log/link.log" || fail_with_log 'could not make a pair of links' "$state/log/link.log"
  done
  fail 'no free addresses for a node: 10.99.1.0/24 to 10.99.254.0/24 are all in use'
}

# Some programs have fixed places for what they write. In the node's mount namespace these are
# directories of the instance, so a pod's /var/log/pods is $state/node/log/pods seen from outside.
hide_directories() {
  local dir=$state/node
  mkdir -p "$dir"/{run,lib,log/pods}
  inside mount --make-rshared /
  inside mount --bind "$dir/run" /run
  inside mount --bind "$dir/lib" /var/lib
  inside mount --bind "$dir/log" /var/log
}

inside() { nsenter --target "$holder" --net --mount -- "$@"; }

# run_in_network <command...>: becomes the command, which sees this machine's files and the node's
# network. As a member of the instance's control group it is ended with the instance.
run_in_network() {
  holder=$(recorded_pid namespaces)
  enter_cgroup
  exec nsenter --target "$holder" --net -- "$@"
}

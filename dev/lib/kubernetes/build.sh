# shellcheck shell=bash disable=SC2154 # variables that dev/kubernetes sets
# Builds the programs from the Go modules under dev/go, once per set of versions, into a cache outside
# the tree. go.sum pins every byte, and -mod=readonly keeps the build from changing what is pinned.

# The programs of the control plane share one directory, keyed by all their modules together. Each
# module of a node has a directory of its own, so that who wants no node neither builds one nor
# builds anything again when one of its programs changes.
go_modules=(etcd kubernetes kwok)
node_modules=(kubelet containerd cni registry coredns pause)

# The programs of an instance, in the order in which they are built.
needed_programs() {
  echo etcd kube-apiserver kubectl
  [ "$api_only" = no ] || return 0
  echo kube-controller-manager kube-scheduler
  if [ "$node_kind" = real ]; then
    node_programs
  else
    echo kwok
  fi
}

node_programs() {
  echo kubelet kube-proxy containerd containerd-shim-runc-v2 ctr ptp host-local loopback portmap registry coredns pause
}

module_of() {
  case $1 in
    etcd | kwok | registry | coredns | pause) echo "$1" ;;
    kubelet | kube-proxy) echo kubelet ;;
    containerd* | ctr) echo containerd ;;
    ptp | host-local | loopback | portmap) echo cni ;;
    *) echo kubernetes ;;
  esac
}

package_path_of() {
  case $1 in
    etcd) echo go.etcd.io/etcd/server/v3 ;;
    kwok) echo sigs.k8s.io/kwok/cmd/kwok ;;
    containerd* | ctr) echo "github.com/containerd/containerd/v2/cmd/$1" ;;
    ptp | loopback) echo "github.com/containernetworking/plugins/plugins/main/$1" ;;
    host-local) echo github.com/containernetworking/plugins/plugins/ipam/host-local ;;
    portmap) echo github.com/containernetworking/plugins/plugins/meta/portmap ;;
    registry | coredns | pause) echo . ;; # a small main of our own
    *) echo "k8s.io/kubernetes/cmd/$1" ;;
  esac
}

go_mod_of() { echo "$here/go/$1/go.mod"; }

# The version of a module as its go.mod requires it, such as v1.36.3.
version_of() {
  local path
  case $1 in
    etcd) path=go.etcd.io/etcd/server/v3 ;;
    kwok) path=sigs.k8s.io/kwok ;;
    kubernetes | kubelet) path=k8s.io/kubernetes ;;
    containerd) path=github.com/containerd/containerd/v2 ;;
    cni) path=github.com/containernetworking/plugins ;;
    registry) path=github.com/distribution/distribution/v3 ;;
    coredns) path=github.com/coredns/coredns ;;
    pause) echo v1 && return 0 ;; # all of it is in dev/go/pause
  esac
  awk -v path="$path" '$1 == "require" { sub(/^require[ \t]+/, "") } $1 == path && $2 ~ /^v/ { print $2; exit }' \
    "$(go_mod_of "$1")"
}

# Versions for people, and a digest of everything that is pinned so that any change makes a new set.
cache_key() {
  local module key='' files=()
  for module in "${go_modules[@]}"; do
    key+="$module-$(version_of "$module")_"
    files+=("$here/go/$module/go.mod" "$here/go/$module/go.sum")
  done
  echo "$key$(cat "${files[@]}" | sha256sum | cut -c1-12)-$(uname -m)"
}

node_cache_key() {
  local files=("$here/go/$1"/*.*)
  echo "node-$1-$(version_of "$1")_$(cat "${files[@]}" | sha256sum | cut -c1-12)-$(uname -m)"
}

find_bin_dir() {
  [ -n "${bin_dir:-}" ] && return 0
  [ -n "${TWELVEFACTOR_CACHE:-${XDG_CACHE_HOME:-${HOME:-}}}" ] ||
    fail "set TWELVEFACTOR_CACHE to a directory for the built programs: there is no HOME"
  local module
  cache_dir=$(absolute "${TWELVEFACTOR_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/twelvefactor}")
  bin_dir=$cache_dir/$(cache_key)/bin
  declare -gA node_bin_dirs=()
  [ "$node_kind" = real ] || return 0
  for module in "${node_modules[@]}"; do node_bin_dirs[$module]=$cache_dir/$(node_cache_key "$module")/bin; done
}

bin_dir_of() { echo "${node_bin_dirs[$(module_of "$1")]:-$bin_dir}"; }

absolute() { case $1 in /*) echo "$1" ;; *) echo "$PWD/$1" ;; esac; }

# envtest's convention: a directory with etcd, kube-apiserver and kubectl that are there already.
program_path() {
  if [ -n "${KUBEBUILDER_ASSETS:-}" ] && [ -x "$KUBEBUILDER_ASSETS/$1" ]; then
    absolute "$KUBEBUILDER_ASSETS/$1"
  else
    echo "$(bin_dir_of "$1")/$1"
  fi
}

missing_programs() {
  local program
  for program in $(needed_programs); do
    [ -x "$(program_path "$program")" ] || echo "$program"
  done
}

# Builds what is missing. Everything is looked at again under the lock, because another caller may
# have built it while this one waited.
build_programs() {
  find_bin_dir
  [ -n "$(missing_programs)" ] || return 0
  need_programs flock
  need_go
  mkdir -p "$bin_dir" ${node_bin_dirs[@]+"${node_bin_dirs[@]}"}
  local lock program todo n=0
  exec {lock}>"$bin_dir/.lock"
  flock --nonblock "$lock" || { say "waiting for another build of Kubernetes to end" && flock "$lock"; }
  mapfile -t todo < <(missing_programs)
  if [ ${#todo[@]} -gt 0 ]; then
    say "building ${#todo[@]} programs; the first time takes a few minutes, after that they are kept in $cache_dir"
    for program in "${todo[@]}"; do
      n=$((n + 1))
      build_program "$program" "[$n/${#todo[@]}]"
    done
  fi
  exec {lock}>&-
}

# Asks Go itself whether it is good for the modules: it compares its version with their go.mod, or
# fetches the version they want where the user allows it to.
need_go() {
  local wanted module answer
  wanted=$(awk '$1 == "go" { print $2; exit }' "$(go_mod_of kubernetes)")
  command -v go >/dev/null ||
    fail "please install Go $wanted or newer (go was not found), to build Kubernetes from source"
  for module in "${go_modules[@]}" "${!node_bin_dirs[@]}"; do
    answer=$(cd "$here/go/$module" && GOWORK=off GOFLAGS=-mod=readonly go list -m 2>&1 >/dev/null) ||
      fail "please install Go $wanted or newer, to build Kubernetes from source: ${answer##*$'\n'}"
  done
}

# Kubernetes learns its version from the linker; without it clients see v0.0.0.
linker_flags_of() {
  local version flag flags='-s -w'
  if [[ $(package_path_of "$1") == k8s.io/kubernetes/* ]]; then
    version=$(version_of kubernetes)
    local major_minor=${version#v}
    major_minor=${major_minor%.*}
    for flag in gitVersion="$version" gitMajor="${major_minor%.*}" gitMinor="${major_minor#*.}"; do
      flags+=" -X k8s.io/component-base/version.$flag"
    done
  fi
  echo "$flags"
}

# Builds one program next to its place and moves it there when it is whole.
build_program() {
  local program=$1 progress=$2 module started=$SECONDS dir log builder
  module=$(module_of "$program")
  dir=$(bin_dir_of "$program")
  log=$dir/.$program.log
  say "$progress $program $(version_of "$module")"
  (
    cd "$here/go/$module" || exit
    export CGO_ENABLED=0 GOWORK=off GOFLAGS=
    # The tags leave out storage of containerd's that needs libraries; no other module knows them.
    exec go build -mod=readonly -trimpath -buildvcs=false -tags 'no_btrfs no_devmapper no_zfs' \
      -ldflags "$(linker_flags_of "$program")" -o "$dir/.$program.new" "$(package_path_of "$program")"
  ) >"$log" 2>&1 </dev/null &
  builder=$!
  # Ctrl-C must not leave a compiler behind.
  trap 'kill "$builder" 2>/dev/null; exit 130' INT TERM
  show_progress "$builder" "$progress $program" "$started"
  if ! wait "$builder"; then
    tail -n 20 "$log" >&2
    fail "could not build $program; the whole log is $log"
  fi
  trap - INT TERM
  mv "$dir/.$program.new" "$dir/$program"
  rm -f "$log"
  say "$progress $program done in $((SECONDS - started)) s"
}

# A line now and then while a build goes on: on a terminal it is one line that is written again.
show_progress() {
  local pid=$1 text=$2 started=$3 elapsed last=0
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.5
    elapsed=$((SECONDS - started))
    if [ -t 2 ]; then
      printf '\r%s … %s s ' "$text" "$elapsed" >&2
    elif [ $((elapsed - last)) -ge 30 ]; then
      say "$text still building, $elapsed s"
      last=$elapsed
    fi
  done
  [ ! -t 2 ] || printf '\r\033[K' >&2
}

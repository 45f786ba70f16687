# shellcheck shell=bash disable=SC2154 # variables that dev/kubernetes sets
# What a real node needs of the machine: root, some programs, and features of the kernel.

node_needs=(runc iptables iptables-restore ip nsenter unshare mount python3)

# Installs what is missing where that is simple, and else says all of it at once.
prepare_system() {
  [ "$UID" = 0 ] || fail "--node needs root: it makes namespaces, mounts and control groups"
  local missing
  mapfile -t missing < <(missing_node_needs)
  if [ ${#missing[@]} -gt 0 ] && command -v apt-get >/dev/null; then
    install_packages "${missing[@]}"
    mapfile -t missing < <(missing_node_needs)
  fi
  [ ${#missing[@]} -eq 0 ] || fail "a node needs these programs, which are not here: ${missing[*]}"
  load_kernel_modules
  grep -qw overlay /proc/filesystems || fail 'the kernel has no overlayfs, of which containers are made'
}

missing_node_needs() {
  local program
  for program in "${node_needs[@]}"; do
    command -v "$program" >/dev/null || echo "$program"
  done
}

# None of these packages brings a daemon.
install_packages() {
  local program packages log
  mapfile -t packages < <(for program in "$@"; do debian_package_of "$program"; done | sort -u)
  log=$(mktemp)
  say "installing Debian's ${packages[*]}, for $*"
  if ! apt_install "${packages[@]}" >"$log" 2>&1 && ! { apt-get -qq update && apt_install "${packages[@]}"; } >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    rm -f "$log"
    fail "apt-get could not install ${packages[*]}"
  fi
  rm -f "$log"
}

apt_install() {
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install --yes --quiet --no-install-recommends "$@" </dev/null
}

debian_package_of() {
  case $1 in
    iptables*) echo iptables ;;
    ip) echo iproute2 ;;
    nsenter | unshare) echo util-linux ;;
    *) echo "$1" ;;
  esac
}

# A kernel that has them built in knows no modules of these names, and modprobe may not be there.
load_kernel_modules() {
  local module
  for module in overlay veth nf_conntrack ip_tables nf_tables; do
    modprobe --quiet "$module" 2>/dev/null || true
  done
}

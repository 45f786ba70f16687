# shellcheck shell=bash
# Programs that checks and tests use, built from the Go modules under dev/go: once a version, into a
# cache outside the tree. go.sum pins every byte. To be sourced; then `tool helm` prints where Helm is.

tools_here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")

# tool NAME: the path of the program that the module dev/go/NAME names; builds it if it is not there.
tool() {
  local name=$1 module package version directory lock
  module=$tools_here/../go/$name
  [ -f "$module/go.mod" ] || { echo "tool: there is no $name under dev/go" >&2 && return 1; }
  package=$(awk '$1 == "tool" {print $2; exit}' "$module/go.mod")
  version=$(tool_version "$module/go.mod" "$package")
  directory=${TWELVEFACTOR_CACHE:-${XDG_CACHE_HOME:-${HOME:?set TWELVEFACTOR_CACHE: there is no HOME}/.cache}/twelvefactor}
  directory=$directory/$name-$version-$(cat "$module/go.mod" "$module/go.sum" "${BASH_SOURCE[0]}" | sha256sum | cut -c1-12)-$(uname -m)
  if [ ! -x "$directory/$name" ]; then
    mkdir -p "$directory"
    exec {lock}>"$directory/.lock"
    flock "$lock"
    # Somebody else may have built it meanwhile.
    [ -x "$directory/$name" ] || build_tool || return 1
    exec {lock}>&-
  fi
  echo "$directory/$name"
}

# The version of the module that a package belongs to: the longest required path that begins it.
tool_version() {
  awk -v package="$2" '
    $1 == "require" { sub(/^require[ \t]+/, "") }
    $2 ~ /^v/ && index(package "/", $1 "/") == 1 && length($1) > length(path) { path = $1; version = $2 }
    END { print version }' "$1"
}

build_tool() {
  local started=$SECONDS
  command -v go >/dev/null || { echo "tool: please install Go, to build $name from source" >&2 && return 1; }
  echo "building $name $version (once, into $directory)" >&2
  (
    cd "$module" || exit
    export CGO_ENABLED=0 GOWORK=off GOFLAGS=
    go build -mod=readonly -trimpath -buildvcs=false -ldflags "$(tool_flags)" \
      -o "$directory/.$name.new" "$package"
  ) >"$directory/.log" 2>&1 </dev/null || {
    tail -n 20 "$directory/.log" >&2
    echo "tool: $name could not be built; the whole log is $directory/.log" >&2
    return 1
  }
  mv "$directory/.$name.new" "$directory/$name"
  echo "built $name in $((SECONDS - started)) s" >&2
}

# Helm learns from the linker which Kubernetes it takes for granted where no cluster is asked, as its
# own Makefile does it; without that it is 1.20, and the chart refuses.
tool_flags() {
  local flags='-s -w' kubernetes place
  if [ "$name" = helm ]; then
    kubernetes=$(tool_version "$module/go.mod" k8s.io/client-go)
    kubernetes=${kubernetes#v0.}
    flags+=" -X helm.sh/helm/v3/internal/version.version=$version"
    for place in pkg/lint/rules pkg/chartutil; do
      flags+=" -X helm.sh/helm/v3/$place.k8sVersionMajor=1 -X helm.sh/helm/v3/$place.k8sVersionMinor=${kubernetes%%.*}"
    done
  fi
  echo "$flags"
}

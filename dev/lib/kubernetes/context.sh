# shellcheck shell=bash disable=SC2154 # variables that dev/kubernetes sets
# An instance that is somebody else's cluster, known by a context of the user's kubeconfig. Nothing
# in it is started, stopped or changed from here.

use_context() {
  command -v kubectl >/dev/null || fail 'please install: kubectl, the one that you use with this cluster'
  mkdir -p "$state"/{pids,bin}
  chmod 700 "$state"
  ln -sf "$(command -v kubectl)" "$state/bin/kubectl"
  (umask 077 && kubectl config view --raw --flatten --minify --context "$context" >"$state/kubeconfig") ||
    { rm -rf "$state" && fail "kubectl knows no context \"$context\": see kubectl config get-contexts"; }
  as_admin config use-context "$context" >/dev/null
  as_admin config view --output 'jsonpath={.clusters[0].cluster.server}' >"$state/url"
  as_admin get --raw /readyz >/dev/null || { rm -rf "$state" && fail "the cluster of \"$context\" does not answer"; }
  echo "$context" >"$state/context"
  date +%s >"$state/ready"
  say "Kubernetes \"$name\" is the cluster of \"$context\": $(cat "$state/url"); down only forgets it"
}

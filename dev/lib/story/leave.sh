# shellcheck shell=bash disable=SC2154 # variables that the other parts set and use
# Part 6: the operator comes and goes; what runs goes on.

tell_leave() {
  [ -n "$(field staging .metadata.name)" ] || step 'The hello app in staging' deploy_staging
  step 'The operator is upgraded' upgrade
  step 'It is uninstalled' uninstall
  step 'It is installed again' install_again
}

# Every pod of the hello apps, by its uid and its restarts.
app_pods() {
  identities staging
  identities production
}

upgrade() {
  pods_before=$(app_pods)
  check 'there are pods to watch' test -n "$pods_before"
  run_helm upgrade --set operator.logLevel=DEBUG
  check 'the apps run in the same pods' equal "$(app_pods)" "$pods_before"
}

uninstall() {
  show_command "helm uninstall twelvefactor-operator -n $operator_namespace"
  "$helm" uninstall twelvefactor-operator --namespace "$operator_namespace" --wait >"$work/helm.log" 2>&1 || fail_with_log 'helm uninstall failed' "$work/helm.log"
  check 'no app was lost' test -n "$(field staging .metadata.uid)"
  check 'the apps run in the same pods' equal "$(app_pods)" "$pods_before"
}

install_again() {
  local release
  release=$(field staging .status.currentRelease)
  run_helm install
  eventually 60 'it looks after its apps again' runs staging "$release"
  check 'in the same pods' equal "$(app_pods)" "$pods_before"
}

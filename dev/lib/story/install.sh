# shellcheck shell=bash disable=SC2034,SC2154 # variables that the other parts set and use
# Part 1: a real node, images in its registry, AWS beside it, the operator by its Helm chart.

tell_install() {
  step 'What is needed' check_prerequisites
  step 'A real node' start_node_here
  step 'Images, by digest' make_images
  step 'AppConfig and DynamoDB (ministack), where pods reach them' start_aws
  step 'The operator, by its Helm chart' install_chart
  step 'It keeps the rules it makes others keep' look_at_operator
  step 'Two namespaces' make_namespaces
}

start_node_here() {
  kubernetes_up=yes
  "$root/dev/kubernetes" build --node >"$work/programs" || fail 'the programs of a node could not be built'
  "$root/dev/kubernetes" up --node --name "$instance" --with-parent $$ >"$work/up.log" 2>&1 ||
    fail_with_log 'the node did not start' "$work/up.log"
  eval "$("$root/dev/kubernetes" env --name "$instance")"
  registry=$TWELVEFACTOR_NODE_REGISTRY
  shown kubectl get nodes -o wide
}

make_images() {
  operator_image=$("$root/dev/image" operator --insecure --push "$registry" 2>"$work/image.log") ||
    fail_with_log "the operator's image could not be built" "$work/image.log"
  say "$operator_image"
  hello_image=$("$root/dev/image" sample-app --insecure --push "$registry" 2>"$work/image.log") ||
    fail_with_log "the sample app's image could not be built" "$work/image.log"
  say "$hello_image"
  next_image=$("$root/dev/lib/image/relabel" "$hello_image" build=2)
  say "$next_image"
  "$root/dev/plugin" install "$work/bin" >"$work/plugin.log" 2>&1 || fail_with_log 'the plugin was not installed' "$work/plugin.log"
  PATH=$work/bin:$PATH
}

start_aws() {
  local port=4566
  aws=http://$TWELVEFACTOR_NODE_ADDRESS:$port
  "$root/dev/lib/aws-local/python-env" >/dev/null 2>"$work/python.log" || fail_with_log 'no Python for ministack' "$work/python.log"
  BIND_HOST=$TWELVEFACTOR_NODE_ADDRESS setpriv --pdeathsig TERM "$root/dev/kubernetes" run --name "$instance" -- \
    "$root/dev/lib/aws-local/ministack" "$port" >"$work/ministack.log" 2>&1 </dev/null &
  disown # it ends with the node, which is nothing to tell of
  eventually 60 "AWS answers at $aws" curl --silent --output /dev/null --noproxy '*' "$aws"
  deploy_config staging greetings
  deploy_config production greetings
}

# deploy_config <environment> <table>: as an operator of AppConfig does, all at once.
deploy_config() {
  "$root/dev/lib/aws-local/deploy-config" "$aws" hello "$1" settings "{\"TableName\": \"$2\"}" >"$work/deploy.log" 2>&1 ||
    fail_with_log 'AppConfig could not be deployed' "$work/deploy.log"
  sed 's/^/  /' "$work/deploy.log"
}

ask_aws() { "$root/dev/lib/story/aws" "$aws" "$@"; }

install_chart() {
  helm=$("$root/dev/chart" tool helm)
  kubectl create namespace "$operator_namespace" >/dev/null
  kubectl label namespace "$operator_namespace" pod-security.kubernetes.io/enforce=restricted >/dev/null
  kubectl create secret generic aws --namespace "$operator_namespace" \
    --from-literal=AWS_ACCESS_KEY_ID=local --from-literal=AWS_SECRET_ACCESS_KEY=local >/dev/null
  local tagged=${operator_image%@*}
  cat >"$work/values.yaml" <<YAML
image:
  repository: ${tagged%:*}
  digest: ${operator_image##*@}
operator: {configInterval: PT5S}
aws: {region: eu-west-1, endpoint: "$aws"}
appConfig:
  pollInterval: PT15S
  access: [{namespace: production, application: hello, environment: production}]
resources:
  requests: {cpu: 50m, memory: 320Mi}
  limits: {memory: 512Mi}
extraEnv:
- {name: AWS_ACCESS_KEY_ID, valueFrom: {secretKeyRef: {name: aws, key: AWS_ACCESS_KEY_ID}}}
- {name: AWS_SECRET_ACCESS_KEY, valueFrom: {secretKeyRef: {name: aws, key: AWS_SECRET_ACCESS_KEY}}}
YAML
  run_helm install
}

# run_helm install|upgrade [option...]
run_helm() {
  local verb=$1
  shift
  show_command "helm $verb twelvefactor-operator helm/twelvefactor-operator -n $operator_namespace --values … --wait $*"
  "$helm" "$verb" twelvefactor-operator "$root/helm/twelvefactor-operator" --namespace "$operator_namespace" \
    --values "$work/values.yaml" --wait --timeout 3m "$@" >"$work/helm.log" 2>&1 || fail_with_log "helm $verb failed" "$work/helm.log"
  grep -E '^(STATUS|REVISION)' "$work/helm.log" | sed 's/^/  /'
}

look_at_operator() {
  local pod='{.items[0].spec' file='.containers[0].securityContext'
  shown kubectl get pods --namespace "$operator_namespace"
  check 'its namespace admits pods of the level restricted only' equal \
    "$(kubectl get namespace "$operator_namespace" -o 'jsonpath={.metadata.labels.pod-security\.kubernetes\.io/enforce}')" restricted
  check 'its root file system is read-only' equal \
    "$(kubectl get pods --namespace "$operator_namespace" -o "jsonpath=$pod$file.readOnlyRootFilesystem}")" true
  "$helm" test twelvefactor-operator --namespace "$operator_namespace" >"$work/helm.log" 2>&1 || fail_with_log 'helm test failed' "$work/helm.log"
  say "${green}✓${plain} helm test"
}

make_namespaces() {
  local namespace
  for namespace in staging production; do
    kubectl create namespace "$namespace" >/dev/null
    kubectl label namespace "$namespace" pod-security.kubernetes.io/enforce=restricted >/dev/null
    kubectl create secret generic aws --namespace "$namespace" \
      --from-literal=AWS_ACCESS_KEY_ID=local --from-literal=AWS_SECRET_ACCESS_KEY=local >/dev/null
  done
  kubectl annotate namespace production twelvefactor.io/promote-from='staging/*' >/dev/null
  shown kubectl get namespaces -L pod-security.kubernetes.io/enforce
}

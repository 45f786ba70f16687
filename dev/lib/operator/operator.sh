# shellcheck shell=bash disable=SC2154 # $root, $work and fail come from the script that reads this
# The operator as an installation has it: its packaged jar, its definitions and roles in the cluster,
# and a ServiceAccount whose token is all it has. dev/demo and the benches use it.

operator_namespace=twelvefactor-system
operator_account=twelvefactor-operator
operator_jar=$root/operator/target/quarkus-app/quarkus-run.jar

# Small and quick to start: the serial collector and only the first compiler.
read -ra operator_jvm_flags <<<"${TWELVEFACTOR_JVM_FLAGS:--Xmx96m -XX:+ExitOnOutOfMemoryError -Xss512k -XX:+UseSerialGC -XX:TieredStopAtLevel=1}"

# Says of each missing prerequisite what it is and what to do; fails after all of them were looked at.
check_prerequisites() {
  local missing=no
  command -v go >/dev/null ||
    missing "Go was not found: install Go 1.26 or newer (https://go.dev/dl); Kubernetes is built from source with it."
  command -v mvn >/dev/null ||
    missing "Maven was not found: install Maven 3.8 or newer (package maven); the operator is built with it."
  command -v openssl >/dev/null ||
    missing "openssl was not found: install it (package openssl); the local control plane's certificates are made with it."
  check_jdk
  [ "$missing" = no ] || fail 'something that is needed is missing; nothing was started'
  say "there are Go, Maven, openssl and JDK $jdk_version"
}

missing() {
  printf '%s\n' "$*" >&2
  missing=yes
}

# JAVA_HOME goes first, because Maven looks there first.
check_jdk() {
  local javac=javac version
  java=java
  if [ -n "${JAVA_HOME:-}" ]; then
    javac=$JAVA_HOME/bin/javac java=$JAVA_HOME/bin/java
  fi
  if ! version=$("$javac" -version 2>/dev/null); then
    missing "A JDK was not found${JAVA_HOME:+ in JAVA_HOME ($JAVA_HOME)}: install JDK 17 or newer (package openjdk-17-jdk-headless)."
    return 0
  fi
  jdk_version=${version#javac }
  if [ "${jdk_version%%[.-]*}" -lt 17 ]; then
    missing "The JDK${JAVA_HOME:+ in JAVA_HOME} is $jdk_version: JDK 17 or newer is needed."
  fi
}

# Directories count, too: a source that went away leaves its mark on the directory it was in.
operator_is_built() {
  [ -f "$operator_jar" ] &&
    [ -z "$(find "$root/pom.xml" "$root"/{crds,appconfig,operator}/{pom.xml,src/main} -newer "$operator_jar" -print -quit)" ]
}

# build_operator <log>: two callers in one tree build one after the other, and the second finds it done.
build_operator() {
  local log=$1 lock builder started=$SECONDS
  exec {lock}<"$root/pom.xml"
  flock "$lock"
  if ! operator_is_built; then
    (cd "$root" && exec mvn -q -B -ntp -pl operator --also-make -DskipTests package) >"$log" 2>&1 </dev/null &
    builder=$!
    show_progress "$builder" 'building the operator with Maven; the first time fetches what it is made of'
    wait "$builder" || fail_with_log 'the operator could not be built' "$log"
    [ -f "$operator_jar" ] || fail_with_log 'Maven built no operator jar' "$log"
    touch "$operator_jar"
    say "built the operator in $((SECONDS - started)) s"
  fi
  exec {lock}<&-
}

# A sign of life now and then; on a terminal one line that is written again.
show_progress() {
  local pid=$1 text=$2 started=$SECONDS last=0
  [ -t 1 ] || say "$text"
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.5
    if [ -t 1 ]; then
      printf '\r  %s: %s s ' "$text" $((SECONDS - started))
    elif [ $((SECONDS - started - last)) -ge 30 ]; then
      last=$((SECONDS - started))
      say "still building, $last s"
    fi
  done
  [ ! -t 1 ] || printf '\r\033[K'
}

fail_with_log() {
  printf 'the end of %s:\n' "$2" >&2
  tail -n 25 "$2" 2>/dev/null | cut -c1-300 | sed 's/^/  /' >&2 || true
  fail "$1"
}

# What an administrator does once: the definition, a namespace, the shipped roles and their bindings.
install_operator() {
  local roles=$root/operator/src/main/resources/rbac/operator.yaml
  kubectl apply --server-side -f "$root/crds/generated" >/dev/null
  kubectl create namespace "$operator_namespace" --dry-run=client -o yaml | kubectl apply --server-side -f - >/dev/null
  kubectl apply --server-side -f "$roles" >/dev/null
  kubectl apply --server-side -f - >/dev/null <<YAML
apiVersion: v1
kind: ServiceAccount
metadata:
  name: $operator_account
  namespace: $operator_namespace
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: $operator_account
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: twelvefactor-operator}
subjects:
- {kind: ServiceAccount, name: $operator_account, namespace: $operator_namespace}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: $operator_account-backing-services
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: twelvefactor-operator-backing-services}
subjects:
- {kind: ServiceAccount, name: $operator_account, namespace: $operator_namespace}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: $operator_account
  namespace: $operator_namespace
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: twelvefactor-operator}
subjects:
- {kind: ServiceAccount, name: $operator_account, namespace: $operator_namespace}
YAML
  kubectl wait --for=condition=Established --timeout=30s crd/twelvefactorapps.twelvefactor.io >/dev/null
}

# The rules of the factors, one policy a file; a file without `kind` says why it has none.
install_policies() {
  local file
  for file in "$root"/operator/src/main/resources/{factors,policies}/*.yaml; do
    if grep -q '^kind:' "$file"; then kubectl apply --server-side -f "$file" >/dev/null; fi
  done
}

# write_operator_kubeconfig <file>: the cluster of the current one, with the ServiceAccount's token.
write_operator_kubeconfig() {
  local file=$1 token server authority
  token=$(kubectl create token "$operator_account" --namespace "$operator_namespace" --duration=24h)
  server=$(kubectl config view --raw --minify --output 'jsonpath={.clusters[0].cluster.server}')
  authority=$(kubectl config view --raw --minify --output 'jsonpath={.clusters[0].cluster.certificate-authority-data}')
  (
    umask 077
    cat >"$file" <<KUBECONFIG
apiVersion: v1
kind: Config
current-context: operator
clusters:
- name: operator
  cluster: {server: "$server", certificate-authority-data: $authority}
users:
- name: operator
  user: {token: $token}
contexts:
- name: operator
  context: {cluster: operator, user: operator}
KUBECONFIG
  )
}

# operator_command <kubeconfig>: sets the array of that name. No proxy stands between the operator and
# a server on this machine; its own port is any that is free.
operator_command() {
  operator_command=(env -u HTTP_PROXY -u HTTPS_PROXY -u ALL_PROXY -u http_proxy -u https_proxy -u all_proxy
    KUBECONFIG="$1" PORT=0 QUARKUS_HTTP_HOST=127.0.0.1 TWELVEFACTOR_NAMESPACE="$operator_namespace"
    "$java" "${operator_jvm_flags[@]}" -jar "$operator_jar")
}

# start_operator <kubeconfig> <log>: sets operator_pid. The operator ends when this script ends, however
# that comes, where setpriv can see to it.
start_operator() {
  local with_us=()
  if setpriv --pdeathsig TERM true 2>/dev/null; then with_us=(setpriv --pdeathsig TERM); fi
  operator_command "$1"
  ${with_us[@]+"${with_us[@]}"} "${operator_command[@]}" >"$2" 2>&1 </dev/null &
  operator_pid=$!
}

# await_operator <log> <seconds>
await_operator() {
  local log=$1 end=$((SECONDS + $2))
  until grep -q 'started in' "$log"; do
    kill -0 "$operator_pid" 2>/dev/null || fail 'the operator ended while it started'
    [ "$SECONDS" -lt "$end" ] || fail "the operator did not start within $2 s"
    sleep 0.1
  done
}

stop_operator() {
  [ -n "${operator_pid:-}" ] || return 0
  kill "$operator_pid" 2>/dev/null || true
  wait "$operator_pid" 2>/dev/null || true
  operator_pid=''
}

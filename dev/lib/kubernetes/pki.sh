# shellcheck shell=bash disable=SC2154 # variables that dev/kubernetes sets
# The certificates of one instance: its own authority, a few certificates under it, and the key that
# signs service account tokens. They are as short-lived as the instance. Because no other instance
# trusts them, a client can never talk to the wrong server by a mix-up of ports.

names_of_certificates=IP:127.0.0.1,DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc

make_pki() {
  mkdir -p "$state/pki"
  (cd "$state/pki" && make_certificates >openssl.log 2>&1) ||
    fail_with_log "could not make the certificates" "$state/pki/openssl.log"
}

# In a condition `set -e` has no effect, so every step says && itself.
make_certificates() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
    -subj '/CN=twelvefactor-ca' -keyout ca.key -out ca.crt &&
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -out sa.key &&
    openssl pkey -in sa.key -pubout -out sa.pub &&
    certificate etcd /CN=etcd serverAuth,clientAuth &&
    certificate apiserver /CN=kube-apiserver serverAuth &&
    certificate apiserver-etcd /CN=kube-apiserver-etcd clientAuth &&
    # RSA, because fabric8's Java client takes every client key for one.
    certificate admin /O=system:masters/CN=admin clientAuth rsa:2048 &&
    certificate kube-controller-manager /CN=system:kube-controller-manager clientAuth &&
    certificate kube-scheduler /CN=system:kube-scheduler clientAuth &&
    more_certificates
}

more_certificates() {
  if [ "$node_kind" = real ]; then
    make_node_certificates
  else
    # KWOK does what a kubelet does for any node; its own name tells its requests apart in the audit log.
    certificate kwok /O=system:masters/CN=kwok clientAuth
  fi
}

# certificate <file name> <subject> <extended key usage> [<key kind>]
certificate() {
  local kind=${4:-ec}
  local options=()
  [[ $kind == ec ]] && options=(-pkeyopt ec_paramgen_curve:prime256v1)
  openssl req -new -newkey "$kind" "${options[@]}" -nodes -subj "$2" -keyout "$1.key" -out "$1.csr" &&
    openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -set_serial "0x$(openssl rand -hex 16)" -days 3650 \
      -out "$1.crt" -extfile <(
        printf '%s\n' basicConstraints=CA:FALSE "extendedKeyUsage=$3" \
          "subjectAltName=$names_of_certificates"
      )
}

# write_kubeconfig <user> <file>
write_kubeconfig() {
  local pki=$state/pki context=twelvefactor-$name
  (
    umask 077
    cat >"$2" <<KUBECONFIG
apiVersion: v1
kind: Config
current-context: $context
clusters:
- name: $context
  cluster:
    server: $(cat "$state/url")
    certificate-authority-data: $(base64 -w0 <"$pki/ca.crt")
users:
- name: $1
  user:
    client-certificate-data: $(base64 -w0 <"$pki/$1.crt")
    client-key-data: $(base64 -w0 <"$pki/$1.key")
contexts:
- name: $context
  context:
    cluster: $context
    user: $1
KUBECONFIG
  )
}

# shellcheck shell=bash disable=SC2154,SC2034 # $root, $lib and the rest come from dev/image
# The operator's image: what it is built from and how its classes are recorded.

title=twelvefactor-operator
pom=$root/operator/image/pom.xml
app=$root/operator/target/quarkus-app

build_contents() {
  # shellcheck source=dev/lib/operator/operator.sh
  . "$lib/operator/operator.sh"
  build_operator "$session_dir/build.log"
}

# record_classes <java> <directory>: a run that makes an app's first release on a control plane of its
# own.
record_classes() {
  local java=$1 directory=$2 end
  export TWELVEFACTOR_RUN=$session_dir/kubernetes
  "$root/dev/kubernetes" up --with-parent $$ >&2
  eval "$("$root/dev/kubernetes" env)"
  install_operator
  write_operator_kubeconfig "$session_dir/operator.kubeconfig"
  (cd "$directory" && exec env KUBECONFIG="$session_dir/operator.kubeconfig" PORT=0 QUARKUS_HTTP_HOST=127.0.0.1 \
    TWELVEFACTOR_NAMESPACE="$operator_namespace" "$java" "${archive_flags[@]}" -XX:ArchiveClassesAtExit=app.jsa \
    -Xlog:disable -Xlog:all=error:stderr -jar quarkus-run.jar) >"$session_dir/operator.log" 2>&1 </dev/null &
  session_pids+=($!)
  await_started "$session_dir/operator.log" $!
  kubectl apply -f "$root/examples/hello.yaml" >&2
  end=$((SECONDS + 120))
  until [ -n "$(kubectl get tfa --all-namespaces --output 'jsonpath={.items[*].status.conditions[*].type}' 2>/dev/null)" ]; do
    [ "$SECONDS" -lt "$end" ] || fail 'The operator said nothing of an app while its classes were recorded.'
    sleep 0.2
  done
  stop "${session_pids[-1]}"
  "$root/dev/kubernetes" down >&2
  [ -s "$directory/app.jsa" ] || { cat "$session_dir/operator.log" >&2 && fail 'The class archive was not made.'; }
}

# The collector and the compilers must be those of the runs to come, or the archive is not used.
archive_flags=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m -Xss512k)

await_started() {
  local end=$((SECONDS + 120))
  until grep -qs 'started in' "$1"; do
    if ! kill -0 "$2" 2>/dev/null || [ "$SECONDS" -ge "$end" ]; then
      cat "$1" >&2
      fail 'The operator did not start.'
    fi
    sleep 0.1
  done
}

recording_of_classes() { cat "$lib/image/operator.sh"; }

# Sourced: starts what a script needs on free loopback ports and stops it when the script ends.

session_dir=$(mktemp -d)
session_pids=()

fail() {
  echo "$*" >&2
  exit 1
}

end_session() {
  local pid
  for pid in "${session_pids[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
  for pid in "${session_pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$session_dir"
}
trap end_session EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# start NAME COMMAND...: in the background, output to $session_dir/NAME.log; sets $started.
start() {
  local name=$1
  shift
  "$@" >"$session_dir/$name.log" 2>&1 </dev/null &
  started=$!
  session_pids+=("$started")
}

# stop PID: waits until it has ended.
stop() {
  kill -TERM "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

# await NAME PID PORT: until it listens, at most five minutes (the first start installs).
await() {
  local name=$1 pid=$2 port=$3
  for _ in {1..3000}; do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && return 0
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  cat "$session_dir/$name.log" >&2
  fail "$name did not start (its output is above)."
}

# local_aws: ministack with the configuration hello/local/settings naming table "greetings";
# exports what the AWS SDKs and the app read.
local_aws() {
  local port
  port=$(free_port)
  start ministack "$lib/aws-local/ministack" "$port"
  await ministack "$started" "$port"
  export AWS_ENDPOINT_URL_APPCONFIGDATA=http://127.0.0.1:$port
  export AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:$port
  export AWS_REGION=eu-west-1 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local
  export APPCONFIG_APPLICATION=hello APPCONFIG_ENVIRONMENT=local APPCONFIG_PROFILE=settings
  export APPCONFIG_POLL_SECONDS=15
  "$lib/aws-local/deploy-config" "http://127.0.0.1:$port" hello local settings \
    '{"TableName": "greetings"}' >"$session_dir/deploy.log" 2>&1 \
    || { cat "$session_dir/deploy.log" >&2; fail "The configuration could not be deployed to ministack."; }
}

# build_app: the jar, unless it is there and newer than the sources.
build_app() {
  app=$root/sample-app/target/quarkus-app
  if [ ! -e "$app/quarkus-run.jar" ] || [ -n "$(find "$root/appconfig/src/main" "$root/sample-app/src/main" "$root/sample-app/pom.xml" -newer "$app/quarkus-run.jar" -print -quit)" ]; then
    command -v mvn >/dev/null || fail "mvn was not found on the PATH; it builds the app."
    echo "Building the sample app ..." >&2
    mvn --quiet --batch-mode --file "$root/pom.xml" --projects appconfig,sample-app --also-make \
      -DskipTests package >&2 || fail "The build failed (see above)."
  fi
}

# shellcheck shell=bash disable=SC2154 # variables that the other parts set
# How the story looks at what is: conditions, pods, answers. What is asserted is printed.

# check <what> <command...>: says what holds, or fails.
check() {
  local what=$1
  shift
  "$@" || fail "it is not so that $what"
  say "${green}✓${plain} $what"
}

# eventually <seconds> <what> <command...>: says how long it took.
eventually() {
  local limit=$1 what=$2 began
  shift 2
  began=$(now_us)
  until "$@"; do
    [ $((($(now_us) - began) / 1000000)) -lt "$limit" ] || fail "after $limit s it is not so that $what"
    sleep 0.3
  done
  say "${green}✓${plain} $what ${dim}(after $(seconds_since "$began") s)${plain}"
}

equal() {
  [ "$1" = "$2" ] || { printf '  expected: %s\n  but was:  %s\n' "$2" "$1" >&2 && return 1; }
}

# field <namespace> <jsonpath below the app hello>
field() { kubectl get tfa hello --namespace "$1" --output "jsonpath={$2}" 2>/dev/null; }

# The status speaks of this very spec.
is_observed() { [ "$(field "$1" .status.observedGeneration)" = "$(field "$1" .metadata.generation)" ]; }

# runs <namespace> <release>
runs() {
  is_observed "$1" && [ "$(field "$1" .status.currentRelease)" = "$2" ] &&
    [ "$(field "$1" '.status.conditions[?(@.type=="Ready")].status')" = True ]
}

# reason_is <namespace> <reason>: of Ready
reason_is() { is_observed "$1" && [ "$(field "$1" '.status.conditions[?(@.type=="Ready")].reason')" = "$2" ]; }

message_of() { field "$1" '.status.conditions[?(@.type=="Ready")].message'; }

# web_pods <namespace> <template>: a line for each replica of web that is not ending.
web_pods() {
  kubectl get pods --namespace "$1" --selector app.kubernetes.io/instance=hello,twelvefactor.io/process=web \
    --output go-template="{{range .items}}{{if not .metadata.deletionTimestamp}}$2{{\"\n\"}}{{end}}{{end}}" | sort
}

# Each replica by its uid and its restarts.
identities() { web_pods "$1" '{{.metadata.uid}}{{range .status.containerStatuses}} {{.restartCount}}{{end}}'; }

# answers <namespace>: what each replica says, asked one by one, without its time.
answers() {
  local ip
  for ip in $(web_pods "$1" '{{.status.podIP}}'); do
    curl --silent --fail --max-time 5 --noproxy '*' -H 'Accept: application/json' "http://$ip:8080/hello" |
      python3 -c 'import json,sys; a = json.load(sys.stdin); print(a["name"], a["bgColor"], "stale" if a["stale"] else "fresh")' || return 1
  done
}

# all_answer <namespace> <count> <answer>: every one of so many replicas
all_answer() {
  local given expected
  given=$(answers "$1" 2>/dev/null) || return 1
  expected=$(for _ in $(seq "$2"); do echo "$3"; done)
  [ "$given" = "$expected" ]
}

image_of() { kubectl get deployment hello-web --namespace "$1" --output 'jsonpath={.spec.template.spec.containers[0].image}'; }

# verdict_is <namespace> <factor's number> <verdict>
verdict_is() { [ "$(field "$1" ".status.factors[?(@.number==$2)].verdict")" = "$3" ]; }

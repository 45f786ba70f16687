# shellcheck shell=bash disable=SC2034,SC2154 # variables that the other parts set and use
# Part 3, production: what staging ran, and somebody approved. Config is a Snapshot: a switch of AppConfig is a
# release, and a rollback brings code and config back together.

tell_release() {
  [ -n "$(field staging .metadata.name)" ] || { step 'The hello app in staging' deploy_staging && seed && two_answer && back_up && restore; }
  step 'Production waits for staging, and for a yes' deploy_production
  step 'Somebody approves' approve_production
  step 'AppConfig is switched: a release' switch_snapshot
  step 'A new build: staging, approval, production' promote
  step 'Back to release 1: code and config' roll_back
  step 'On again with the spec' go_on
  step 'A release that cannot start is held; the good one serves' hold_bad
}

parity='  parity: {promotedFrom: {namespace: staging, name: hello}, approval: Required}'

deploy_production() {
  deploy_config production greetings
  hello_app production "$next_image" Snapshot "$parity" >"$work/production.yaml"
  show_command "kubectl apply -f production.yaml   # with an image that staging never ran"
  kubectl apply -f "$work/production.yaml" >/dev/null
  eventually 60 'it waits: staging does not run this image' reason_is production AwaitingPromotion
  say "  $(message_of production)"
  hello_app production "$hello_image" Snapshot "$parity" >"$work/production.yaml"
  show_command 'kubectl apply -f production.yaml   # with the image that staging runs'
  kubectl apply -f "$work/production.yaml" >/dev/null
  eventually 60 'it waits for approval' reason_is production AwaitingApproval
  say "  $(message_of production)"
  check 'nothing runs yet' equal "$(web_pods production x)" ''
}

approve_production() {
  shown kubectl twelvefactor approve hello --namespace production
  eventually 120 'release 1 runs in production' runs production 1
  eventually 30 'its two replicas answer' have_answers production 2
  answers production | sed 's/^/  /'
}

# Each release of production is approved, one that only config made as well.
approve_next() {
  eventually 90 'a release waits for approval' reason_is production AwaitingApproval
  kubectl twelvefactor approve hello --namespace production | sed 's/^/  /'
}

switch_snapshot() {
  local before
  before=$(identities production)
  deploy_config production greetings-2
  approve_next
  eventually 120 'release 2 runs' runs production 2
  eventually 30 'both replicas answer in the new colour' all_answer production 2 "${greeting% * *} lightgreen fresh"
  check 'in new pods' test "$(identities production)" != "$before"
  shown kubectl twelvefactor diff hello 1 2 --namespace production
}

promote() {
  local release
  hello_app staging "$next_image" Live >"$work/staging.yaml"
  kubectl apply -f "$work/staging.yaml" >/dev/null
  eventually 120 'staging runs the new build' runs staging 2
  shown kubectl twelvefactor promote hello --namespace production
  approve_next
  eventually 120 'release 3 runs in production' runs production 3
  check 'by the very digest of staging' equal "$(image_of production)" "$(image_of staging)"
  shown kubectl twelvefactor releases hello --namespace production
}

roll_back() {
  shown kubectl twelvefactor rollback hello 1 --namespace production
  if ! runs production 4 && reason_is production AwaitingApproval; then approve_next; fi
  eventually 150 'release 4 runs' runs production 4
  check "with the code of release 1" equal "$(image_of production)" "$hello_image"
  eventually 30 'and its config: the old colour' all_answer production 2 "$greeting"
}

go_on() {
  shown kubectl twelvefactor rollback hello --clear --namespace production
  approve_next
  eventually 150 'release 5 runs' runs production 5
  eventually 30 'the new colour again' all_answer production 2 "${greeting% * *} lightgreen fresh"
}

# No image of that digest is in the registry.
hold_bad() {
  local before bad
  before=$(identities staging)
  bad=${hello_image%@*}@sha256:$(printf '%064d' 7)
  hello_app staging "$bad" Live '  release: {progressDeadlineSeconds: 20}' >"$work/bad.yaml"
  shown kubectl apply -f "$work/bad.yaml"
  eventually 90 'the release failed, and the app says why' reason_is staging ReleaseFailed
  shown kubectl get tfa hello --namespace staging
  shown kubectl twelvefactor why hello --namespace staging
  check 'the pods that served still do' equal "$(comm -12 <(identities staging) <(echo "$before"))" "$before"
  shown kubectl apply -f "$work/staging.yaml"
  eventually 90 'taken back' runs staging 2
  check 'they are the same pods' equal "$(identities staging)" "$before"
}

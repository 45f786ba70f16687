# shellcheck shell=bash disable=SC2034,SC2154 # variables that the other parts set and use
# Part 2, staging: the AWS reference solution's demonstration. Config is delivered Live: AppConfig switches
# the table under running processes.

tell_hello() {
  step 'The hello app in staging' deploy_staging
  step 'The table is seeded by an admin process' seed
  step 'Two replicas answer' two_answer
  step 'The backup, on demand, in the release that runs' back_up
  step 'Restored to another table, and changed there' restore
  step 'AppConfig points to it: new colour, no restart' switch_live
  step 'What the operator saw' print_scorecard staging
}

# hello_app <namespace> <image> <delivery> [more of the spec, in YAML]
hello_app() {
  cat <<YAML
apiVersion: twelvefactor.io/v1alpha1
kind: TwelveFactorApp
metadata: {name: hello, namespace: $1}
spec:
  codebase: {repository: https://github.com/aws-samples/twelve-factor-app-ecs-blog}
  image: $2
  config:
    sources:
    - appConfig: {application: hello, environment: $1, profile: settings, delivery: $3}
    - secretRef: {name: aws}
    env:
    - {name: AWS_REGION, value: eu-west-1}
    - {name: AWS_ENDPOINT_URL, value: "$aws"}
    - {name: APPCONFIG_POLL_SECONDS, value: "15"}
    required: [AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY]
  backingServices:
  - {name: table, type: dynamodb, values: {tableName: greetings}}
  processes:
  - name: web
    port: 8080
    replicas: ${replicas:-2}
    resources: {requests: {cpu: 50m, memory: 128Mi}, limits: {memory: 256Mi}}
    health: {readiness: {path: /health/ready}, liveness: {path: /health/live}}
    shutdown: {drainSeconds: 20}
  adminProcesses:
  - {name: backup-table, args: [backup-table], schedule: "0 3 * * *", timeZone: Etc/UTC}
  - {name: seed-table, args: [seed-table]}
${4:-}
YAML
}

deploy_staging() {
  hello_app staging "$hello_image" Live >"$work/staging.yaml"
  shown kubectl apply -f "$work/staging.yaml"
  eventually 120 'release 1 runs' runs staging 1
  shown kubectl get tfa,deployments,pods,cronjobs --namespace staging
}

seed() {
  shown kubectl twelvefactor run hello seed-table --namespace staging
  check "the table is there" test -n "$(ask_aws item greetings)"
}

two_answer() {
  eventually 30 'both replicas greet from the table' have_answers staging 2
  answers staging | sed 's/^/  /'
  greeting=$(answers staging | sed -n 1p)
}

have_answers() { [ "$(answers "$1" 2>/dev/null | grep -c fresh)" = "$2" ]; }

back_up() {
  local cronjob
  cronjob=$(kubectl get cronjob hello-backup-table --namespace staging -o 'jsonpath={.spec.jobTemplate.spec.template.spec.containers[0].image}')
  check "the CronJob has the app's very image" equal "$cronjob" "$(image_of staging)"
  shown kubectl twelvefactor run hello backup-table --namespace staging >"$work/backup.log"
  cat "$work/backup.log"
  backup=$(grep -o '"backupArn":"[^"]*"' "$work/backup.log" | cut -d'"' -f4)
  check 'it printed the ARN of a backup' test -n "$backup"
  check 'AWS has a backup of the table' grep -q ' greetings$' <(ask_aws backups)
}

restore() {
  local run='{"apiVersion":"twelvefactor.io/v1alpha1","kind":"AdminRun","metadata":{"name":"restore","namespace":"staging"},"spec":{"app":"hello","args":["restore-table","--backup","'$backup'","--to","greetings-2"]}}'
  show_command "kubectl apply -f - <<< '$run'"
  kubectl apply -f - <<<"$run" >/dev/null
  kubectl wait adminrun/restore --namespace staging --for=condition=Complete --timeout=120s >/dev/null ||
    fail "the table was not restored: $(kubectl get adminrun restore --namespace staging -o 'jsonpath={.status.conditions}')"
  kubectl logs job/restore --namespace staging | sed 's/^/  /'
  ask_aws colour greetings-2 'lightgreen'
  check 'the restored table is another colour' grep -q 'lightgreen' <(ask_aws item greetings-2)
  check 'the first one is as it was' grep -vq 'lightgreen' <(ask_aws item greetings)
}

switch_live() {
  local before releases
  before=$(identities staging)
  releases=$(field staging '.status.releases[*].number')
  deploy_config staging greetings-2
  eventually 60 'both replicas answer in the new colour' all_answer staging 2 "${greeting% * *} lightgreen fresh"
  check 'they are the same pods, never restarted' equal "$(identities staging)" "$before"
  check 'and it is no release' equal "$(field staging '.status.releases[*].number')" "$releases"
}

# shellcheck shell=bash disable=SC2034,SC2154 # the parts set and use the same variables
# How the demo speaks: steps, commands as one would type them, what changes as it changes, the scorecard.

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
  bold=$'\033[1m' dim=$'\033[2m' green=$'\033[32m' yellow=$'\033[33m' red=$'\033[31m' plain=$'\033[0m'
else
  bold='' dim='' green='' yellow='' red='' plain=''
fi

numerals=('' I II III IV V VI VII VIII IX X XI XII)

# EPOCHREALTIME has a comma in some languages.
now_us() { echo "${EPOCHREALTIME//[!0-9]/}"; }

# seconds_since <microseconds>: with one decimal
seconds_since() {
  local tenths=$((($(now_us) - $1) / 100000))
  echo "$((tenths / 10)).$((tenths % 10))"
}

say() { printf '  %s\n' "$*"; }

# step <title> <command...>: whatever fails from here on failed in this step.
step() {
  current_step=$1
  shift
  printf '\n%s== %s%s  %s(%s s)%s\n' "$bold" "$current_step" "$plain" "$dim" "$(seconds_since "$started")" "$plain"
  "$@"
}

fail() {
  printf '%sdev/%s: %s%s\n' "$red" "${0##*/}" "$*" "$plain" >&2
  exit 1
}

show_command() { printf '  %s$ %s%s\n' "$bold" "$*" "$plain"; }

# Shows a command, runs it and shows what it prints; fails if the command does.
shown() {
  show_command "$@"
  "$@" | sed 's/^/  /'
}

# columns of the terminal, or enough for a log
width() {
  local columns=''
  [ ! -t 1 ] || columns=$(tput cols 2>/dev/null || true)
  echo "${columns:-130}"
}

# follow <seconds> <goal>: shows the app's status whenever it changes, until the goal, a command over
# the variables below, holds. The server tells of changes; nothing is polled.
follow() {
  local seconds=$1 goal=$2 began line last='' left
  began=$(now_us)
  start_watch
  while left=$((seconds * 1000 - ($(now_us) - began) / 1000)) && [ "$left" -gt 0 ]; do
    IFS='|' read -r -t "$((left / 1000)).$(printf '%03d' $((left % 1000)))" -u "$watch_fd" \
      ready reason release processes observed generation message || break
    line=$(printf 'Ready=%-7s %-23s %-5s %s' "${ready:-Unknown}" "${reason:--}" "${processes:--}" "$message")
    if [ "$line" != "$last" ]; then
      printf '  %s%5s s%s  %s\n' "$dim" "$(seconds_since "$began")" "$plain" "$line"
      last=$line
    fi
    if "$goal"; then
      stop_watch
      return 0
    fi
  done
  stop_watch
  return 1
}

start_watch() {
  local ready='.status.conditions[?(@.type=="Ready")]' status='.status'
  exec {watch_fd}< <(exec kubectl get tfa hello --namespace demo --watch --output "jsonpath={$ready.status}|{$ready.reason}|{$status.currentRelease}|{$status.processesReady}|{$status.observedGeneration}|{.metadata.generation}|{$ready.message}{\"\n\"}")
  watch_pid=$!
}

stop_watch() {
  kill "$watch_pid" 2>/dev/null || true
  exec {watch_fd}<&-
  watch_pid=''
}

# The status speaks of the spec as it is now.
is_up_to_date() { [ -n "$observed" ] && [ "$observed" = "$generation" ]; }
is_ready() { is_up_to_date && [ "$ready" = True ]; }
is_held() { is_up_to_date && [ "$ready" = False ] && [[ $message == *DATABASE_URL* ]]; }

# A line a factor; long evidence goes on in the next line, below itself.
print_scorecard() {
  local template number name verdict evidence indent=42 room
  template='{{range .status.factors}}{{.number}}{{"\t"}}{{.name}}{{"\t"}}{{.verdict}}{{"\t"}}{{.evidence}}{{"\n"}}{{end}}'
  room=$(($(width) - indent))
  [ "$room" -ge 40 ] || room=40
  while IFS=$'\t' read -r number name verdict evidence; do
    printf '  %4s  %-19s %s%-13s%s  ' "${numerals[number]}" "$name" "$(colour_of "$verdict")" "$verdict" "$plain"
    fold -s -w "$room" <<<"$evidence" | sed "2,\$s/^/$(printf '%*s' "$indent" '')/"
  done < <(kubectl get tfa hello --namespace demo --output go-template="$template")
}

colour_of() {
  case $1 in
    Pass) printf %s "$green" ;;
    Fail) printf %s "$red" ;;
    NotApplicable) printf %s "$dim" ;;
    *) printf %s "$yellow" ;;
  esac
}

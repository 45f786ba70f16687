# shellcheck shell=bash disable=SC2034,SC2154 # the parts set and use the same variables
# How the commands for people speak: steps, and commands as one would type them.

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
  bold=$'\033[1m' dim=$'\033[2m' green=$'\033[32m' yellow=$'\033[33m' red=$'\033[31m' plain=$'\033[0m'
else
  bold='' dim='' green='' yellow='' red='' plain=''
fi

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

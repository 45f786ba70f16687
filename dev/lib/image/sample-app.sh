# shellcheck shell=bash disable=SC2154,SC2034 # $root, $lib and the rest come from dev/image
# The sample app's image: what it is built from and how its classes are recorded.

title=twelvefactor-sample
pom=$root/sample-app/image/pom.xml

# Sets $app, the directory of the packaged app.
build_contents() { build_app; }

# record_classes <java> <directory>: a run that is asked what probes and users ask.
record_classes() {
  # Not in a subshell: what it starts would not be ended with this script.
  local_aws
  "$1" -jar "$2/quarkus-run.jar" seed-table >&2
  "$lib/image/class-archive" "$1" "$2"
}

recording_of_classes() { cat "$lib/image/class-archive"; }

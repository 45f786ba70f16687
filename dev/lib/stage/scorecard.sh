# shellcheck shell=bash disable=SC2034,SC2154 # the parts set and use the same variables
# What the operator says of each factor of the app hello, with its evidence.

numerals=('' I II III IV V VI VII VIII IX X XI XII)

# print_scorecard <namespace>: a line a factor; long evidence goes on in the next line, below itself.
print_scorecard() {
  local namespace=$1 template number name verdict evidence indent=42 room
  template='{{range .status.factors}}{{.number}}{{"\t"}}{{.name}}{{"\t"}}{{.verdict}}{{"\t"}}{{.evidence}}{{"\n"}}{{end}}'
  room=$(($(width) - indent))
  [ "$room" -ge 40 ] || room=40
  while IFS=$'\t' read -r number name verdict evidence; do
    printf '  %4s  %-19s %s%-13s%s  ' "${numerals[number]}" "$name" "$(colour_of "$verdict")" "$verdict" "$plain"
    fold -s -w "$room" <<<"$evidence" | sed "2,\$s/^/$(printf '%*s' "$indent" '')/"
  done < <(kubectl get tfa hello --namespace "$namespace" --output go-template="$template")
}

colour_of() {
  case $1 in
    Pass) printf %s "$green" ;;
    Fail) printf %s "$red" ;;
    NotApplicable) printf %s "$dim" ;;
    *) printf %s "$yellow" ;;
  esac
}

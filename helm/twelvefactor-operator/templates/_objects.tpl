{{/*
An object from one of the operator's own files, with this release's labels. Parsed and printed anew, and
never taken for a template: CEL may contain double braces.
Takes a dictionary: root, object, annotations.
*/}}
{{- define "twelvefactor.object" -}}
{{- $metadata := .object.metadata -}}
{{- $labels := merge (dict) ($metadata.labels | default dict) (include "twelvefactor.labels" .root | fromYaml) -}}
{{- $_ := set $metadata "labels" $labels -}}
{{- with .annotations -}}
{{- $_ := set $metadata "annotations" (merge (dict) . ($metadata.annotations | default dict)) -}}
{{- end -}}
---
{{ toYaml .object }}
{{ end -}}

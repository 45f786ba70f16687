{{- define "twelvefactor.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 53 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 53 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "twelvefactor.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "twelvefactor.fullname" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name | default "default" -}}
{{- end -}}
{{- end -}}

{{/* The user that the operator is to the API server. */}}
{{- define "twelvefactor.user" -}}
{{- printf "system:serviceaccount:%s:%s" .Release.Namespace (include "twelvefactor.serviceAccount" .) -}}
{{- end -}}

{{/* What never changes in a release: selectors cannot. */}}
{{- define "twelvefactor.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* The operator finds its own objects by managed-by: twelvefactor-operator, which these must not carry. */}}
{{- define "twelvefactor.labels" -}}
{{ include "twelvefactor.selector" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: twelvefactor
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "twelvefactor.image" -}}
{{- with .Values.image -}}
{{- if not .repository -}}
{{- fail "image.repository: no image of the operator is published yet; build and push one with `dev/image operator --push <registry>`, which prints <registry>/<name>:<tag>@<digest>, and set image.repository to <registry>/<name> and image.digest to <digest>" -}}
{{- end -}}
{{- if .digest -}}
{{- printf "%s@%s" .repository .digest -}}
{{- else -}}
{{- printf "%s:%s" .repository (.tag | default $.Chart.AppVersion) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* The operator's rights to read custom resources, as rules. */}}
{{- define "twelvefactor.backingServices" -}}
{{- range .Values.rbac.backingServices }}
- apiGroups: {{ toJson .apiGroups }}
  resources: {{ toJson .resources }}
  verbs: [list, watch]
{{- end }}
{{- end -}}

{{/* AppConfig's access list as the operator reads it: namespace=application/environment/profile@role */}}
{{- define "twelvefactor.appConfigAccess" -}}
{{- $rules := list -}}
{{- range .Values.appConfig.access -}}
{{- $rule := printf "%s=%s/%s/%s" .namespace .application (.environment | default "*") (.profile | default "*") -}}
{{- if .roleArn -}}{{- $rule = printf "%s@%s" $rule .roleArn -}}{{- end -}}
{{- $rules = append $rules $rule -}}
{{- end -}}
{{- join "," $rules -}}
{{- end -}}

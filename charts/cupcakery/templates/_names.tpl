{{/* The chart's name in labels. */}}
{{- define "cupcakery.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 52 | trimSuffix "-" -}}
{{- end -}}

{{/* The release's name for its objects: two releases in one namespace have different ones. */}}
{{- define "cupcakery.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" -}}
{{- else if contains (include "cupcakery.name" .) .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "cupcakery.name" .) | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/*
  An object's name: (list root "suffix"). At most 52 characters, since a StatefulSet's pods bear a hash of 10 in a
  label of 63; a longer name keeps its head and gets a hash, so that two long ones never meet.
*/}}
{{- define "cupcakery.named" -}}
{{- $full := printf "%s-%s" (include "cupcakery.fullname" (first .)) (last .) -}}
{{- if le (len $full) 52 -}}{{ $full }}{{- else -}}{{ $full | trunc 43 | trimSuffix "-" }}-{{ $full | sha256sum | trunc 8 }}{{- end -}}
{{- end -}}

{{- define "cupcakery.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "cupcakery.release" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: cupcakery
{{- end -}}

{{/* What all pods of the release share. */}}
{{- define "cupcakery.release" -}}
app.kubernetes.io/name: {{ include "cupcakery.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* What selects the pods of one component: (dict "root" $ "component" "order-api" "workflow" ... "stage" ...). */}}
{{- define "cupcakery.selector" -}}
{{ include "cupcakery.release" .root }}
app.kubernetes.io/component: {{ .component }}
{{- with .workflow }}
cupcakery.io/workflow: {{ . }}
{{- end }}
{{- with .stage }}
cupcakery.io/stage: {{ . }}
{{- end }}
{{- end -}}

{{/* An image: (list root .Values.image.services). A digest wins over a tag. Fails unless the name has a registry. */}}
{{- define "cupcakery.image" -}}
{{- $root := first . -}}
{{- $image := last . -}}
{{- $name := $image.repository -}}
{{- with $root.Values.image.registry }}{{ $name = printf "%s/%s" (trimSuffix "/" .) $name }}{{ end -}}
{{- /* As container runtimes tell a host: anything else is pulled from docker.io, where its owner is whoever came first. */ -}}
{{- if not (regexMatch "^(localhost|[^/]*[.:][^/]*)/" $name) -}}
{{- fail (printf "%s names no registry, so it would be pulled from docker.io, where anybody may have taken the name: set image.registry to yours, such as europe-docker.pkg.dev/project/repo, or to localhost for images that only the nodes have." $name) -}}
{{- end -}}
{{- $name -}}
{{- if $image.digest -}}@{{ $image.digest }}{{- else -}}:{{ default $root.Chart.AppVersion $image.tag }}{{- end -}}
{{- end -}}

{{/* Name and selector of a stage's external metric: (dict "root" $ "stage" $stage "kind" "metric" or "ageMetric"). */}}
{{- /* builtin: the records of the lag, since its offsets include the markers of transactions, which are no work. */}}
{{- define "cupcakery.externalMetric" -}}
{{- $scaling := .root.Values.scaling -}}
{{- $stage := .stage -}}
{{- $builtin := dict "metric" "kafka_consumergroup_records_sum" "ageMetric" "kafka_consumergroup_oldest_age_seconds" "selector" (dict "consumergroup" "{group}" "topic" "{topic}") -}}
{{- $from := eq $scaling.source "external" | ternary $scaling.external $builtin -}}
name: {{ get $from .kind }}
selector:
  matchLabels:
    {{- range $label, $value := $from.selector }}
    {{ $label }}: {{ $value | replace "{group}" $stage.group | replace "{topic}" $stage.topic | replace "{workflow}" $stage.workflow | replace "{stage}" $stage.name | replace "{namespace}" $.root.Release.Namespace | quote }}
    {{- end }}
{{- end -}}

{{/* One alert: (dict "root" $ "alert" … "severity" … "for" … "expr" … "labels" {…} "summary" … "description" …). */}}
{{- define "cupcakery.rule" -}}
{{- $url := .root.Values.monitoring.rules.runbookUrl -}}
- alert: Cupcakery{{ .alert }}
  expr: {{ .expr | quote }}
  for: {{ .for }}
  labels:
    severity: {{ .severity }}
    namespace: {{ .root.Release.Namespace | quote }}
    {{- range $label, $value := .labels }}
    {{ $label }}: {{ $value | quote }}
    {{- end }}
  annotations:
    summary: {{ .summary | quote }}
    description: {{ .description | quote }}
    {{- with $url }}
    runbook_url: {{ printf "%s%s" . (lower (printf "Cupcakery%s" $.alert)) | quote }}
    {{- end }}
{{- end -}}

{{/* A Kubernetes name for a topic. Kafka allows more characters; what had to be changed gets a hash, so that two never meet. */}}
{{- define "cupcakery.topicObject" -}}
{{- $safe := regexReplaceAll "[^a-z0-9.-]" (lower .) "-" | trimAll "-." -}}
{{- if eq $safe . -}}{{ . }}{{- else -}}{{ $safe }}-{{ . | sha256sum | trunc 8 }}{{- end -}}
{{- end -}}

{{- define "lag.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 52 | trimSuffix "-" -}}
{{- end -}}

{{- define "lag.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" -}}
{{- else if contains (include "lag.name" .) .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "lag.name" .) | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Names of objects without a namespace hold the release's, or two releases would share them. */}}
{{- define "lag.clusterName" -}}
{{- printf "%s-%s" .Release.Namespace (include "lag.fullname" .) -}}
{{- end -}}

{{- define "lag.selector" -}}
app.kubernetes.io/name: {{ include "lag.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "lag.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "lag.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: cupcakery
{{- end -}}

{{/* A digest wins over a tag. Fails unless the name has a registry. */}}
{{- define "lag.image" -}}
{{- $image := .Values.image -}}
{{- $name := $image.repository -}}
{{- with $image.registry }}{{ $name = printf "%s/%s" (trimSuffix "/" .) $name }}{{ end -}}
{{- /* As container runtimes tell a host: anything else is pulled from docker.io, where its owner is whoever came first. */ -}}
{{- if not (regexMatch "^(localhost|[^/]*[.:][^/]*)/" $name) -}}
{{- fail (printf "%s names no registry, so it would be pulled from docker.io, where anybody may have taken the name: set image.registry to yours, such as europe-docker.pkg.dev/project/repo, or to localhost for images that only the nodes have." $name) -}}
{{- end -}}
{{- $name -}}
{{- if $image.digest -}}@{{ $image.digest }}{{- else -}}:{{ default .Chart.AppVersion $image.tag }}{{- end -}}
{{- end -}}

{{- define "lag.kafkaNamespace" -}}
{{- default .Release.Namespace .Values.kafka.namespace -}}
{{- end -}}

{{- define "lag.kafkaBrokers" -}}
{{- if .Values.kafka.brokers -}}
{{- join "," .Values.kafka.brokers -}}
{{- else -}}
{{- /* Strimzi's Kafka takes passwords and certificates by a listener each. */}}
{{- $port := eq .Values.kafka.authentication "tls" | ternary 9094 9093 -}}
{{- printf "%s-kafka-bootstrap.%s.svc:%d" .Values.kafka.cluster (include "lag.kafkaNamespace" .) $port -}}
{{- end -}}
{{- end -}}

{{- define "lag.kafkaCaSecret" -}}
{{- if .Values.kafka.ca.secret -}}
{{- .Values.kafka.ca.secret -}}
{{- else if and .Values.kafka.cluster (not .Values.kafka.brokers) -}}
{{- printf "%s-cluster-ca-cert" .Values.kafka.cluster -}}
{{- end -}}
{{- end -}}

{{- define "lag.kafkaUser" -}}
{{- default (include "lag.fullname" .) .Values.kafka.user.name -}}
{{- end -}}

{{/* Topics that the user may read, as JSON. Who may read all already keeps that until somebody says which: else autoscalers that follow other topics would stand still after an upgrade. */}}
{{- define "lag.readTopics" -}}
{{- $topics := .Values.kafka.user.readTopics -}}
{{- if not (kindIs "slice" $topics) -}}
{{- $topics = list "orderrequests" "readyto*" "cupcakes.commands" "cupcakes.work" -}}
{{- if .Capabilities.APIVersions.Has "kafka.strimzi.io/v1" -}}
{{- $user := lookup "kafka.strimzi.io/v1" "KafkaUser" (include "lag.kafkaNamespace" .) (include "lag.kafkaUser" .) -}}
{{- range dig "spec" "authorization" "acls" list $user -}}
{{- if and (eq .resource.type "topic") (eq (default "" .resource.name) "*") (has "Read" (default list .operations)) -}}
{{- $topics = list "*" -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- toJson $topics -}}
{{- end -}}

{{/* Namespaces in which scaling is explained, as JSON; "*" is all. */}}
{{- define "lag.scalingNamespaces" -}}
{{- default (list .Release.Namespace) .Values.explainScaling.namespaces | toJson -}}
{{- end -}}

{{/* Secret with tls.crt, tls.key and ca.crt. */}}
{{- define "lag.certificateSecret" -}}
{{- $certificate := .Values.externalMetrics.certificate -}}
{{- eq $certificate.source "existing" | ternary $certificate.secret (printf "%s-serving" (include "lag.fullname" .)) -}}
{{- end -}}

{{/* Megabytes of heap: three quarters of the memory limit, which is Mi or Gi. */}}
{{- define "lag.heap" -}}
{{- $limit := toString .Values.resources.limits.memory -}}
{{- if not (regexMatch "^[0-9]+(Mi|Gi)$" $limit) -}}{{- fail (printf "resources.limits.memory is %q; write it like 192Mi or 1Gi." $limit) -}}{{- end -}}
{{- $number := regexFind "^[0-9]+" $limit | int -}}
{{- hasSuffix "Gi" $limit | ternary (mul 1024 $number) $number | mulf 0.75 | floor | int -}}
{{- end -}}

{{/* A Kubernetes name for a topic. Kafka allows more characters; what had to be changed gets a hash, so that two never meet. */}}
{{- define "lag.topicObject" -}}
{{- $safe := regexReplaceAll "[^a-z0-9.-]" (lower .) "-" | trimAll "-." -}}
{{- if eq $safe . -}}{{ . }}{{- else -}}{{ $safe }}-{{ . | sha256sum | trunc 8 }}{{- end -}}
{{- end -}}

{{/* The port of a URL, or its scheme's. */}}
{{- define "lag.urlPort" -}}
{{- $url := urlParse . -}}
{{- regexFind ":[0-9]+$" $url.host | trimPrefix ":" | default (eq $url.scheme "https" | ternary "443" "80") -}}
{{- end -}}

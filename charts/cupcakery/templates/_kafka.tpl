{{/* Where Kafka is, as a list with commas. */}}
{{- define "cupcakery.kafkaBrokers" -}}
{{- if .Values.kafka.brokers -}}
{{- join "," .Values.kafka.brokers -}}
{{- else -}}
{{- /* Strimzi's Kafka takes passwords and certificates by a listener each. */}}
{{- $port := eq .Values.kafka.authentication "tls" | ternary 9094 9093 -}}
{{- printf "%s-kafka-bootstrap.%s.svc:%d" .Values.kafka.cluster (include "cupcakery.kafkaNamespace" .) $port -}}
{{- end -}}
{{- end -}}

{{- define "cupcakery.kafkaNamespace" -}}
{{- default .Release.Namespace .Values.kafka.namespace -}}
{{- end -}}

{{/* The Kafka user of a service as JSON {name, secret, passwordKey}: (list root "order-api"). */}}
{{- define "cupcakery.kafkaUser" -}}
{{- $root := first . -}}
{{- $own := default dict (get $root.Values.kafka.users (last .)) -}}
{{- $name := default (include "cupcakery.named" .) $own.name -}}
{{- dict "name" $name "secret" (default $name $own.secret) "passwordKey" (default "password" $own.passwordKey) | toJson -}}
{{- end -}}

{{- define "cupcakery.kafkaCaSecret" -}}
{{- if .Values.kafka.ca.secret -}}
{{- .Values.kafka.ca.secret -}}
{{- else if and .Values.kafka.cluster (not .Values.kafka.brokers) -}}
{{- printf "%s-cluster-ca-cert" .Values.kafka.cluster -}}
{{- end -}}
{{- end -}}

{{/* Environment for Kafka: (list root "order-api"). Secrets come as files. */}}
{{- define "cupcakery.kafkaEnv" -}}
{{- $root := first . -}}
{{- $kafka := $root.Values.kafka -}}
{{- $user := include "cupcakery.kafkaUser" . | fromJson -}}
- { name: KAFKA_BROKERS, value: {{ include "cupcakery.kafkaBrokers" $root | quote }} }
{{- if $kafka.tls }}
- { name: KAFKA_SSL, value: "true" }
{{- if include "cupcakery.kafkaCaSecret" $root }}
- { name: KAFKA_CA_FILE, value: /etc/kafka/ca.crt }
{{- end }}
{{- end }}
{{- if eq $kafka.authentication "tls" }}
- { name: KAFKA_CERT_FILE, value: /etc/kafka/user.crt }
- { name: KAFKA_KEY_FILE, value: /etc/kafka/user.key }
{{- else if ne $kafka.authentication "none" }}
- { name: KAFKA_SASL_MECHANISM, value: {{ $kafka.authentication }} }
- { name: KAFKA_USERNAME, value: {{ $user.name | quote }} }
- { name: KAFKA_PASSWORD_FILE, value: /etc/kafka/password }
{{- end }}
{{- end -}}

{{/* The sources of the volume mounted at /etc/kafka; empty when nothing secret is needed. */}}
{{- define "cupcakery.kafkaSources" -}}
{{- $root := first . -}}
{{- $kafka := $root.Values.kafka -}}
{{- $user := include "cupcakery.kafkaUser" . | fromJson -}}
{{- if and $kafka.tls (include "cupcakery.kafkaCaSecret" $root) }}
- secret:
    name: {{ include "cupcakery.kafkaCaSecret" $root }}
    items: [{ key: {{ $kafka.ca.key }}, path: ca.crt }]
{{- end }}
{{- if eq $kafka.authentication "tls" }}
- secret:
    name: {{ $user.secret }}
    items: [{ key: user.crt, path: user.crt }, { key: user.key, path: user.key }]
{{- else if ne $kafka.authentication "none" }}
- secret:
    name: {{ $user.secret }}
    items: [{ key: {{ $user.passwordKey }}, path: password }]
{{- end }}
{{- end -}}

{{/*
  What each service may do in Kafka, as JSON {"order-api": [{type, name, pattern, operations}]}: exactly what its README
  says that it reads and writes. Kafka lets who may Read or Write a topic or group Describe it, and who may Write any
  topic be an idempotent producer.
*/}}
{{- define "cupcakery.acls" -}}
{{- $api := list -}}
{{- $processor := list -}}
{{- $worker := list -}}
{{- $gateway := list -}}
{{- $keda := list -}}
{{- $topics := list -}}
{{- $read := list "Read" -}}
{{- $workers := include "cupcakery.workerTopics" . | fromJson -}}
{{- $write := list "Write" -}}
{{- $both := list "Read" "Write" -}}
{{- /* It also reads how large a record of the topic may be. */ -}}
{{- $output := list "DescribeConfigs" "Read" "Write" -}}
{{- range $w, $workflow := include "cupcakery.workflows" . | fromJson -}}
{{- $own := dict -}}
{{- range list "commands" "work" "order-events" "orders" "contacts" "control" "withdrawals" "replies" "incidents" -}}{{- $_ := set $own . (printf "%s.%s" $w .) -}}{{- end -}}
{{- $group := printf "%s.processor" $w -}}
{{- /* Asks for the processor's lag; looks for the incident that it writes a tombstone for. */ -}}
{{- $api = concat $api (list
  (dict "type" "topic" "name" $own.commands "operations" $write)
  (dict "type" "topic" "name" $own.work "operations" (list "Describe"))
  (dict "type" "topic" "name" $own.incidents "operations" $both)
  (dict "type" "topic" "name" $own.replies "operations" $read)
  (dict "type" "topic" "name" $own.orders "operations" $read)
  (dict "type" "topic" "name" $own.control "operations" $read)
  (dict "type" "group" "name" $group "operations" (list "Describe"))) -}}
{{- /* Reads its own records where Kafka has lost the markers of a transaction: to tell how it has to end. */ -}}
{{- $processor = concat $processor (list
  (dict "type" "topic" "name" $own.commands "operations" $read)
  (dict "type" "topic" "name" $own.work "operations" $read)
  (dict "type" "topic" "name" $own.orders "operations" $output)
  (dict "type" "topic" "name" (index $own "order-events") "operations" $output)
  (dict "type" "topic" "name" $own.contacts "operations" $output)
  (dict "type" "topic" "name" $own.control "operations" $output)
  (dict "type" "topic" "name" $own.withdrawals "operations" $output)
  (dict "type" "topic" "name" $own.replies "operations" $output)
  (dict "type" "topic" "name" $own.incidents "operations" $output)
  (dict "type" "topic" "name" $workflow.results "operations" $output)
  (dict "type" "group" "name" $group "operations" $read)
  (dict "type" "transactionalId" "name" (printf "%s-" $group) "pattern" "prefix" "operations" $write)) -}}
{{- $worker = concat $worker (list
  (dict "type" "topic" "name" $own.withdrawals "operations" $read)
  (dict "type" "topic" "name" $own.control "operations" $read)
  (dict "type" "topic" "name" $own.incidents "operations" $write)) -}}
{{- range $workers.mayWrite -}}
{{- $worker = append $worker (dict "type" "topic" "name" (index $own .) "operations" $write) -}}
{{- end -}}
{{- range $workflow.stages -}}
{{- $processor = append $processor (dict "type" "topic" "name" .topic "operations" $output) -}}
{{- $worker = concat $worker (list (dict "type" "topic" "name" .topic "operations" $read) (dict "type" "group" "name" .group "operations" $read)) -}}
{{- $keda = concat $keda (list (dict "type" "topic" "name" .topic "operations" (list "Describe")) (dict "type" "group" "name" .group "operations" (list "Describe"))) -}}
{{- end -}}
{{- $gateway = concat $gateway (list
  (dict "type" "topic" "name" $own.orders "operations" $read)
  (dict "type" "topic" "name" $own.control "operations" $read)
  (dict "type" "topic" "name" $own.incidents "operations" $read)
  (dict "type" "topic" "name" (index $own "order-events") "operations" $read)) -}}
{{- range $workflow.topics -}}
{{- $topics = append $topics (dict "type" "topic" "name" .name "operations" (list "Create" "Describe" "AlterConfigs")) -}}
{{- end -}}
{{- end -}}
{{- if $.Values.staff.enabled -}}
{{- $api = append $api (dict "type" "topic" "name" "cupcakery.staff" "operations" $both) -}}
{{- $gateway = append $gateway (dict "type" "topic" "name" "cupcakery.staff" "operations" $read) -}}
{{- end -}}
{{- $topics = append $topics (dict "type" "topic" "name" "cupcakery.staff" "operations" (list "Create" "Describe" "AlterConfigs")) -}}
{{- with $.Values.gateway.lagHistoryTopic -}}
{{- $gateway = append $gateway (dict "type" "topic" "name" . "operations" $read) -}}
{{- end -}}
{{- /* The job makes it beside the topics of the workflows. */ -}}
{{- $topics = append $topics (dict "type" "topic" "name" "lag-history" "operations" (list "Create" "Describe" "AlterConfigs")) -}}
{{- $acls := dict "order-api" $api "order-processor" $processor "stage-worker" $worker "gateway" $gateway -}}
{{- if eq .Values.scaling.source "keda" -}}{{- $_ := set $acls "keda" $keda -}}{{- end -}}
{{- if eq .Values.topics.create "job" -}}{{- $_ := set $acls "topics" $topics -}}{{- end -}}
{{- toJson $acls -}}
{{- end -}}

{{/*
  All workflows of the release as JSON, {"<name>": {file, text, partitions, stages, results, topics}}: the chart's files
  and `workflows.inline`. Stages have what their Deployments need; the services check the rest when they start.
*/}}
{{- define "cupcakery.workflows" -}}
{{- $texts := dict -}}
{{- with .Values.workflows.files -}}
{{- range $path, $bytes := $.Files.Glob . -}}
{{- $_ := set $texts (base $path) (toString $bytes) -}}
{{- end -}}
{{- end -}}
{{- range $name, $inline := .Values.workflows.inline -}}
{{- $_ := set $texts (printf "%s.yaml" $name) (kindIs "string" $inline | ternary $inline (toYaml $inline)) -}}
{{- end -}}
{{- $workflows := dict -}}
{{- $owners := dict -}}
{{- range $file, $text := $texts -}}
{{- $parsed := fromYaml $text -}}
{{- if hasKey $parsed "Error" -}}{{- fail (printf "Workflow file %s cannot be read: %s" $file $parsed.Error) -}}{{- end -}}
{{- if not (and $parsed.name $parsed.stages (kindIs "map" $parsed.results)) -}}
{{- fail (printf "Workflow file %s needs name, stages and results.topic." $file) -}}
{{- end -}}
{{- if hasKey $workflows $parsed.name -}}
{{- fail (printf "Workflow %s is described twice, in %s and %s; give one another name." $parsed.name (get $workflows $parsed.name).file $file) -}}
{{- end -}}
{{- $partitions := int (default 12 $parsed.partitions) -}}
{{- $stages := list -}}
{{- range $parsed.stages -}}
{{- $stages = append $stages (dict "name" .name "topic" .topic "mode" .mode "capacity" (int (default 1 .capacity)) "target" (default "" .target) "takes" (default "0s" .takes) "url" (default "" .url) "auth" (default dict .auth) "ticketRetention" (default "" .ticketRetention) "retired" (default false .retired) "group" (printf "%s.%s" $parsed.name .name)) -}}
{{- end -}}
{{- $workflow := dict "name" $parsed.name "file" $file "text" $text "partitions" $partitions "stages" $stages "results" $parsed.results.topic "archiveAfter" (include "cupcakery.milliseconds" (default "24h" $parsed.archiveAfter)) -}}
{{- $_ := set $workflow "topics" (include "cupcakery.workflowTopics" $workflow | fromJsonArray) -}}
{{- range $workflow.topics -}}
{{- if hasKey $owners .name -}}
{{- fail (printf "Topic %s is used by workflows %s and %s; topics belong to one workflow." .name (get $owners .name) $parsed.name) -}}
{{- end -}}
{{- $_ := set $owners .name $parsed.name -}}
{{- end -}}
{{- $_ := set $workflows $parsed.name $workflow -}}
{{- end -}}
{{- if not $workflows -}}{{- fail "There is no workflow: set workflows.files to a pattern of the chart's files, or describe one in workflows.inline." -}}{{- end -}}
{{- toJson $workflows -}}
{{- end -}}

{{/* Every topic of a workflow with its settings; the same as services/workflow/src/contracts/topics.ts, which a test holds it to. */}}
{{- define "cupcakery.workflowTopics" -}}
{{- $compact := dict "cleanup.policy" "compact" "segment.ms" "3600000" -}}
{{- $forEver := dict "cleanup.policy" "delete" "retention.ms" "-1" -}}
{{- $resumable := dict "cleanup.policy" "compact" "min.compaction.lag.ms" "3600000" "delete.retention.ms" "3600000" "segment.ms" "3600000" -}}
{{- $topics := list
  (dict "name" (printf "%s.commands" .name) "config" (dict "cleanup.policy" "delete" "retention.ms" "604800000" "segment.ms" "86400000"))
  (dict "name" (printf "%s.work" .name) "config" (dict "cleanup.policy" "delete" "retention.ms" "604800000" "segment.ms" "86400000"))
  (dict "name" (printf "%s.order-events" .name) "config" $forEver)
  (dict "name" (printf "%s.orders" .name) "config" $resumable)
  (dict "name" (printf "%s.contacts" .name) "config" $compact)
  (dict "name" (printf "%s.control" .name) "config" $compact)
  (dict "name" (printf "%s.withdrawals" .name) "config" $compact)
  (dict "name" (printf "%s.replies" .name) "config" (dict "cleanup.policy" "delete" "retention.ms" "3600000" "segment.ms" "900000"))
  (dict "name" (printf "%s.incidents" .name) "config" $compact)
  (dict "name" .results "config" $forEver) -}}
{{- range .stages -}}
{{- $config := $forEver -}}
{{- with .ticketRetention -}}{{- $config = dict "cleanup.policy" "delete" "retention.ms" (include "cupcakery.milliseconds" .) -}}{{- end -}}
{{- $topics = append $topics (dict "name" .topic "config" $config) -}}
{{- end -}}
{{- toJson $topics -}}
{{- end -}}

{{/*
  A stage as this release runs it, as JSON: the workflow's words, the chart's settings, the overrides of `stages`.
  (dict "root" $ "workflow" $workflow "stage" $stage)
*/}}
{{- define "cupcakery.stage" -}}
{{- $scaling := .root.Values.scaling -}}
{{- $own := default dict (get .root.Values.stages .stage.group) -}}
{{- $cap := .workflow.partitions -}}
{{- $stage := deepCopy .stage -}}
{{- $_ := set $stage "workflow" .workflow.name -}}
{{- $_ := set $stage "object" (include "cupcakery.named" (list .root (printf "%s-%s" .workflow.name .stage.name))) -}}
{{- $_ := set $stage "rounds" (default $scaling.rounds $own.rounds) -}}
{{- $_ := set $stage "minReplicas" (default $scaling.minReplicas $own.minReplicas | int) -}}
{{- $most := default $scaling.maxReplicas $own.maxReplicas | int -}}
{{- $_ := set $stage "maxReplicas" (eq $most 0 | ternary $cap $most) -}}
{{- $_ := set $stage "lagPerReplica" (max 1 (mulf .stage.capacity $stage.rounds | ceil | int)) -}}
{{- $_ := set $stage "age" (hasKey $own "age" | ternary $own.age $scaling.age) -}}
{{- $_ := set $stage "behavior" (mustMergeOverwrite (deepCopy $scaling.behavior) (default dict $own.behavior)) -}}
{{- $_ := set $stage "resources" (default .root.Values.stageWorker.resources $own.resources) -}}
{{- $_ := set $stage "egress" (default list $own.egress) -}}
{{- $_ := set $stage "secret" (default "" $own.secret) -}}
{{- $_ := set $stage "extraEnv" (mustMergeOverwrite (deepCopy .root.Values.stageWorker.extraEnv) (default dict $own.extraEnv)) -}}
{{- $fixed := default 0 $own.replicas | int -}}
{{- if and (eq $fixed 0) (eq .stage.mode "manual") -}}{{- $fixed = 1 -}}{{- end -}}
{{- $_ := set $stage "fixedReplicas" $fixed -}}
{{- toJson $stage -}}
{{- end -}}

{{/* All stages of the release, as a JSON list of what "cupcakery.stage" gives. */}}
{{- define "cupcakery.stages" -}}
{{- $stages := list -}}
{{- range $name, $workflow := include "cupcakery.workflows" . | fromJson -}}
{{- range $workflow.stages -}}
{{- $stages = append $stages (include "cupcakery.stage" (dict "root" $ "workflow" $workflow "stage" .) | fromJson) -}}
{{- end -}}
{{- end -}}
{{- toJson $stages -}}
{{- end -}}

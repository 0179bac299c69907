{{/*
  Topics of workers' commands, without the workflow's name, as JSON {"topic": "work", "mayWrite": ["work"]}. While pods
  of this release still write W.commands, their right to do so stays: it goes with the upgrade after the one that moves
  them, so that no pod loses it while it has work in hand.
*/}}
{{- define "cupcakery.workerTopics" -}}
{{- $runs := list -}}
{{- range (lookup "apps/v1" "Deployment" .Release.Namespace "").items -}}
{{- $labels := default dict .metadata.labels -}}
{{- if and (eq (get $labels "app.kubernetes.io/component") "stage-worker") (eq (get $labels "app.kubernetes.io/instance") $.Release.Name) -}}
{{- $topic := "commands" -}}
{{- range (index .spec.template.spec.containers 0).env -}}
{{- if eq .name "COMMAND_TOPIC" -}}{{- $topic = .value -}}{{- end -}}
{{- end -}}
{{- $runs = append $runs $topic -}}
{{- end -}}
{{- end -}}
{{- $topic := .Values.stageWorker.commandTopic -}}
{{- if eq $topic "auto" -}}{{- $topic = ternary "commands" "work" (has "commands" $runs) -}}{{- end -}}
{{- toJson (dict "topic" $topic "mayWrite" (append $runs $topic | uniq | sortAlpha)) -}}
{{- end -}}

{{/* Bytes of a Kubernetes quantity such as 512Mi, 1.5Gi or 800M. */}}
{{- define "cupcakery.bytes" -}}
{{- $text := toString . -}}
{{- $number := regexFind "^[0-9.]+" $text -}}
{{- $unit := trimPrefix $number $text -}}
{{- $factors := dict "" 1 "k" 1000 "M" 1000000 "G" 1000000000 "T" 1000000000000 "Ki" 1024 "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776 -}}
{{- if or (eq $number "") (not (hasKey $factors $unit)) -}}
{{- fail (printf "%q is no amount of memory; write it like 512Mi or 1Gi." $text) -}}
{{- end -}}
{{- mulf (float64 $number) (get $factors $unit) | int64 -}}
{{- end -}}

{{/* Mebibytes, rounded up. */}}
{{- define "cupcakery.mebibytes" -}}
{{- divf (float64 .) 1048576 | ceil | int64 -}}
{{- end -}}

{{/* Milliseconds of a workflow file's duration, as services/workflow reads it: 250ms, 2s, 10m, 24h, 7d, 2w. */}}
{{- define "cupcakery.milliseconds" -}}
{{- $text := toString . -}}
{{- if not (regexMatch "^[0-9]+(\\.[0-9]+)?(ms|s|m|h|d|w)$" $text) -}}
{{- fail (printf "%q is no duration; write it like 2s, 10m or 24h." $text) -}}
{{- end -}}
{{- $number := regexFind "^[0-9.]+" $text -}}
{{- $factors := dict "ms" 1 "s" 1000 "m" 60000 "h" 3600000 "d" 86400000 "w" 604800000 -}}
{{- mulf (float64 $number) (get $factors (trimPrefix $number $text)) | int64 -}}
{{- end -}}

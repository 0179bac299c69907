{{/* Fails unless this release owns the APIService that is there: (dict "present" $apiService "root" $). */}}
{{- define "lag.ownerGuard" -}}
{{- $annotations := default dict .present.metadata.annotations -}}
{{- $mine := and (eq (get $annotations "meta.helm.sh/release-name") .root.Release.Name) (eq (get $annotations "meta.helm.sh/release-namespace") .root.Release.Namespace) -}}
{{- if not $mine -}}
{{- $service := default dict .present.spec.service -}}
{{- fail (printf "The external metrics API of this cluster belongs to %s/%s already, and a cluster has one: use scaling.source external or keda with it and set externalMetrics.enabled=false here, or take it over with externalMetrics.takeOver=true." (default "?" $service.namespace) (default "?" $service.name)) -}}
{{- end -}}
{{- end -}}

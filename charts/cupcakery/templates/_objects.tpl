{{/* A Service in front of a component's `http` port: (dict "root" $ "component" "gateway" "port" 8082). */}}
{{- define "cupcakery.service" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "cupcakery.named" (list .root .component) }}
  labels:
    {{- include "cupcakery.labels" .root | nindent 4 }}
    app.kubernetes.io/component: {{ .component }}
spec:
  selector:
    {{- include "cupcakery.selector" . | nindent 4 }}
  ports:
    - { name: http, port: {{ .port }}, targetPort: http }
{{- end -}}

{{/* At most one pod is away for a drain; a single one may be, or a node would never empty. (dict "root" $ "component" … "name" …) */}}
{{- define "cupcakery.pdb" -}}
{{- if .root.Values.podDisruptionBudget.enabled -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "cupcakery.named" (list .root .name) }}
  labels:
    {{- include "cupcakery.labels" .root | nindent 4 }}
    app.kubernetes.io/component: {{ .component }}
spec:
  maxUnavailable: 1
  {{- /* A pod that is not ready anyway does not hold a node. */}}
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "cupcakery.selector" . | nindent 6 }}
{{- end -}}
{{- end -}}

{{/*
  The pod template of every workload, so that what holds for all (security, probes, spread, secrets) stands once.
  (dict "root" $ "component" "order-api" "config" .Values.orderApi "env" (list of {name, value}) ...)
    service    folder under services/ whose main.ts runs; the component by default
    image      of .Values.image, `services` by default
    port       where it serves HTTP, if it does
    kafka      name of its Kafka user; absent: it does not speak to Kafka
    workflow   name of the one workflow it works for; `workflows` (true): it reads all of them
    stage      for a worker
    fieldEnv   environment from the pod's own fields, {NAME: path}
    drain      whether a load balancer needs time to notice that it leaves
*/}}
{{- define "cupcakery.pod" -}}
{{- $root := .root -}}
{{- $values := $root.Values -}}
{{- $select := dict "root" $root "component" .component "workflow" .workflow "stage" .stage -}}
{{- $limit := include "cupcakery.bytes" .config.resources.limits.memory | int64 -}}
metadata:
  labels:
    {{- include "cupcakery.selector" $select | nindent 4 }}
    app.kubernetes.io/part-of: cupcakery
    {{- with $values.pod.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- /* A workflow is read when a process starts: another file means other pods. */}}
  {{- $annotations := deepCopy $values.pod.annotations }}
  {{- if .workflow }}
  {{- $_ := set $annotations "checksum/workflows" ((get (include "cupcakery.workflows" $root | fromJson) .workflow).text | sha256sum) }}
  {{- else if .workflows }}
  {{- $_ := set $annotations "checksum/workflows" (include "cupcakery.workflows" $root | sha256sum) }}
  {{- end }}
  {{- with $annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  serviceAccountName: {{ include "cupcakery.named" (list $root .component) }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- /* The first process of a container ignores SIGTERM until it has a handler; with another one before it, a pod that is
     ended while Node still starts ends at once, and not at the end of its grace with partitions in hand. */}}
  shareProcessNamespace: true
  {{- with $values.image.pullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.pod.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with $values.pod.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.pod.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.pod.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.pod.spread }}
  topologySpreadConstraints:
    {{- range . }}
    - topologyKey: {{ .topologyKey }}
      maxSkew: {{ default 1 .maxSkew }}
      whenUnsatisfiable: {{ default "ScheduleAnyway" .whenUnsatisfiable }}
      labelSelector:
        matchLabels:
          {{- include "cupcakery.selector" $select | nindent 10 }}
    {{- end }}
  {{- end }}
  {{- /* Longer than the process takes at most, so that it is never killed in the middle of a clean end. */}}
  terminationGracePeriodSeconds: {{ add 5 (divf $values.shutdown.timeoutMs 1000 | ceil | int) }}
  securityContext:
    {{- include "cupcakery.podSecurity" . | nindent 4 }}
  containers:
    - name: {{ .component }}
      image: {{ include "cupcakery.image" (list $root (get $values.image (default "services" .image))) }}
      imagePullPolicy: {{ $values.image.pullPolicy }}
      command: [node, services/{{ default .component .service }}/src/main.ts]
      env:
        - { name: HOST, value: 0.0.0.0 }
        - { name: ADMIN_PORT, value: "9100" }
        - { name: LOG_LEVEL, value: {{ $values.logLevel }} }
        {{- /* The heap may take three quarters; the rest is for buffers, code and stacks. Young objects have a bound of
               their own where a pod has little memory: they would take half of it while a backlog is read. */}}
        - { name: NODE_OPTIONS, value: --max-old-space-size={{ divf (mulf $limit 0.75) 1048576 | floor | int }}{{ with .youngMebibytes }} --max-semi-space-size={{ . }}{{ end }} }
        - { name: SHUTDOWN_TIMEOUT_MS, value: {{ $values.shutdown.timeoutMs | int | quote }} }
        {{- if .drain }}
        - { name: SHUTDOWN_DELAY_MS, value: {{ $values.shutdown.delayMs | int | quote }} }
        {{- end }}
        {{- if $values.monitoring.metricsToken.secret }}
        - { name: METRICS_TOKEN_FILE, value: /etc/metrics/token }
        {{- end }}
        {{- if and .kafka $values.tracing.endpoint }}
        - { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ $values.tracing.endpoint | quote }} }
        - { name: OTEL_TRACES_SAMPLER, value: parentbased_traceidratio }
        - { name: OTEL_TRACES_SAMPLER_ARG, value: {{ regexReplaceAll "[.]?0+$" (printf "%.6f" (float64 $values.tracing.sampleRatio)) "" | default "0" | quote }} }
        {{- if $values.tracing.headersSecret }}
        - { name: OTEL_EXPORTER_OTLP_HEADERS_FILE, value: /etc/tracing/headers }
        {{- end }}
        {{- end }}
        {{- if .port }}
        - { name: PORT, value: {{ .port | quote }} }
        {{- end }}
        {{- if or .workflow .workflows }}
        - { name: WORKFLOWS_DIR, value: /etc/cupcakery/workflows }
        {{- end }}
        {{- with .kafka }}
        {{- include "cupcakery.kafkaEnv" (list $root .) | nindent 8 }}
        {{- end }}
        {{- range $name, $path := .fieldEnv }}
        - name: {{ $name }}
          valueFrom: { fieldRef: { fieldPath: {{ $path }} } }
        {{- end }}
        {{- range .env }}
        - { name: {{ .name }}, value: {{ toString .value | quote }} }
        {{- end }}
        {{- range $name, $value := .config.extraEnv }}
        - { name: {{ $name }}, value: {{ toString $value | quote }} }
        {{- end }}
      ports:
        {{- if .port }}
        - { name: http, containerPort: {{ .port }} }
        {{- end }}
        - { name: admin, containerPort: 9100 }
      {{- /* Alive as soon as the process is up; ready when it has read what it needs, however long that takes. */}}
      startupProbe:
        httpGet: { path: /livez, port: admin }
        periodSeconds: 2
        failureThreshold: 60
      livenessProbe:
        httpGet: { path: /livez, port: admin }
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet: { path: /readyz, port: admin }
        periodSeconds: 3
        timeoutSeconds: 3
        failureThreshold: 2
      resources:
        {{- toYaml .config.resources | nindent 8 }}
      securityContext:
        {{- include "cupcakery.containerSecurity" . | nindent 8 }}
      {{- if or .workflow .workflows .kafka .mounts $values.monitoring.metricsToken.secret }}
      volumeMounts:
        {{- if $values.monitoring.metricsToken.secret }}
        - { name: metrics-token, mountPath: /etc/metrics, readOnly: true }
        {{- end }}
        {{- if or .workflow .workflows }}
        - { name: workflows, mountPath: /etc/cupcakery/workflows, readOnly: true }
        {{- end }}
        {{- if and .kafka $values.tracing.endpoint $values.tracing.headersSecret }}
        - { name: tracing, mountPath: /etc/tracing, readOnly: true }
        {{- end }}
        {{- if and .kafka (include "cupcakery.kafkaSources" (list $root .kafka)) }}
        - { name: kafka, mountPath: /etc/kafka, readOnly: true }
        {{- end }}
        {{- with .mounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- end }}
  {{- if or .workflow .workflows .kafka .volumes $values.monitoring.metricsToken.secret }}
  volumes:
    {{- with $values.monitoring.metricsToken }}
    {{- if .secret }}
    - name: metrics-token
      secret:
        secretName: {{ .secret }}
        defaultMode: 0440
        items: [{ key: {{ .key }}, path: token }]
    {{- end }}
    {{- end }}
    {{- if and .kafka $values.tracing.endpoint $values.tracing.headersSecret }}
    - name: tracing
      secret:
        secretName: {{ $values.tracing.headersSecret }}
        defaultMode: 0440
        items: [{ key: headers, path: headers }]
    {{- end }}
    {{- if or .workflow .workflows }}
    - name: workflows
      configMap:
        name: {{ include "cupcakery.named" (list $root "workflows") }}
        {{- if .workflow }}
        items:
          - { key: {{ .workflow }}.yaml, path: {{ .workflow }}.yaml }
        {{- end }}
    {{- end }}
    {{- if .kafka }}
    {{- with include "cupcakery.kafkaSources" (list $root .kafka) }}
    - name: kafka
      projected:
        defaultMode: 0440
        sources:
          {{- . | nindent 10 }}
    {{- end }}
    {{- end }}
    {{- with .volumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- end }}
{{- end -}}

{{- define "cupcakery.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "cupcakery.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{/* Where pods reach the demo's provider: its issuer is on localhost, where they cannot. */}}
{{- define "cupcakery.demoProvider" -}}
{{- printf "http://%s:8085%s" (include "cupcakery.named" (list . "demo-identity-provider")) (urlParse .Values.oidc.issuer).path -}}
{{- end -}}

{{/* Where services fetch the issuer's keys; empty: its discovery document tells. */}}
{{- define "cupcakery.jwksUrl" -}}
{{- if .Values.oidc.jwksUrl -}}
{{- .Values.oidc.jwksUrl -}}
{{- else if .Values.demoIdentityProvider.enabled -}}
{{- include "cupcakery.demoProvider" . }}/jwks
{{- end -}}
{{- end -}}

{{/* The client by which services call each other, as JSON: secret (empty: there is none), key, env. */}}
{{- define "cupcakery.serviceClient" -}}
{{- $client := .Values.oidc.serviceClient -}}
{{- $demo := .Values.demoIdentityProvider -}}
{{- $secret := $client.secret -}}
{{- $tokenUrl := $client.tokenUrl -}}
{{- if $demo.enabled -}}
{{- if not $secret }}{{ $secret = $demo.clientSecrets }}{{ end -}}
{{- if not $tokenUrl }}{{ $tokenUrl = printf "%s/token" (include "cupcakery.demoProvider" .) }}{{ end -}}
{{- end -}}
{{- $env := list (dict "name" "SERVICE_CLIENT_ID" "value" $client.id) (dict "name" "SERVICE_CLIENT_SECRET_FILE" "value" "/etc/service-client/secret") -}}
{{- with $tokenUrl }}{{ $env = append $env (dict "name" "SERVICE_TOKEN_URL" "value" .) }}{{ end -}}
{{- with $client.scope }}{{ $env = append $env (dict "name" "SERVICE_TOKEN_SCOPE" "value" .) }}{{ end -}}
{{- with $client.resource }}{{ $env = append $env (dict "name" "SERVICE_TOKEN_RESOURCE" "value" .) }}{{ end -}}
{{- dict "secret" $secret "key" $client.key "env" $env | toJson -}}
{{- end -}}

{{/* Environment for who may call. */}}
{{- define "cupcakery.oidcEnv" -}}
{{- $oidc := .Values.oidc -}}
{{- $env := list (dict "name" "OIDC_ISSUER" "value" $oidc.issuer) (dict "name" "OIDC_AUDIENCE" "value" $oidc.audience) (dict "name" "OIDC_ROLES_CLAIM" "value" $oidc.rolesClaim) -}}
{{- with include "cupcakery.jwksUrl" . -}}{{- $env = append $env (dict "name" "OIDC_JWKS_URL" "value" .) -}}{{- end -}}
{{- with $oidc.ca.secret -}}{{- $env = append $env (dict "name" "NODE_EXTRA_CA_CERTS" "value" "/etc/oidc/ca.crt") -}}{{- end -}}
{{- toJson $env -}}
{{- end -}}

{{/* The authority of an identity provider whose certificate no public one signed, as pod volumes or mounts. */}}
{{- define "cupcakery.oidcVolumes" -}}
{{- with .Values.oidc.ca -}}
{{- if .secret -}}
{{- list (dict "name" "oidc-ca" "secret" (dict "secretName" .secret "items" (list (dict "key" .key "path" "ca.crt")))) | toJson -}}
{{- else -}}[]{{- end -}}
{{- end -}}
{{- end -}}
{{- define "cupcakery.oidcMounts" -}}
{{- if .Values.oidc.ca.secret -}}
{{- list (dict "name" "oidc-ca" "mountPath" "/etc/oidc" "readOnly" true) | toJson -}}
{{- else -}}[]{{- end -}}
{{- end -}}

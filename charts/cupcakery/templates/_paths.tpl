{{/* The paths of the one origin and who serves them, as JSON; the same as locally, but for /metrics. Longest first. */}}
{{- define "cupcakery.paths" -}}
{{- $paths := list (dict "path" "/schema.graphql" "exact" true "component" "gateway" "port" 8082) -}}
{{- if .Values.orderApi.docs -}}
{{- $paths = append $paths (dict "path" "/openapi.json" "exact" true "component" "order-api" "port" 8081) -}}
{{- end -}}
{{- $paths = concat $paths (list
  (dict "path" "/graphql" "exact" false "component" "gateway" "port" 8082)
  (dict "path" "/api/v1" "exact" false "component" "order-api" "port" 8081)) -}}
{{- if .Values.orderApi.docs -}}
{{- $paths = append $paths (dict "path" "/docs" "exact" false "component" "order-api" "port" 8081) -}}
{{- end -}}
{{- if .Values.demoIdentityProvider.enabled -}}
{{- $paths = append $paths (dict "path" ((urlParse .Values.oidc.issuer).path) "exact" false "component" "demo-identity-provider" "port" 8085) -}}
{{- end -}}
{{- if .Values.web.enabled -}}
{{- $paths = append $paths (dict "path" "/" "exact" false "component" "web" "port" 8080) -}}
{{- end -}}
{{- toJson $paths -}}
{{- end -}}

{{/* The ports of a list of URLs as JSON, each once. */}}
{{- define "cupcakery.urlPorts" -}}
{{- $ports := list -}}
{{- range . -}}{{- $ports = append $ports (include "cupcakery.urlPort" .) -}}{{- end -}}
{{- toJson (uniq $ports) -}}
{{- end -}}

{{/* The port of a URL, or its scheme's. */}}
{{- define "cupcakery.urlPort" -}}
{{- $url := urlParse . -}}
{{- regexFind ":[0-9]+$" $url.host | trimPrefix ":" | default (eq $url.scheme "https" | ternary "443" "80") -}}
{{- end -}}

{{/* What cannot work is refused here, with one sentence each that says what to do. */}}
{{- define "cupcakery.guards" -}}
{{- $values := .Values -}}
{{- if not (and $values.oidc.issuer $values.oidc.audience) -}}
{{- fail "Set oidc.issuer and oidc.audience: without them every caller would be an administrator, so order-api and gateway refuse to start." -}}
{{- end -}}
{{- if $values.demoIdentityProvider.enabled -}}
{{- $issuer := urlParse $values.oidc.issuer -}}
{{- if not (regexMatch "^(localhost|.+\\.localhost|127\\.[0-9]+\\.[0-9]+\\.[0-9]+|::1)$" $issuer.hostname) -}}
{{- fail (printf "demoIdentityProvider asks nobody for a password, so oidc.issuer must be on localhost, not %s: set it to an address such as http://localhost:8080/auth, or use another provider." $issuer.hostname) -}}
{{- end -}}
{{- if not (trimAll "/" $issuer.path) -}}
{{- fail "demoIdentityProvider shares its origin with the web app, so oidc.issuer needs a path, such as http://localhost:8080/auth." -}}
{{- end -}}
{{- if ne $values.oidc.audience "cupcakery" -}}
{{- fail (printf "oidc.audience is %s, but the tokens of demoIdentityProvider are for cupcakery." $values.oidc.audience) -}}
{{- end -}}
{{- end -}}
{{- if not (or $values.kafka.cluster $values.kafka.brokers) -}}
{{- fail "Kafka has no address: set kafka.cluster to the name of a Strimzi Kafka, or kafka.brokers to host:port of another one." -}}
{{- end -}}
{{- if and (not $values.kafka.cluster) (or (eq $values.topics.create "strimzi") (eq $values.users.create "strimzi")) -}}
{{- fail "topics.create and users.create are strimzi, but kafka.cluster names no Strimzi Kafka: set it, or topics.create to job or none and users.create to none." -}}
{{- end -}}
{{- if and (eq $values.users.create "strimzi") (not (has $values.kafka.authentication (list "scram-sha-512" "tls"))) -}}
{{- fail (printf "Strimzi makes users for scram-sha-512 or tls, not for kafka.authentication %s: change it, or set users.create to none." $values.kafka.authentication) -}}
{{- end -}}
{{- if and (eq $values.kafka.authentication "tls") (not $values.kafka.tls) -}}
{{- fail "kafka.authentication tls needs kafka.tls: certificates are shown in the TLS handshake." -}}
{{- end -}}
{{- if and (ne $values.topics.create "none") (gt (int $values.topics.minInsyncReplicas) (int $values.topics.replicas)) -}}
{{- fail (printf "topics.minInsyncReplicas is %d, above topics.replicas %d: no record could ever be written." (int $values.topics.minInsyncReplicas) (int $values.topics.replicas)) -}}
{{- end -}}
{{- if and $values.ingress.enabled (not $values.ingress.host) -}}
{{- fail "ingress.enabled needs ingress.host: the name under which callers reach all paths." -}}
{{- end -}}
{{- if and $values.httpRoute.enabled (not $values.httpRoute.parentRefs) -}}
{{- fail "httpRoute.enabled needs httpRoute.parentRefs: the Gateways that carry the route." -}}
{{- end -}}
{{- if ge (int $values.shutdown.delayMs) (int $values.shutdown.timeoutMs) -}}
{{- fail "shutdown.timeoutMs must be above shutdown.delayMs: it includes the delay." -}}
{{- end -}}
{{- $workflows := include "cupcakery.workflows" . | fromJson -}}
{{- include "cupcakery.memoryGuards" (list . (len $workflows)) -}}
{{- $known := list -}}
{{- range $name, $workflow := $workflows -}}
{{- range $workflow.stages -}}
{{- $known = append $known .group -}}
{{- if not (has .mode (list "timer" "http" "manual")) -}}
{{- fail (printf "Stage %s has mode %q; there are timer, http and manual." .group (toString .mode)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range $key, $_ := $values.stages -}}
{{- if not (has $key $known) -}}
{{- fail (printf "stages.%s names no stage; there are %s." $key (join ", " $known)) -}}
{{- end -}}
{{- end -}}
{{- range include "cupcakery.stages" . | fromJsonArray -}}
{{- if and .auth (not .secret) -}}
{{- fail (printf "Stage %s has auth, but its worker no secrets: set stages.%s.secret to the name of a Secret whose keys are the names in auth." .group .group) -}}
{{- end -}}
{{- $partitions := int (get $workflows .workflow).partitions -}}
{{- if gt (max (int .maxReplicas) (int .fixedReplicas)) $partitions -}}
{{- fail (printf "Stage %s may have %d replicas, but its topic has %d partitions: a replica above that never gets work." .group (max (int .maxReplicas) (int .fixedReplicas)) $partitions) -}}
{{- end -}}
{{- if and (not .fixedReplicas) (gt (int .minReplicas) (int .maxReplicas)) -}}
{{- fail (printf "Stage %s has minReplicas %d above its most, %d." .group (int .minReplicas) (int .maxReplicas)) -}}
{{- end -}}
{{- if and .age (not .target) -}}
{{- if (default dict (get $values.stages .group)).age -}}
{{- fail (printf "Stage %s shall scale on age, but its workflow file gives it no target." .group) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/*
  Views of orders are the memory of order-api and gateway: below the formula they would be killed under load, which
  looks like anything but a wrong value. The formula is in the values' comments and the README.
*/}}
{{- define "cupcakery.memoryGuards" -}}
{{- $values := (first .).Values -}}
{{- $count := int64 (last .) -}}
{{- $mebi := 1048576 -}}
{{- $api := $values.orderApi -}}
{{- $needed := add (mul 150 $mebi) (mul 6144 (int64 $api.maxOrders) $count) -}}
{{- $given := include "cupcakery.bytes" $api.resources.limits.memory | int64 -}}
{{- if lt $given $needed -}}
{{- fail (printf "orderApi.resources.limits.memory is %s, but orderApi.maxOrders %d in %d workflow(s) needs %sMi: raise the one or lower the other." $api.resources.limits.memory (int64 $api.maxOrders) $count (include "cupcakery.mebibytes" $needed)) -}}
{{- end -}}
{{- $gateway := $values.gateway -}}
{{- $needed = add (mul 150 $mebi) (mul (add (mul 6144 (int64 $gateway.maxOrders)) (mul 3072 (int64 $gateway.resumeEvents))) $count) (int64 $gateway.maxFrameBytes) -}}
{{- $given = include "cupcakery.bytes" $gateway.resources.limits.memory | int64 -}}
{{- if lt $given $needed -}}
{{- fail (printf "gateway.resources.limits.memory is %s, but gateway.maxOrders %d, resumeEvents %d and maxFrameBytes %d in %d workflow(s) need %sMi: raise the one or lower the others." $gateway.resources.limits.memory (int64 $gateway.maxOrders) (int64 $gateway.resumeEvents) (int64 $gateway.maxFrameBytes) $count (include "cupcakery.mebibytes" $needed)) -}}
{{- end -}}
{{- $processor := $values.orderProcessor -}}
{{- $given = include "cupcakery.bytes" $processor.resources.limits.memory | int64 -}}
{{- range $name, $workflow := include "cupcakery.workflows" (first .) | fromJson -}}
{{- $needed = add (mul 128 $mebi) (mulf 2.2 (float64 $processor.ordersPerSecond) (float64 $workflow.archiveAfter) | ceil | int64) -}}
{{- if lt $given $needed -}}
{{- fail (printf "orderProcessor.resources.limits.memory is %s, but orderProcessor.ordersPerSecond %v of %s, kept for its archiveAfter, needs %sMi: raise the one or lower the other." $processor.resources.limits.memory $processor.ordersPerSecond $name (include "cupcakery.mebibytes" $needed)) -}}
{{- end -}}
{{- end -}}
{{- $held := int64 $values.stageWorker.maxHeld -}}
{{- $needed = add (mul 120 $mebi) (mul 256 $held) -}}
{{- range include "cupcakery.stages" (first .) | fromJsonArray -}}
{{- if and (eq (toString .mode) "manual") (lt (include "cupcakery.bytes" .resources.limits.memory | int64) $needed) -}}
{{- fail (printf "The worker of %s has a memory limit of %s, but holds up to stageWorker.maxHeld %d tickets of this manual stage, which needs %sMi: raise the one or lower the other." .group .resources.limits.memory $held (include "cupcakery.mebibytes" $needed)) -}}
{{- end -}}
{{- end -}}
{{- end -}}

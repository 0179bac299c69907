#!/bin/sh
# A kind cluster with Strimzi's Kafka, the lag metrics and Cupcakery. It can be run again: every step brings what is
# missing up to date. OIDC_ISSUER and OIDC_AUDIENCE name the issuer of tokens, as for any cluster; without them the demo's own.
set -eu
cd "$(dirname "$0")/../.."

. deploy/kind/require-tools.sh
require_tools 'make kind-up' 'Without them: make up runs the same services on this machine.'
docker info >/dev/null 2>&1 || { echo 'make kind-up needs a running Docker; start it and try again.' >&2; exit 1; }
if [ -n "${OIDC_ISSUER:-}" ] && [ -z "${OIDC_AUDIENCE:-}" ]; then
  echo 'OIDC_ISSUER needs OIDC_AUDIENCE, what the tokens are meant for, for example' >&2
  echo '  OIDC_ISSUER=https://id.example.com/realms/shop OIDC_AUDIENCE=cupcakery make kind-up' >&2
  exit 1
fi

namespace=cupcakery
strimzi=1.2.0
tag=dev

kind get clusters 2>/dev/null | grep -qx cupcakery || kind create cluster --config deploy/kind/cluster.yaml
kubectl config use-context kind-cupcakery >/dev/null

for image in services web; do
  docker build -f deploy/Dockerfile --target "$image" -t "localhost/cupcakery/$image:$tag" .
done
kind load docker-image --name cupcakery "localhost/cupcakery/services:$tag" "localhost/cupcakery/web:$tag"

kubectl create namespace "$namespace" --dry-run=client -o yaml | kubectl apply -f -
kubectl label namespace "$namespace" pod-security.kubernetes.io/warn=restricted --overwrite
helm upgrade --install strimzi oci://quay.io/strimzi-helm/strimzi-kafka-operator --version "$strimzi" \
  --namespace "$namespace" --wait
kubectl apply -k strimzi/overlays/kind -n "$namespace"
kubectl wait kafka/cupcakery -n "$namespace" --for=condition=Ready --timeout=10m

# As arguments of both charts: whose tokens count.
if [ -n "${OIDC_ISSUER:-}" ]; then
  set -- --set oidc.issuer="$OIDC_ISSUER" --set oidc.audience="$OIDC_AUDIENCE"
  lag_sign_in=''
  sign_in=''
else
  set --
  lag_sign_in='-f deploy/kind/demo-sign-in-lag.yaml'
  sign_in='-f deploy/kind/demo-sign-in.yaml'
  # Made up once; nobody has to know them.
  secret() { head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n'; }
  kubectl -n "$namespace" get secret demo-clients >/dev/null 2>&1 ||
    kubectl -n "$namespace" create secret generic demo-clients \
      --from-literal=shop="$(secret)" --from-literal=services="$(secret)"
fi

# shellcheck disable=SC2086 # the files are two words each
helm upgrade --install kafka-lag-metrics charts/kafka-lag-metrics -n "$namespace" \
  -f deploy/kind/kafka-lag-metrics.yaml $lag_sign_in --set image.tag="$tag" "$@"
# shellcheck disable=SC2086
helm upgrade --install cupcakery charts/cupcakery -n "$namespace" -f deploy/kind/cupcakery.yaml $sign_in \
  --set image.services.tag="$tag" --set image.web.tag="$tag" "$@" --wait --timeout 10m
helm test cupcakery -n "$namespace"
[ -n "${OIDC_ISSUER:-}" ] || echo 'To use it: make kind-open, then http://localhost:8080, and sign in by choosing a person.'

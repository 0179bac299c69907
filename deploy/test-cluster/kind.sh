#!/bin/sh
# The same images on a kind cluster, where Docker can pull: CLUSTER=kind make cluster-up | cluster-down | cluster-shell.
set -eu
cd "$(dirname "$0")/../.."
name=cupcakery-test
. deploy/kind/require-tools.sh
require_tools 'CLUSTER=kind' 'Without CLUSTER, the test cluster needs Linux and root only.'
case "${1:-}" in
  up)
    kind get clusters 2>/dev/null | grep -qx "$name" || kind create cluster --name "$name" --wait 2m
    for image in services web; do
      docker build -f deploy/Dockerfile --target "$image" -t "docker.io/local/cupcakery-$image:test" .
    done
    kind load docker-image --name "$name" docker.io/local/cupcakery-services:test docker.io/local/cupcakery-web:test
    echo "kubectl --context kind-$name get pods -A"
    ;;
  down) kind delete cluster --name "$name" ;;
  run)
    kubectl config use-context "kind-$name" >/dev/null
    shift
    [ $# -gt 0 ] || set -- "${SHELL:-sh}"
    exec "$@"
    ;;
  *)
    echo "CLUSTER=kind has no '${1:-}': the tests need the cluster that make cluster-up makes without it, whose network is their own." >&2
    exit 1
    ;;
esac

#!/bin/sh
# Checks the charts with Helm: that of HELM or of the PATH, else one that Go builds once into the cache.
set -eu
cd "$(dirname "$0")/../.."

version=v3.19.5
cache="${CUPCAKERY_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cupcakery}/bin"
helm="${HELM:-$(command -v helm || true)}"
[ -n "$helm" ] || [ ! -x "$cache/helm" ] || helm="$cache/helm"
if [ -z "$helm" ]; then
  if ! command -v go >/dev/null 2>&1; then
    echo "make charts needs Helm 3.19 or newer, or Go to build it once. Install one: https://helm.sh/docs/intro/install, https://go.dev/dl" >&2
    exit 1
  fi
  echo "There is no helm: building $version into $cache, once; this takes some minutes ..."
  mkdir -p "$cache"
  GOBIN="$cache" go install "helm.sh/helm/v3/cmd/helm@$version"
  helm="$cache/helm"
fi
HELM="$helm" node_modules/.bin/node node_modules/vitest/vitest.mjs run --project charts "$@"

# Sourced: require_tools WHO REMEDY says which of kind's tools are missing, and ends.
require_tools() {
  missing=''
  for tool in docker kind kubectl helm; do
    command -v "$tool" >/dev/null 2>&1 || missing="$missing $tool"
  done
  [ -n "$missing" ] || return 0
  echo "$1 needs$missing, which cannot be found here. Install from" >&2
  echo '  https://docs.docker.com/engine/install, https://kind.sigs.k8s.io, https://kubernetes.io/docs/tasks/tools, https://helm.sh' >&2
  echo "$2" >&2
  exit 1
}

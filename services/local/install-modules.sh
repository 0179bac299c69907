#!/bin/sh
# Installs the node modules when they are missing or differ from the lock file and the manifests. A copy of what
# they were installed from shows that; a file's time would not, since git resets it on every checkout. The manifests
# count, so that a dependency that is changed without the lock file is refused by npm ci and not overlooked.
set -eu

remedy='Install Node 20.19 or newer, 24 is best: https://nodejs.org/en/download'
command -v node >/dev/null 2>&1 || { echo "Cupcakery needs Node.js, but there is no 'node'. $remedy" >&2; exit 1; }
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
  { echo "Cupcakery needs Node 20.19 or newer, this is $(node --version). $remedy" >&2; exit 1; }
command -v npm >/dev/null 2>&1 || { echo "Cupcakery needs npm, but there is no 'npm'. $remedy (npm comes with it)" >&2; exit 1; }

installed_from=node_modules/.installed-from.json
wanted() { cat package-lock.json package.json services/*/package.json web/package.json; }
[ -x node_modules/.bin/node ] && wanted | cmp -s - "$installed_from" && exit 0
echo 'Installing the node modules (once) ...'
npm ci --no-audit --no-fund --loglevel=error
node_modules/.bin/node -e '' 2>/dev/null ||
  { echo "The Node 24 of node_modules does not run. Try: npm install-scripts approve node && npm rebuild node" >&2; exit 1; }
wanted > "$installed_from"

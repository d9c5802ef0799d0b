#!/usr/bin/env bash
# Installs the JavaScript SDK in the version of the lock file, unless it is installed. This is the only part of the tests
# that needs the network: the npm registry.
# usage: tests/conformance/sdks/javascript/install.sh FOLDER
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$1

cmp -s "$here/package-lock.json" "$folder/installed" && exit 0
command -v npm >/dev/null || { echo 'setup: no npm here to install the JavaScript SDK with' >&2; exit 1; }
mkdir -p "$folder"
rm -f "$folder/installed"
cp "$here/package.json" "$here/package-lock.json" "$folder"
if ! npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --fetch-retries=1 \
    --fetch-timeout=60000 >"$folder/log" 2>&1; then
  tail -n 5 "$folder/log" >&2
  echo 'setup: npm could not install the JavaScript SDK; is its registry within reach?' >&2
  exit 1
fi
cp "$here/package-lock.json" "$folder/installed"

#!/usr/bin/env bash
# Installs the JavaScript SDK that the mock service is tested with, as the lock file has it, unless it is installed.
# It asks the npm registry; nothing else of the tests leaves the machine.
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

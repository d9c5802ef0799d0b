#!/usr/bin/env bash
# Installs what the tests need (Debian), builds the project in build/tests and runs its tests, except that of the
# JavaScript SDK, which is not in Debian (see CONTRIBUTING.md).
# usage: tests/run.sh [ctest arguments]
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$top/build/tests
# shellcheck source-path=SCRIPTDIR source=../cmake/setup.sh
source "$top/cmake/setup.sh"

packages=(cmake g++ ninja-build libcurl4-openssl-dev libssl-dev nlohmann-json3-dev libboost-dev libgtest-dev
  libgmock-dev libcli11-dev python3 git)
# Tests that need a package which the release does not have are skipped.
sdks=(python3-botocore awscli jq)
proxies=(tinyproxy-bin microsocks stunnel4)
browser=(chromium chromium-driver)
others=(zsh fish reuse)
lookoutvision_install "${packages[@]}" --optional "${sdks[@]}" "${proxies[@]}" "${browser[@]}" "${others[@]}"

cd "$top"
echo "run: configuring $build"
lookoutvision_quietly "$build/configure.log" cmake --preset dev -B "$build" -DLOOKOUTVISION_PRECOMPILE_TEST_HEADERS=ON
echo 'run: building'
lookoutvision_build "$build/build.log" cmake --build "$build"

echo 'run: testing'
arguments=(--test-dir "$build" --output-on-failure --parallel "$(nproc)" -LE javascript
  --output-junit "$build/tests.xml" "$@")
rm -f "$build/tests.xml"
status=0
if [[ -t 1 ]]; then
  ctest --progress "${arguments[@]}" || status=$?
else
  # Omits the lines of tests that passed.
  ctest "${arguments[@]}" | { grep -vE '^ +Start +[0-9]+: | Passed +[0-9.]+ sec *$' || true; } || status=$?
fi
[[ ! -e $build/tests.xml ]] || tests/summarize.py "$build/tests.xml"
exit "$status"

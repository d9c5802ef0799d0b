#!/usr/bin/env bash
# Builds the project and runs all of its tests, on a fresh Debian as well as on a machine that has everything.
# usage: tests/run.sh [ctest arguments]
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source-path=SCRIPTDIR source=../cmake/setup.sh
source "$top/cmake/setup.sh"

packages=(cmake g++ ninja-build libcurl4-openssl-dev libssl-dev nlohmann-json3-dev libboost-dev libgtest-dev
  libgmock-dev libcli11-dev python3)
# Where a release has none of these, the tests that compare with them are skipped.
sdks=(python3-botocore awscli)
# Node.js from elsewhere brings npm along, and excludes Debian's.
command -v npm >/dev/null || sdks+=(nodejs npm)
# Without these, the tests that go through them are skipped.
proxies=(tinyproxy-bin microsocks stunnel4)
lookoutvision_install "${packages[@]}" --optional "${sdks[@]}" "${proxies[@]}"

cd "$top"
tests/conformance/sdks/javascript/install.sh build/javascript-sdk ||
  echo 'tests: the JavaScript SDK is left out of Sdks.PassTheSameScenario' >&2
cmake --preset dev -B build/tests
cmake --build build/tests
ctest --test-dir build/tests --output-on-failure --parallel "$(nproc)" "$@"

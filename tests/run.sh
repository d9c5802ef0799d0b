#!/usr/bin/env bash
# Builds the project and runs its tests, on a fresh Debian as well as on a machine that has everything: all but those of
# the JavaScript SDK, which Debian does not have (see CONTRIBUTING.md).
# usage: tests/run.sh [ctest arguments]
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source-path=SCRIPTDIR source=../cmake/setup.sh
source "$top/cmake/setup.sh"

packages=(cmake g++ ninja-build libcurl4-openssl-dev libssl-dev nlohmann-json3-dev libboost-dev libgtest-dev
  libgmock-dev libcli11-dev python3)
# Where a release has none of these, the tests that compare with them are skipped.
sdks=(python3-botocore awscli)
# Without these, the tests that go through them are skipped.
proxies=(tinyproxy-bin microsocks stunnel4)
lookoutvision_install "${packages[@]}" --optional "${sdks[@]}" "${proxies[@]}"

cd "$top"
cmake --preset dev -B build/tests
cmake --build build/tests
ctest --test-dir build/tests --output-on-failure --parallel "$(nproc)" -LE javascript "$@"

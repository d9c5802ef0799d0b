#!/usr/bin/env bash
# Builds the project and runs all of its tests, on a fresh Debian 12 as well as on a machine that has everything.
# usage: tests/run.sh [ctest arguments]
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source-path=SCRIPTDIR source=../cmake/setup.sh
source "$top/cmake/setup.sh"

lookoutvision_install cmake g++ ninja-build libcurl4-openssl-dev libssl-dev nlohmann-json3-dev libboost-dev \
  libgtest-dev libgmock-dev libcli11-dev python3 python3-botocore

cd "$top"
cmake --preset dev -B build/tests
cmake --build build/tests
ctest --test-dir build/tests --output-on-failure --parallel "$(nproc)" "$@"

#!/usr/bin/env bash
# Installs what the benchmark needs (Debian), builds it as a Release and a MinSizeRel, and prints the cost of the library
# as ratios to libcurl alone.
# usage: tests/bench/run.sh [arguments of run.py]
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source-path=SCRIPTDIR source=../../cmake/setup.sh
source "$top/cmake/setup.sh"
lookoutvision_install cmake g++ ninja-build libcurl4-openssl-dev libssl-dev nlohmann-json3-dev libbenchmark-dev \
  nginx-light openssl ca-certificates valgrind binutils python3 --optional python3-botocore

cd "$top"
options=(-DLOOKOUTVISION_BUILD_BENCHMARKS=ON -DLOOKOUTVISION_BUILD_TESTING_LIBRARY=OFF)
echo 'bench: building'
lookoutvision_quietly build/bench/configure.log cmake --preset release -B build/bench "${options[@]}"
lookoutvision_build build/bench/build.log cmake --build build/bench
lookoutvision_quietly build/bench-small/configure.log \
  cmake --preset release -B build/bench-small -DCMAKE_BUILD_TYPE=MinSizeRel "${options[@]}"
lookoutvision_build build/bench-small/build.log cmake --build build/bench-small --target one_call
g++ --version | head -n 1
curl_version=$(sed -n 's/^#define LIBCURL_VERSION "\(.*\)"/\1/p' /usr/include/*/curl/curlver.h)
echo "Release, static library, linked with --gc-sections; libcurl $curl_version; $(nproc) cores"
tests/bench/run.py build/bench/tests/bench build/bench-small/tests/bench "$@"

#!/usr/bin/env bash
# Builds the fuzz targets with clang and runs each on a copy of its corpus. Prints the number of executions of each
# target; fails if a target finds an error, and prints where the input is.
# usage: tests/fuzz/run.sh [SECONDS_PER_TARGET]
set -euo pipefail
seconds=${1:-60}
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source-path=SCRIPTDIR source=../../cmake/setup.sh
source "$top/cmake/setup.sh"

lookoutvision_install clang libclang-rt-dev cmake ninja-build libcurl4-openssl-dev libssl-dev nlohmann-json3-dev

cd "$top"
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# fuzz NAME: runs one target, and prints one line, or the log if it fails.
fuzz() {
  local name=$1 found=build/fuzz/findings/$1/ log=$scratch/$1.log dictionary=()
  cp -R "tests/fuzz/corpus/$name" "$scratch/$name"
  mkdir -p "$found"
  [[ ! -e tests/fuzz/$name.dict ]] || dictionary=("-dict=tests/fuzz/$name.dict")
  if ! "build/fuzz/tests/fuzz/${name}_fuzz" "${dictionary[@]}" -max_total_time="$seconds" -timeout=10 \
      -rss_limit_mb=1024 -print_final_stats=1 -artifact_prefix="$found" "$scratch/$name" >"$log" 2>&1; then
    tail -n 60 "$log"
    echo "$name: FAILED; the input is in $found"
    return 1
  fi
  echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") executions, no error"
}
export -f fuzz
export scratch seconds

for source in tests/fuzz/*_fuzz.cpp; do
  basename "$source" _fuzz.cpp
done | xargs -I{} -P "$(nproc)" bash -c 'fuzz {}'

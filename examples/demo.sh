#!/usr/bin/env bash
# Shows a packaging job start, run and succeed: the tool against the mock service, both on this machine. Installs what
# is missing (Debian, as root or with sudo) and builds in build/demo, so that from the second run on it takes seconds.
# usage: examples/demo.sh [--three] [seconds that a job takes]
# With --three, three models are packaged at once and one of the jobs fails: it is named, and the exit status is 254.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$top/build/demo
three=no
if [[ ${1:-} == --three ]]; then
  three=yes
  shift
fi
job_seconds=${1:-5}
# Runs the programs where CMAKE_TOOLCHAIN_FILE has them built for another machine.
emulator=(${CMAKE_CROSSCOMPILING_EMULATOR:+"$CMAKE_CROSSCOMPILING_EMULATOR"})
# shellcheck source-path=SCRIPTDIR source=../cmake/setup.sh
source "$top/cmake/setup.sh"

# fail MESSAGE: ends the demonstration.
fail() {
  echo "demo: $1" >&2
  exit 1
}

# quietly COMMAND...: shows what the command prints only where it fails.
quietly() {
  "$@" >"$build/log" 2>&1 </dev/null && return
  tail -n 40 "$build/log" >&2
  fail "this failed: $*"
}

[[ $job_seconds =~ ^(0|[1-9][0-9]{0,2})$ ]] || fail "not a number of seconds below 1000: $job_seconds"
lookoutvision_install cmake g++ ninja-build libcurl4-openssl-dev libssl-dev nlohmann-json3-dev libboost-dev \
  libcli11-dev || fail 'the set-up failed'

mkdir -p "$build"
[[ -x $build/examples/package_model ]] || echo 'demo: building, which takes a minute or two the first time'
quietly cmake -S "$top" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DLOOKOUTVISION_BUILD_TESTS=OFF
quietly cmake --build "$build" --target mock_service package_model

mock_options=(--job-seconds "$job_seconds")
# Three jobs that end one after the other are better to watch.
[[ $three == no ]] || mock_options+=(--job-seconds $((job_seconds * 2)) --job-seconds $((job_seconds * 3))
  --fail-component com.example.SolderInspector)
exec {mock}< <(exec "${emulator[@]}" "$build/examples/mock_service" "${mock_options[@]}" 2>"$build/log")
mock_pid=$!
trap 'kill "$mock_pid" 2>/dev/null || true' EXIT
# The service says where it listens as soon as it does.
if ! read -r -t 60 -u "$mock" listening || [[ $listening != 'listening on '* ]]; then
  cat "$build/log" >&2
  fail 'the mock service did not start'
fi
echo "demo: the mock service is $listening; the first job takes $job_seconds s there"

# Nothing that the caller has set may lead elsewhere. The keys are the mock service's own and open nothing else.
unset "${!AWS_@}"
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null
export AWS_ENDPOINT_URL_LOOKOUTVISION=${listening#listening on } AWS_REGION=eu-west-1
export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY

# tool ARGUMENT...: shows the command and runs it.
tool() {
  echo "demo: package_model $*"
  "${emulator[@]}" "$build/examples/package_model" "$@"
}

project=(--project-name circuit-boards)
target=(--s3-bucket my-bucket --s3-prefix models --target-device jetson_xavier)
if [[ $three == no ]]; then
  tool start "${project[@]}" --model-version 1 --component-name com.example.BoardInspector "${target[@]}" \
    --wait --poll-interval 0.5 || fail 'the packaging job did not succeed'
  exit
fi

version=0
jobs=()
for inspector in Board Solder Label; do
  version=$((version + 1))
  job=${inspector,,}-inspector
  # The token makes it safe to run the command again: it starts no second job.
  tool start "${project[@]}" --model-version "$version" --job-name "$job" --client-token "demo-$job" \
    --component-name "com.example.${inspector}Inspector" "${target[@]}" || fail 'a packaging job was not started'
  jobs+=(--job-name "$job")
done
tool wait "${project[@]}" "${jobs[@]}" --poll-interval 0.5

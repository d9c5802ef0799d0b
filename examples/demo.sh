#!/usr/bin/env bash
# Shows a packaging job start, run and succeed: the tool against the mock service, both on this machine. Installs what
# is missing (Debian, as root or with sudo) and builds in build/demo, so that from the second run on it takes seconds.
# usage: examples/demo.sh [seconds that the job takes]
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$top/build/demo
job_seconds=${1:-5}
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

exec {mock}< <(exec "$build/examples/mock_service" --job-seconds "$job_seconds" 2>"$build/log")
mock_pid=$!
trap 'kill "$mock_pid" 2>/dev/null || true' EXIT
# The service says where it listens as soon as it does.
if ! read -r -t 60 -u "$mock" listening || [[ $listening != 'listening on '* ]]; then
  cat "$build/log" >&2
  fail 'the mock service did not start'
fi
echo "demo: the mock service is $listening; a job takes $job_seconds s there"

# Nothing that the caller has set may lead elsewhere. The keys are the mock service's own and open nothing else.
unset "${!AWS_@}"
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null
export AWS_ENDPOINT_URL_LOOKOUTVISION=${listening#listening on } AWS_REGION=eu-west-1
export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY

start=(package_model start --project-name circuit-boards --model-version 1
  --component-name com.example.BoardInspector --s3-bucket my-bucket --s3-prefix models
  --target-device jetson_xavier --wait --poll-interval 0.5)
echo "demo: ${start[*]}"
"$build/examples/${start[0]}" "${start[@]:1}" || fail 'the packaging job did not succeed'

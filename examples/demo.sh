#!/usr/bin/env bash
# Runs package_model against the mock service, both on this machine: a packaging job starts, runs and succeeds. Installs
# what is missing (Debian, as root or with sudo) and builds in build/demo. The first run takes about 2 minutes on 2 cores,
# later runs take seconds.
# usage: examples/demo.sh [--three] [SECONDS]    a job takes 5 s by default
# With --three, three jobs run at once and one of them fails: the tool names it, and exits with 254.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$top/build/demo
three=no
if [[ ${1:-} == --three ]]; then
  three=yes
  shift
fi
job_seconds=${1:-5}
# Runs programs that CMAKE_TOOLCHAIN_FILE builds for another machine.
emulator=(${CMAKE_CROSSCOMPILING_EMULATOR:+"$CMAKE_CROSSCOMPILING_EMULATOR"})
# shellcheck source-path=SCRIPTDIR source=../cmake/setup.sh
source "$top/cmake/setup.sh"

# fail MESSAGE: ends the demonstration.
fail() {
  echo "demo: $1" >&2
  exit 1
}

[[ $job_seconds =~ ^(0|[1-9][0-9]{0,2})$ ]] ||
  fail "SECONDS must be a whole number below 1000 (given: \"$job_seconds\"); usage: examples/demo.sh [--three] [SECONDS]"
lookoutvision_install cmake g++ ninja-build libcurl4-openssl-dev libssl-dev nlohmann-json3-dev libboost-dev \
  libcli11-dev || fail 'cannot install what the demonstration needs'

first_time=
[[ -x $build/examples/package_model ]] || first_time=', which takes about 2 minutes on 2 cores'
echo "demo: building$first_time"
lookoutvision_quietly "$build/log" \
  cmake -S "$top" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DLOOKOUTVISION_BUILD_TESTS=OFF ||
  fail 'cannot configure the build'
lookoutvision_build "$build/log" cmake --build "$build" --target mock_service package_model || fail 'cannot build'

mock_options=(--job-seconds "$job_seconds")
# Three jobs that end at different times.
[[ $three == no ]] || mock_options+=(--job-seconds $((job_seconds * 2)) --job-seconds $((job_seconds * 3))
  --fail-component com.example.SolderInspector)
exec {mock}< <(exec "${emulator[@]}" "$build/examples/mock_service" "${mock_options[@]}" 2>"$build/log")
mock_pid=$!
trap 'kill "$mock_pid" 2>/dev/null || true' EXIT
# The service prints its URL when it listens.
if ! read -r -t 60 -u "$mock" listening || [[ $listening != '# listening on '* ]]; then
  cat "$build/log" >&2
  fail 'the mock service did not start'
fi
echo "demo: the mock service is ${listening#\# }; its first job takes $job_seconds s"

# No setting of the caller may lead to another service. The keys are valid for the mock service only.
unset "${!AWS_@}"
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null
export AWS_ENDPOINT_URL_LOOKOUTVISION=${listening#\# listening on } AWS_REGION=eu-west-1
export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY

# tool ARGUMENT...: prints the command and runs it.
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
  # With the token, the same command starts no second job.
  tool start "${project[@]}" --model-version "$version" --job-name "$job" --client-token "demo-$job" \
    --component-name "com.example.${inspector}Inspector" "${target[@]}" || fail 'a packaging job was not started'
  jobs+=(--job-name "$job")
done
tool wait "${project[@]}" "${jobs[@]}" --poll-interval 0.5

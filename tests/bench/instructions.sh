#!/usr/bin/env bash
# Counts the instructions of one call with a transport that responds from memory, and fails above the limit. Counts are
# nearly the same on all machines, unlike times.
# usage: tests/bench/instructions.sh BUILD_FOLDER     needs valgrind and a Release build with the benchmarks
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# g++ 12.2 and an OpenSSL that hashes with AVX2 need 98,000; the margin is for other machines.
limit=130000
calls=$1/tests/bench/calls
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# collected CALLS: prints the instructions of a process that makes CALLS calls.
collected() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null --log-file="$log" \
    "$calls" memory http://127.0.0.1:1 '' 0 1 "$1" >/dev/null
  sed -n 's/.*Collected : //p' "$log"
}

few=$(collected 100)
many=$(collected 1100)
per_call=$(((many - few) / 1000))
echo "instructions per call: $per_call, at most $limit"
((per_call > 0 && per_call <= limit))

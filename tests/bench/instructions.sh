#!/usr/bin/env bash
# Counts the instructions of one call in this library, with a transport that responds from memory. Unlike times, counts are
# nearly the same on every machine. Fails if there are more than the limit.
# usage: tests/bench/instructions.sh BUILD_FOLDER     needs valgrind; the folder has a Release with the benchmarks
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# 98,000 were counted with g++ 12.2, on a machine whose OpenSSL hashes with AVX2; the margin is for other machines.
limit=130000
calls=$1/tests/bench/calls
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# collected CALLS: the instructions of a process that makes this number of calls.
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

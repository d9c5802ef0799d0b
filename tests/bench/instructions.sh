#!/usr/bin/env bash
# Counts the instructions that one call takes in this library: all of it but the transport, which answers from memory.
# Unlike times, they are nearly the same on every machine. Fails where they are more than the bound.
# usage: tests/bench/instructions.sh BUILD_FOLDER     needs valgrind; the folder holds a Release with the benchmarks
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# 98,000 were counted with g++ 12.2, on a machine whose OpenSSL hashes with AVX2; the rest is for other machines.
bound=130000
calls=$1/tests/bench/calls
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# collected CALLS: the instructions of a whole process that makes so many calls.
collected() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null --log-file="$log" \
    "$calls" memory http://127.0.0.1:1 '' 0 1 "$1" >/dev/null
  sed -n 's/.*Collected : //p' "$log"
}

few=$(collected 100)
many=$(collected 1100)
per_call=$(((many - few) / 1000))
echo "instructions a call: $per_call; at most $bound"
((per_call > 0 && per_call <= bound))

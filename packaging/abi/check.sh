#!/usr/bin/env bash
# Compares the ABI of the shared libraries with a baseline, *.abi, and runs a program that was built with the baseline.
# usage: packaging/abi/check.sh [--renew]     --renew makes the last commit the baseline
# Any difference fails but new functions and types; docs/decisions/0047-the-abi-is-compared-with-a-baseline.md says what may change.
# The baseline is that of one compiler: on other systems than Debian 12 on amd64 nothing is compared.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
build=$top/build/abi
cd "$top"
# shellcheck source-path=SCRIPTDIR source=../../cmake/setup.sh
source cmake/setup.sh

fail() {
  echo "abi: $1" >&2
  exit 1
}

# build_libraries SOURCE FOLDER: builds the shared libraries of a tree.
build_libraries() {
  lookoutvision_quietly "$2/configure.log" cmake -G Ninja -S "$1" -B "$2" -DCMAKE_CXX_COMPILER=g++ \
    -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_FLAGS='-g -Og' -DBUILD_SHARED_LIBS=ON -DLOOKOUTVISION_BUILD_TESTS=OFF \
    -DLOOKOUTVISION_BUILD_TOOLS=OFF -DLOOKOUTVISION_BUILD_EXAMPLES=OFF
  lookoutvision_build "$2/build.log" cmake --build "$2"
}

# describe LIBRARY: lists what a program with the public headers depends on.
describe() {
  abidw --headers-dir include --drop-private-types --exported-interfaces-only --load-all-types "$build/new/src/$1.so" |
    "$here/list.py"
}

# compare LIBRARY: prints what changed since the baseline; fails unless that is nothing but new functions and new types.
# `set -e` is off in it, as its result is tested.
compare() {
  local new=$build/$1.abi differences breaks
  describe "$1" >"$new" || return
  differences=$(LC_ALL=C comm -3 --output-delimiter='+ ' "$here/$1.abi" "$new") || return
  [[ -z $differences ]] || echo "$differences"
  breaks=$(awk 'NR == FNR {listed[$2]; next} !/^\+ (function|symbol) / && !(/^\+ type / && !($3 in listed))' \
    "$here/$1.abi" - <<<"$differences") || return
  [[ -z $breaks ]] || return 1
  echo "$1: the ABI of the baseline"
}

# run_old_program: runs the program of the baseline, which was built with its libraries, with those of the tree.
run_old_program() {
  local tree=$top old=$build/new
  git cat-file -e "$baseline^{commit}" 2>/dev/null || fail "the commit of the baseline, $baseline, is not in the history here"
  if git diff --quiet "$baseline" -- CMakeLists.txt cmake include src; then
    echo "the libraries are still those of the baseline, so the old program is one that was built with them"
  else
    tree=$build/old-sources old=$build/old
    rm -rf "$tree"
    mkdir -p "$tree"
    git archive "$baseline" | tar -x -C "$tree"
    build_libraries "$tree" "$old"
  fi
  g++ -std=c++20 -I"$tree/include" "$tree/tests/consumer/main.cpp" -L"$old/src" -llookoutvision_testing -llookoutvision \
    -Wl,-rpath-link,"$old/src" -o "$build/old_program"
  LD_LIBRARY_PATH=$build/new/src "$build/old_program"
}

if [[ ! -e /etc/debian_version || $(cut -d. -f1 /etc/debian_version) != 12 || $(uname -m) != x86_64 ]]; then
  echo 'skipped: this is not Debian 12 on amd64' && exit
fi
lookoutvision_install cmake g++ git ninja-build libcurl4-openssl-dev libssl-dev nlohmann-json3-dev libboost-dev abigail-tools \
  python3
build_libraries "$top" "$build/new"
release=v$(sed -nE 's/.*kVersion = "([0-9]+\.[0-9]+)\..*/\1/p' include/lookoutvision/version.h).0
released=$(git rev-parse --verify --quiet "$release^{commit}" || true)
libraries=(liblookoutvision liblookoutvision_testing)
if [[ ${1-} == --renew ]]; then
  [[ -z $released ]] || fail "$release has been released: its ABI is the baseline until the next minor version"
  git diff --quiet HEAD -- CMakeLists.txt cmake include src || fail 'commit the changes first: a commit is the baseline'
  for library in "${libraries[@]}"; do describe "$library" >"$here/$library.abi"; done
  git rev-parse HEAD >"$here/baseline"
  exit
fi

baseline=${released:-$(<"$here/baseline")}
echo "the baseline is $(git log -1 --format='%h, %s' "$baseline")"
for library in "${libraries[@]}"; do
  compare "$library" || fail "the ABI of $library changed. If $release has been released, undo that, or change the minor
version; if not, commit the change, and then make it the baseline: packaging/abi/check.sh --renew"
done
run_old_program

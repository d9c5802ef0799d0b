#!/usr/bin/env bash
# Installs the package into an empty folder, then builds and runs a program against it, as a user would.
# usage: tests/consumer/run.sh static|shared [pkg-config]     the kind of library, and by what the program finds it
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
case ${1-} in
  static) shared=OFF ;;
  shared) shared=ON ;;
  *) sed -n 's/^# usage: /usage: /p' "${BASH_SOURCE[0]}" >&2 && exit 2 ;;
esac
# shellcheck source-path=SCRIPTDIR source=../../cmake/setup.sh
source "$top/cmake/setup.sh"
lookoutvision_install cmake g++ ninja-build libcurl4-openssl-dev libssl-dev nlohmann-json3-dev libboost-dev pkg-config

build=$top/build/consumer-$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --preset release -S "$top" -B "$build" -DBUILD_SHARED_LIBS="$shared" \
  -DLOOKOUTVISION_BUILD_TESTS=OFF -DLOOKOUTVISION_BUILD_EXAMPLES=OFF >/dev/null
cmake --build "$build"
cmake --install "$build" --prefix "$work/first" >/dev/null
# What is installed can be moved.
mv "$work/first" "$work/prefix"

# exported LIBRARY: the names that one shared library defines for others, but for templates and inline functions.
exported() {
  nm --dynamic --defined-only "$work/prefix"/lib*/"$1".so "$work/prefix"/lib/*/"$1".so 2>/dev/null |
    awk '$2 ~ /^[TDBR]$/ {print $3}' | sort -u
}
if [[ $1 == shared ]]; then
  [[ -n $(exported liblookoutvision) && -n $(exported liblookoutvision_testing) ]]
  twice=$(comm -12 <(exported liblookoutvision) <(exported liblookoutvision_testing))
  [[ -z $twice ]] || { printf 'defined by both libraries:\n%s\n' "$twice" >&2; exit 1; }
fi

if [[ ${2-} == pkg-config ]]; then
  libraries=$(dirname "$(find "$work/prefix" -name pkgconfig)")
  mkdir "$work/program"
  read -ra flags < <(PKG_CONFIG_PATH=$libraries/pkgconfig pkg-config --cflags --libs lookoutvision-testing)
  g++ -std=c++20 "$here/main.cpp" "${flags[@]}" -Wl,-rpath,"$libraries" -o "$work/program/consumer"
else
  cmake -G Ninja -S "$here" -B "$work/program" -DCMAKE_PREFIX_PATH="$work/prefix" >/dev/null
  cmake --build "$work/program"
fi
"$work/program/consumer"

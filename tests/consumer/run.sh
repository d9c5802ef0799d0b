#!/usr/bin/env bash
# Builds and runs programs that use the library as its users do.
# usage: tests/consumer/run.sh all | static|shared [WAY]     all rows, or one kind of library with one way to use it
#   find_package     static shared   the installed package, found by CMake (the default way)
#   readme           static          the installed package, by the lines of README.md
#   components       static          parts of the installed package: what is missing is reported
#   pkg-config       static shared   the installed package, without CMake
#   module           static          the installed package, as a C++20 module (clang 19, CMake 3.28)
#   cps              shared          the installed package, in the Common Package Specification (CMake 4.3)
#   two_libraries    static shared   the installed package, in two libraries of one program
#   other_json       static          the installed package, along with another nlohmann/json
#   add_subdirectory static shared   the checkout, as part of another build
#   fetch_content    static          the last commit, fetched with git as part of another build
# CXX is the compiler, by default g++.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
ways=$(sed -nE 's/^#   ([a-z_-]+) +(static shared|static|shared) .*/\1 \2/p' "${BASH_SOURCE[0]}")
export CXX=${CXX:-g++} CMAKE_GENERATOR=Ninja

usage() {
  sed -n '/^# usage: /,/^# CXX/s/^# //p' "${BASH_SOURCE[0]}" >&2
  exit 2
}

# install_package: builds and installs the package of $kind, then moves it to $prefix to test that it is relocatable. The
# static one by the lines of README.md, in a copy of the files that git knows.
install_package() {
  local package=$work/$kind-package installed=$work/lookoutvision lines
  mkdir -p "$package"
  if [[ $kind == static ]]; then
    git -C "$top" ls-files -z | tar -C "$top" -c --null -T - | tar -C "$package" -x
    lines=$(readme Install sh)
    # shellcheck disable=SC2317
    (
      apt-get() { lookoutvision_install "${@:3}"; }
      cd "$package"
      eval "${lines//\$HOME/$work}"
    )
  else
    cmake --preset release -Werror=dev -S "$top" -B "$package" -DBUILD_SHARED_LIBS=ON \
      -DLOOKOUTVISION_BUILD_TESTS=OFF -DLOOKOUTVISION_BUILD_EXAMPLES=OFF >/dev/null
    cmake --build "$package"
    cmake --install "$package" --prefix "$installed" >/dev/null
  fi
  mv "$installed" "$prefix"
  [[ $kind == static ]] || check_exports "$package"
}

# use_cps: builds and runs a program with the package in that form, which CMake prefers.
use_cps() {
  local described=$work/described
  if dpkg --compare-versions "$(cmake --version | sed -n '1s/.* //p')" lt 4.3; then
    echo 'skipped: CMake reads that form from 4.3 on' && return
  fi
  cmake -B "$work/shared-package" -DLOOKOUTVISION_INSTALL_CPS=ON >/dev/null
  cmake --install "$work/shared-package" --prefix "$described" >/dev/null
  find "$described" -name cmake -prune -exec rm -r {} +
  build_project find_package -DCMAKE_PREFIX_PATH="$described" -DCOMPONENTS=testing
}

# use_module: builds and runs a program with the package that has the module, if compiler and CMake can.
use_module() {
  local modular=$work/modular
  if dpkg --compare-versions "$(cmake --version | sed -n '1s/.* //p')" lt 3.28; then
    echo 'skipped: the module needs CMake 3.28' && return
  fi
  [[ $CXX == *clang* ]] || { echo 'skipped: the module needs clang' && return; }
  lookoutvision_install clang clang-tools
  cmake --preset release -Werror=dev -S "$top" -B "$modular-package" -DLOOKOUTVISION_BUILD_MODULE=ON \
    -DLOOKOUTVISION_BUILD_TESTS=OFF -DLOOKOUTVISION_BUILD_TOOLS=OFF >/dev/null
  cmake --build "$modular-package"
  cmake --install "$modular-package" --prefix "$modular" >/dev/null
  no_names 'imposed on programs' "$(grep -rhE 'IMPORTED_CXX_MODULES_COMPILE_(OPTIONS|DEFINITIONS)' "$modular")"
  build_project module -DCMAKE_PREFIX_PATH="$modular"
  build_project module -DCMAKE_PREFIX_PATH="$modular" -DCMAKE_CXX_STANDARD=23 -DCMAKE_CXX_EXTENSIONS=OFF
}

# exported FILE: prints the names that an installed shared library or program exports.
exported() {
  nm --dynamic --defined-only "$(find "$prefix" -path "*/$1")" | awk '{print $3}' | sort
}

# marked BUILD: prints the names of namespace lookoutvision that the headers mark for export.
marked() {
  find "$1/src" -name '*.o' -exec readelf --symbols --wide {} + |
    awk '$5 ~ /GLOBAL|WEAK|UNIQUE/ && $6 == "DEFAULT" && $7 != "UND" {print $8}' | grep -E "$ours" | sort -u
}

# check_exports BUILD: fails unless the two libraries together export each name that the headers mark once, and no other.
# A program would share other names with further libraries that define them. What a tool exports, libraries would call
# instead of their own.
check_exports() {
  local ours='^_Z(T[A-Z])?NK?[RO]?13lookoutvision' both tools
  both=$(exported liblookoutvision.so && exported liblookoutvision_testing.so)
  tools=$(exported bin/package_model && exported bin/mock_service)
  no_names 'exported, and not in namespace lookoutvision' "$(grep -vE "$ours" <<<"$both")"
  no_names 'exported, and internal' "$(grep -E "${ours}8internal|4Impl" <<<"$both")"
  no_names 'exported by both libraries' "$(sort <<<"$both" | uniq -d)"
  no_names 'exported by a tool' "$(grep -E "$ours" <<<"$tools")"
  no_names 'marked for export, and not exported' "$(comm -23 <(marked "$1") <(sort -u <<<"$both"))"
}

# no_names WHAT NAMES: fails and prints the names if there are any.
no_names() {
  [[ -z $2 ]] || { printf '%s:\n%s\n' "$1" "$(c++filt <<<"$2")" >&2; exit 1; }
}

# build_project FOLDER ARGUMENT...: builds one of the projects in this folder, and runs its program.
build_project() {
  local build=$work/$kind-$1
  cmake -Werror=dev -S "$here/$1" -B "$build" -DCMAKE_BUILD_TYPE=Release "${@:2}" >/dev/null
  cmake --build "$build"
  "$build/consumer"
}

use_pkg_config() {
  local libraries flags
  libraries=$(dirname "$(find "$prefix" -name pkgconfig)")
  read -ra flags < <(PKG_CONFIG_PATH=$libraries/pkgconfig pkg-config --cflags --libs lookoutvision-testing)
  "$CXX" "$here/main.cpp" "${flags[@]}" -Wl,-rpath,"$libraries" -o "$work/program"
  "$work/program"
}

use_readme() {
  run_thirty_lines "$prefix" "$work/inspector"
}

# use_components: without the testing library and the tools, the package must say what is missing.
use_components() {
  cmake --install "$work/static-package/build/release" --component development --prefix "$work/part" >/dev/null
  if cmake -S "$here/find_package" -B "$work/components" -DCMAKE_PREFIX_PATH="$work/part" >"$work/log" 2>&1; then
    echo 'the package without its components was accepted' >&2 && return 1
  fi
  tr -s ' \n' ' ' <"$work/log" | grep -o 'has no component "tools". The components are .* same prefix[.]'
}

# use KIND WAY: builds and runs the programs of one row.
use() {
  local kind=$1 way=$2 prefix=$work/$1
  echo "== $kind, $way"
  case $way in
    add_subdirectory)
      build_project "$way" -DBUILD_SHARED_LIBS="$([[ $kind == shared ]] && echo ON || echo OFF)" \
        -DLOOKOUTVISION_CHECKOUT="$top" ;;
    fetch_content)
      [[ -e $top/.git ]] || { echo 'skipped: this is not a git checkout, which it fetches' && return; }
      build_project "$way" -DLOOKOUTVISION_REPOSITORY="file://$top" \
        -DLOOKOUTVISION_COMMIT="$(git -C "$top" rev-parse HEAD)" ;;
    module) use_module ;;
    *)
      [[ -d $prefix ]] || install_package
      case $way in
        pkg-config | readme | components | cps) "use_${way//-/_}" ;;
        *) build_project "$way" -DCMAKE_PREFIX_PATH="$prefix" ;;
      esac ;;
  esac
}

# shellcheck source-path=SCRIPTDIR source=../../cmake/setup.sh
source "$top/cmake/setup.sh"
# shellcheck source-path=SCRIPTDIR source=readme.sh
source "$here/readme.sh"
chosen=()
while read -r way kinds; do
  for kind in $kinds; do
    case "${1-} ${2-}" in 'all ' | "$kind $way") chosen+=("$kind $way") ;; esac
    [[ "${1-} ${2-} $way" != "$kind  find_package" ]] || chosen+=("$kind $way")
  done
done <<<"$ways"
((${#chosen[@]})) || usage
lookoutvision_install cmake g++ git ninja-build libcurl4-openssl-dev libssl-dev nlohmann-json3-dev libboost-dev \
  libcli11-dev pkg-config python3
# Only the package builds of an earlier run are reused.
work=$top/build/consumer-${CXX##*/}
mkdir -p "$work"
find "$work" -mindepth 1 -maxdepth 1 ! -name '*-package' -exec rm -rf {} +
for each in "${chosen[@]}"; do
  # shellcheck disable=SC2086
  use $each
done

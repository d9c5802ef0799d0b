#!/usr/bin/env bash
# Builds the Debian packages, source and binary, of the files that git tracks, in build/debian.
# usage: packaging/debian/build.sh [--renew-symbols]
# It fails if the libraries export other symbols than packaging/debian/*.symbols list; with --renew-symbols it writes these.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
build=$top/build/debian
# shellcheck source-path=SCRIPTDIR source=../../cmake/setup.sh
source "$top/cmake/setup.sh"
lookoutvision_install build-essential git xz-utils
changelog=$(dpkg-parsechangelog --file "$here/changelog" --show-field Version)
version=$(sed -nE 's/.*kVersion = "([0-9.]+)".*/\1/p' "$top/include/lookoutvision/version.h")
[[ ${changelog%-*} == "$version" ]] ||
  { echo "build: packaging/debian/changelog is \"$changelog\": must begin with $version, as version.h says" >&2 && exit 1; }

tree=$build/lookoutvision-$version
rm -rf "$build"
mkdir -p "$tree"
git -C "$top" ls-files -z | tar -C "$top" -c --null -T - | tar -C "$tree" -x
tar -C "$build" --sort=name --owner=0 --group=0 --numeric-owner --mtime="$(git -C "$top" log -1 --format=@%ct)" \
  -cJf "$build/lookoutvision_$version.orig.tar.xz" "lookoutvision-$version"
cp -r "$here" "$tree/debian"
cd "$tree"
if ! dpkg-checkbuilddeps 2>"$build/missing"; then
  cat "$build/missing" >&2
  lookoutvision_apt update
  lookoutvision_apt build-dep -y --no-install-recommends ./
fi

# renew_symbols PACKAGE DEVELOPMENT_PACKAGE: keeps the symbols that are still exported, and adds those that are new in this
# version. The first line names the library. Names with a `long` differ where that has 32 bits.
renew_symbols() {
  dpkg-gensymbols -q -c0 -O "-p$1" "-Pdebian/$1" "-v$version" |
    sed -E '/^(#MISSING|\* )/d; s/^ (_Z[^@]+)(@\S+) / (c++)"\1\2" /' | {
    IFS= read -r library
    printf '%s\n* Build-Depends-Package: %s\n' "$library" "$2"
    c++filt | sed '/\<long\>/s/^ (c++)/ (arch-bits=64|c++)/' | LC_ALL=C sort -u
  } >"$here/$1.symbols"
}

# Without packages of debug symbols.
export DEB_BUILD_OPTIONS="noautodbgsym ${DEB_BUILD_OPTIONS-}"
level=4
[[ ${1-} != --renew-symbols ]] || level=0
DPKG_GENSYMBOLS_CHECK_LEVEL=$level lookoutvision_build "$build/build.log" dpkg-buildpackage -us -uc
if [[ ${1-} == --renew-symbols ]]; then
  for name in liblookoutvision liblookoutvision-testing; do renew_symbols "$name${version%.*}" "$name-dev"; done
fi

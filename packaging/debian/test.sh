#!/usr/bin/env bash
# Builds the Debian packages in a Debian release and checks them with lintian; then installs, uses and removes them in a new
# system of that release, in which nothing may remain.
# usage: packaging/debian/test.sh SUITE     such as bookworm; as root, see .ci/in-debian
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$top"
# shellcheck source-path=SCRIPTDIR source=../../cmake/setup.sh
source cmake/setup.sh

# --- Runs in the system that builds.

build_here() {
  lookoutvision_install lintian
  packaging/debian/build.sh
  lintian --fail-on error,warning --tag-display-limit 0 build/debian/*.changes
}

# --- Runs in the new system.

# remaining: prints each package and each path, but for what apt, dpkg and their users write down.
remaining() {
  dpkg-query -W -f '${Package} ${Version} ${db:Status-Status}\n'
  find / -xdev \( -path /src -o -path /proc -o -path /sys -o -path /dev -o -path /tmp -o -path /var/cache -o -path /var/log \
    -o -path /var/lib/apt -o -path '/var/lib/dpkg/*-old' \) -prune -o -print | LC_ALL=C sort
}

# As a user without rights.
run_test() {
  local work
  work=$(mktemp -d)
  chmod 777 "$work"
  echo "== $1"
  setpriv --reuid=65534 --regid=65534 --clear-groups env HOME="$work" AUTOPKGTEST_TMP="$work" "packaging/debian/tests/$1"
  rm -rf "$work"
}

use_here() {
  local control=packaging/debian/tests/control needed packages tests before
  packages=(build/*.deb)
  packages=("${packages[@]#build/}")
  packages=("${packages[@]%%_*}")
  # What the tests depend on, without the packages themselves.
  needed=$(sed -n 's/^Depends: //p' $control | tr -s ', ' '\n' | sort -u | grep -v lookoutvision)
  # shellcheck disable=SC2086
  lookoutvision_install $needed
  before=$(remaining)
  lookoutvision_apt install -y --no-install-recommends ./build/*.deb
  mapfile -t tests < <(sed -n 's/^Tests: //p' $control)
  for test in "${tests[@]}"; do run_test "$test"; done
  lookoutvision_apt purge -y --autoremove "${packages[@]}"
  diff <(echo "$before") <(remaining) || { echo 'test: the packages left these changes' >&2 && exit 1; }
  echo "installed, used and removed without a trace: ${packages[*]}"
}

# --- Runs on this machine.

# in_debian ARGUMENT...: the test is skipped if the Debian cannot be made.
in_debian() {
  .ci/in-debian "$suite" -- packaging/debian/test.sh "$@" && return
  local status=$?
  if ((status == 77)); then echo 'skipped' && exit; fi
  exit "$status"
}

case ${1-} in
  --build)
    build_here
    exit
    ;;
  --use)
    use_here
    exit
    ;;
  '' | -*) sed -n 's/^# usage: /usage: /p' "${BASH_SOURCE[0]}" >&2 && exit 2 ;;
esac
suite=$1
# A compiler launcher of this machine is not among the build dependencies.
unset CMAKE_CXX_COMPILER_LAUNCHER
in_debian --build
built=${LOOKOUTVISION_DEBIANS:-/var/tmp/lookoutvision-debians}/$suite/build/debian
LOOKOUTVISION_DEBIANS=$(mktemp -d -p /var/tmp)
export LOOKOUTVISION_DEBIANS
trap 'rm -rf --one-file-system "$LOOKOUTVISION_DEBIANS"' EXIT
install -d "$LOOKOUTVISION_DEBIANS/$suite/build"
cp "$built"/*.deb "$LOOKOUTVISION_DEBIANS/$suite/build"
in_debian --use

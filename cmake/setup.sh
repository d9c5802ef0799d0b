# shellcheck shell=bash
# Functions that the project's scripts source: to install Debian packages, and to run steps quietly.

# lookoutvision_quietly LOG COMMAND...: runs a command whose output goes to LOG. Prints it only if the command fails,
# without the lines of ninja about what it builds.
lookoutvision_quietly() {
  local log=$1
  shift
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 </dev/null && return
  grep -vE '^\[[0-9]+/[0-9]+\] ' "$log" >&2
  echo "failed: $1 (all output is in $log)" >&2
  return 1
}

# lookoutvision_build LOG COMMAND...: the same for a build, but on a terminal shows the progress of ninja.
lookoutvision_build() {
  if [[ -t 1 ]]; then "${@:2}"; else lookoutvision_quietly "$@"; fi
}

# lookoutvision_missing PACKAGE...: prints those that dpkg does not have.
lookoutvision_missing() {
  local package
  for package in "$@"; do
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed* ]] || echo "$package"
  done
}

# lookoutvision_has_candidate PACKAGE...: whether apt's lists contain at least one of them.
lookoutvision_has_candidate() {
  (($#)) && [[ $(LC_ALL=C apt-cache policy "$@" 2>/dev/null) == *'Candidate: '[!\(]* ]]
}

# lookoutvision_apt ARGUMENT...: runs apt-get as root. Its output is shown only if it fails.
lookoutvision_apt() {
  local as_root=() log status=0
  if ((EUID != 0)); then
    command -v sudo >/dev/null || { echo 'setup: neither root nor sudo' >&2; return 1; }
    as_root=(sudo)
  fi
  log=$(mktemp) || return 1
  # A changed file of configuration is kept, without a question.
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600 \
    -o DPkg::Options::=--force-confold "$@" </dev/null >"$log" 2>&1 || status=$?
  ((status == 0)) || tail -n 20 "$log" >&2
  rm -f "$log"
  return "$status"
}

# lookoutvision_install_required PACKAGE...: fails if one of them cannot be installed.
lookoutvision_install_required() {
  echo "setup: installing $*" >&2
  lookoutvision_apt update && lookoutvision_apt install -y --no-install-recommends "$@" && return
  echo "setup: apt-get could not install: $*" >&2
  return 1
}

# lookoutvision_install_optional PACKAGE...: reports those that cannot be installed.
lookoutvision_install_optional() {
  local package left_out=()
  for package in "$@"; do
    if lookoutvision_has_candidate "$package"; then
      echo "setup: installing $package" >&2
      lookoutvision_apt install -y --no-install-recommends "$package" || left_out+=("$package")
    else
      left_out+=("$package")
    fi
  done
  ((${#left_out[@]} == 0)) ||
    echo "setup: not available from apt here, so tests that need it are skipped: ${left_out[*]}" >&2
}

# lookoutvision_install PACKAGE... [--optional PACKAGE...]: installs those that dpkg does not have. Fails if a required
# one cannot be installed. When none is missing, prints nothing and does not ask apt.
lookoutvision_install() {
  local required=() optional=()
  while (($#)) && [[ $1 != --optional ]]; do
    required+=("$1")
    shift
  done
  mapfile -t required < <(lookoutvision_missing "${required[@]}")
  mapfile -t optional < <(lookoutvision_missing "${@:2}")
  ((${#required[@]} + ${#optional[@]})) || return 0

  if ! command -v apt-get >/dev/null; then
    ((${#required[@]} == 0)) || echo "setup: no apt-get here; required, by their Debian names: ${required[*]}" >&2
    ((${#optional[@]} == 0)) || echo "setup: no apt-get here; optional, by their Debian names: ${optional[*]}" >&2
    return 0
  fi
  if ((${#required[@]})); then
    lookoutvision_install_required "${required[@]}" || return
  # The lists are not fetched on every run because of a package that they do not contain.
  elif lookoutvision_has_candidate "${optional[@]}" || [[ -z $(apt-get indextargets 'Created-By: Packages') ]]; then
    lookoutvision_apt update || true
  fi
  lookoutvision_install_optional "${optional[@]}"
}

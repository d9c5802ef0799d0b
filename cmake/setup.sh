# shellcheck shell=bash
# Installs Debian packages that the project's scripts need. Sourced by them; it is not run, and it builds nothing.

# lookoutvision_missing PACKAGE...: prints those that dpkg does not have.
lookoutvision_missing() {
  local package
  for package in "$@"; do
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed* ]] || echo "$package"
  done
}

# lookoutvision_has_candidate PACKAGE...: whether apt's lists have at least one of them.
lookoutvision_has_candidate() {
  (($#)) && [[ $(LC_ALL=C apt-cache policy "$@" 2>/dev/null) == *'Candidate: '[!\(]* ]]
}

# lookoutvision_apt ARGUMENT...: runs apt-get as root. What it prints is shown only if it fails.
lookoutvision_apt() {
  local as_root=() log status=0
  if ((EUID != 0)); then
    command -v sudo >/dev/null || { echo 'setup: neither root nor sudo' >&2; return 1; }
    as_root=(sudo)
  fi
  log=$(mktemp) || return 1
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600 "$@" \
    </dev/null >"$log" 2>&1 || status=$?
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

# lookoutvision_install_optional PACKAGE...: names those that cannot be installed.
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
    echo "setup: not available from apt here, so what needs it is skipped: ${left_out[*]}" >&2
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
  # A package that apt's lists do not have is no reason to fetch them on every run.
  elif lookoutvision_has_candidate "${optional[@]}" || [[ -z $(apt-get indextargets 'Created-By: Packages') ]]; then
    lookoutvision_apt update || true
  fi
  lookoutvision_install_optional "${optional[@]}"
}

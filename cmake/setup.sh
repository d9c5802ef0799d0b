# shellcheck shell=bash
# Installs Debian packages that the project's scripts need. Sourced by them; it is not run, and it builds nothing.

# lookoutvision_install PACKAGE...: asks apt only for what dpkg does not have, and says nothing when that is nothing.
lookoutvision_install() {
  local package missing=() as_root=()
  for package in "$@"; do
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed* ]] || missing+=("$package")
  done
  ((${#missing[@]})) || return 0

  if ! command -v apt-get >/dev/null; then
    echo "setup: no apt-get here; needed by their Debian names: ${missing[*]}" >&2
    return 0
  fi
  if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
      echo "setup: neither root nor sudo: install these first: ${missing[*]}" >&2
      return 1
    fi
    as_root=(sudo)
  fi

  echo "setup: installing ${missing[*]}" >&2
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600) log
  log=$(mktemp) || return 1
  if ! { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "${missing[@]}"; } \
      </dev/null >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    echo "setup: apt-get could not install: ${missing[*]}" >&2
    return 1
  fi
  rm -f "$log"
}

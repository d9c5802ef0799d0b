#!/usr/bin/env bash
# Builds the mock service as a static program, and with it a container image, without a network or a base image: an archive
# for `docker load` and `podman load`. The same sources and tools make the same bytes.
# usage: packaging/container/build.sh [ARCHIVE]     by default build/container/mock_service.tar
# SOURCE_DATE_EPOCH is the time of its files, by default that of the last commit.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$top/build/container
archive=$(realpath -m "${1-$build/mock_service.tar}")
# shellcheck source-path=SCRIPTDIR source=../../cmake/setup.sh
source "$top/cmake/setup.sh"
lookoutvision_install cmake g++ ninja-build git libcurl4-openssl-dev libssl-dev nlohmann-json3-dev libboost-dev \
  libcli11-dev umoci skopeo
epoch=${SOURCE_DATE_EPOCH:-$(git -C "$top" log -1 --format=%ct 2>/dev/null || echo 0)}

# The linker needs a libcurl.a to find, and then leaves it out: nothing that the mock service calls uses it.
build_program() {
  local libraries
  libraries=$(dirname "$("${CXX:-g++}" -print-file-name=libcurl.a)")
  lookoutvision_quietly "$build/configure.log" cmake --preset release -S "$top" -B "$build" \
    -DLOOKOUTVISION_BUILD_TESTS=OFF -DBUILD_SHARED_LIBS=OFF \
    -DOPENSSL_USE_STATIC_LIBS=ON -DCURL_LIBRARY="$libraries/libcurl.a" \
    -DCMAKE_CXX_FLAGS="-ffunction-sections -fdata-sections -ffile-prefix-map=$top=." \
    -DCMAKE_EXE_LINKER_FLAGS='-static -Wl,--gc-sections'
  lookoutvision_build "$build/build.log" cmake --build "$build" --target mock_service
}

# The licences of the program and of what is linked into it: Debian's packages of that name those that Debian has once.
copy_licences() {
  local package
  install -m 644 "$top"/LICENSES/*.txt /usr/share/common-licenses/{GPL-3,LGPL-2.1} "$1"
  for package in libboost-dev libc6-dev libcli11-dev libssl-dev nlohmann-json3-dev \
    "$(dpkg-query -S "$(realpath "$("${CXX:-g++}" -print-file-name=libstdc++.a)")" | cut -d: -f1)"; do
    install -m 644 "/usr/share/doc/$package/copyright" "$1/$package"
  done
}

# The files of the image. The service writes its CA to /tmp.
lay_out() {
  rm -rf "$build/root" "$build/image"
  install -d -m 755 "$build/root"
  install -d -m 1777 "$build/root/tmp"
  strip -o "$build/root/mock_service" "$build/examples/mock_service"
  chmod 755 "$build/root/mock_service"
  install -d -m 755 "$build/root/licenses"
  copy_licences "$build/root/licenses"
  find "$build/root" -exec touch --no-dereference --date="@$epoch" {} +
}

# in_image COMMAND ARGUMENT...: runs a command of umoci on the image.
in_image() {
  umoci "$1" --image "$build/image:latest" "${@:2}"
}

make_image() {
  local version created licences='Apache-2.0 AND Unicode-DFS-2016 AND BSL-1.0 AND BSD-3-Clause AND MIT'
  licences+=' AND LGPL-2.1-or-later AND GPL-3.0-or-later WITH GCC-exception-3.1'
  version=$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' "$build/CMakeCache.txt")
  created=$(date --utc --date="@$epoch" +%Y-%m-%dT%H:%M:%SZ)
  umoci init --layout "$build/image"
  in_image new
  in_image insert --rootless --history.created "$created" --history.created_by 'packaging/container/build.sh' \
    "$build/root" /
  # The options of a user replace the ports, which are free ones if not given.
  in_image config --no-history --created "$created" --config.user 65532:65532 \
    --config.entrypoint /mock_service --config.entrypoint --host --config.entrypoint 0.0.0.0 \
    --config.cmd --port --config.cmd 8080 --config.cmd --admin-port --config.cmd 8081 \
    --config.exposedports 8080/tcp --config.exposedports 8081/tcp \
    --config.label org.opencontainers.image.title=mock_service \
    --config.label org.opencontainers.image.description='A mock of the packaging-job API of Amazon Lookout for Vision' \
    --config.label org.opencontainers.image.version="$version" \
    --config.label org.opencontainers.image.licenses="$licences"
  rm -f "$archive"
  skopeo --insecure-policy copy --quiet "oci:$build/image:latest" "docker-archive:$archive:localhost/mock_service:$version"
}

build_program
lay_out
make_image
echo "$archive: $(stat -c %s "$archive") bytes"

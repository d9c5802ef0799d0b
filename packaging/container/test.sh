#!/usr/bin/env bash
# Builds the container image, unpacks it, and runs its program as its user, as root also in its root folder.
# usage: packaging/container/test.sh
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=../../cmake/setup.sh
source "$here/../../cmake/setup.sh"
lookoutvision_install curl python3 umoci skopeo
work=$(mktemp -d)
process=
trap '[[ -z $process ]] || kill "$process" 2>/dev/null || true; rm -rf "$work"' EXIT

# expect WHAT VALUE EXPECTED: fails if they differ.
expect() {
  [[ $2 == "$3" ]] || { printf '%s is "%s", not "%s"\n' "$@" >&2; exit 1; }
}

# From the same program, a second archive has the same bytes.
"$here/build.sh" "$work/mock_service.tar"
"$here/build.sh" "$work/again.tar" >/dev/null
cmp "$work/mock_service.tar" "$work/again.tar"
size=$(stat -c %s "$work/mock_service.tar")
((size <= 15 * 1024 * 1024)) || { echo "the archive has $size bytes, more than 15 MiB" >&2; exit 1; }

skopeo --insecure-policy copy --quiet "docker-archive:$work/mock_service.tar" "oci:$work:latest"
umoci unpack --rootless --image "$work:latest" "$work/bundle"
# member NAME: prints a member of the process that a container would run, a list in lines.
member() {
  python3 -c 'import json, sys; value = json.load(sys.stdin)["process"]
for name in sys.argv[1].split("."): value = value[name]
print(*value if isinstance(value, list) else [value], sep="\n")' "$1" <"$work/bundle/config.json"
}
expect 'the user' "$(member user.uid):$(member user.gid)" 65532:65532
mapfile -t command < <(member args)
expect 'the command' "${command[*]}" '/mock_service --host 0.0.0.0 --port 8080 --admin-port 8081'

# Of what is linked in, wherever Debian keeps the standard library.
expect 'the licences' "$(cd "$work/bundle/rootfs/licenses" && grep -l -i licen -- * | sed -E 's/-[0-9]+-dev$/-dev/' | xargs)" \
  'Apache-2.0.txt GPL-3 LGPL-2.1 Unicode-DFS-2016.txt libboost-dev libc6-dev libcli11-dev libssl-dev libstdc++-dev nlohmann-json3-dev'

if ((EUID == 0)); then
  chmod 755 "$work"
  in_image=(chroot --userspec=65532:65532 "$work/bundle/rootfs")
else
  in_image=(env "PATH=$work/bundle/rootfs")
  command[0]=mock_service
fi
expect 'the version' "$("${in_image[@]}" "${command[0]}" --version)" \
  "$(sed -nE 's/.*kVersion = "([0-9.]+)".*/\1/p' "$here/../../include/lookoutvision/version.h")"

# A test listens on free ports of this machine only.
command=("${command[@]/0.0.0.0/127.0.0.1}")
command=("${command[@]/808[01]/0}")
exec {output}< <(exec "${in_image[@]}" "${command[@]}")
process=$!
while read -r line <&"$output"; do
  eval "$line"
  [[ $line != *AWS_SECRET_ACCESS_KEY=* ]] || break
done
jobs=$(curl -fsS --noproxy '*' --max-time 60 --aws-sigv4 "aws:amz:$AWS_REGION:lookoutvision" \
  --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \
  "$AWS_ENDPOINT_URL_LOOKOUTVISION/2020-11-20/projects/boards/modelpackagingjobs")
expect 'the list of jobs' "$jobs" '{"ModelPackagingJobs":[]}'
kill -TERM "$process"
status=0
wait "$process" || status=$?
process=
expect 'the exit status after SIGTERM' "$status" 0
echo "the image works, and has $size bytes"

#!/usr/bin/env bash
# Makes the files of a release from a commit: the source archive, its bill of materials (SPDX), and the checksums of both.
# The same commit makes the same bytes.
# usage: packaging/release.sh [COMMIT [FOLDER]]     by default HEAD and build/release
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
commit=${1-HEAD}
folder=$(realpath -m "${2-$top/build/release}")
# shellcheck source-path=SCRIPTDIR source=../cmake/setup.sh
source "$top/cmake/setup.sh"
cd "$top"

fail() {
  echo "release: $1" >&2
  exit 1
}

[[ -e .git ]] || fail 'this is not a git checkout'
commit=$(git rev-parse --verify --quiet "$commit^{commit}") || fail "$commit is not a commit"
[[ -z $(git status --porcelain) ]] || fail 'the tree has changes that are not committed'
version=$(git show "$commit:include/lookoutvision/version.h" | sed -n 's/.*kVersion = "\([0-9.]*\)".*/\1/p')
section=$(git show "$commit:CHANGELOG.md" | grep --max-count=1 '^## ')
date='[0-9]{4}-[0-9]{2}-[0-9]{2}'
[[ $section =~ ^'## ['"$version"'] - '$date$ ]] ||
  fail "the first section of CHANGELOG.md is \"$section\": must be \"## [$version] - \" and the date"
command -v reuse >/dev/null || lookoutvision_install reuse

# Without what settings of git or gzip could change. Owner, times and order are the same for all.
unset GZIP
name=lookoutvision-$version
mkdir -p "$folder"
git -c core.attributesFile=/dev/null -c core.autocrlf=false -c tar.umask=0022 \
  archive --format=tar --prefix="$name/" "$commit" | gzip -9 --no-name >"$folder/$name.tar.gz"
packaging/sbom.py "$folder/$name.tar.gz" "$(git show --no-patch --format=%ct "$commit")" >"$folder/$name.spdx"
(cd "$folder" && sha256sum "$name.tar.gz" "$name.spdx" >SHA256SUMS)

cat <<END
$folder has $name.tar.gz, $name.spdx and SHA256SUMS. To publish them:
  git tag --annotate --message 'lookoutvision $version' v$version $commit
  git push origin v$version
  publish the three files with the tag
END

#!/usr/bin/env python3
"""Prints the bill of materials of a source archive, as SPDX 2.3: its files with their licences, and what its libraries
need.

`reuse` finds copyright and licence of each file. What differs between its runs and versions (order, ids, time) is not
printed.
usage: sbom.py ARCHIVE TIME     TIME in seconds since 1970
"""

import datetime
import hashlib
import pathlib
import re
import subprocess
import sys
import tempfile

HOLDER = "The lookoutvision authors"
# In two parts: `reuse` would take it for a notice of this file.
NOTICE = "SPDX-" "FileCopyrightText: "
# What the library is linked with, or compiled with: the name, its licence, and where CMake asks for which version.
LINKED, COMPILED = "DEPENDENCY_OF", "BUILD_DEPENDENCY_OF"
NEEDED = [
    ("libcurl", "curl", LINKED, "CMakeLists.txt", "CURL"),
    ("OpenSSL", "Apache-2.0", LINKED, "CMakeLists.txt", "OpenSSL"),
    ("nlohmann-json", "MIT", COMPILED, "CMakeLists.txt", "nlohmann_json"),
    ("Boost", "BSL-1.0", COMPILED, "src/CMakeLists.txt", "Boost"),
]


def licensed_files(tree):
    """Returns (name, SHA1, licences, copyrights) of each file, in order of their names."""
    text = subprocess.run(["reuse", "--root", tree, "spdx"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          encoding="utf-8", check=True).stdout
    found = {}
    for stanza in text.split("\n\nFileName: ")[1:]:
        name, *_ = stanza.split("\n")
        licences = re.findall(r"^LicenseInfoInFile: (\S+)$", stanza, re.MULTILINE)
        copyrights = re.search(r"^FileCopyrightText: <text>(.*?)</text>", stanza, re.MULTILINE | re.DOTALL)[1].split("\n")
        found[name] = sorted(set(licences)), sorted({line.removeprefix(NOTICE) for line in copyrights})
    for name in sorted(f"./{path.relative_to(tree)}" for path in tree.rglob("*") if path.is_file()):
        # `reuse` leaves out the licences themselves, and its own files.
        yield name, hashlib.sha1((tree / name).read_bytes()).hexdigest(), *found.get(name, ((), ()))


def stated(values):
    """Returns the text of a field that has several lines."""
    return "<text>" + "\n".join(values) + "</text>" if values else "NOASSERTION"


def head(name, digest, time):
    created = datetime.datetime.fromtimestamp(time, datetime.timezone.utc)
    yield "SPDXVersion: SPDX-2.3"
    yield "DataLicense: CC0-1.0"
    yield "SPDXID: SPDXRef-DOCUMENT"
    yield f"DocumentName: {name}"
    yield f"DocumentNamespace: https://spdx.org/spdxdocs/{name}-{digest}"
    yield f"Creator: Organization: {HOLDER}"
    yield "Creator: Tool: reuse"
    yield f"Created: {created:%Y-%m-%dT%H:%M:%SZ}"
    yield "Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-lookoutvision"


def needed(tree):
    for name, licence, relationship, file, package in NEEDED:
        version = re.search(rf"find_package\({package} ([\d.]+)", (tree / file).read_text(encoding="utf-8"))[1]
        yield f"\nPackageName: {name}"
        yield f"SPDXID: SPDXRef-{name}"
        yield "PackageDownloadLocation: NOASSERTION"
        yield "FilesAnalyzed: false"
        yield f"PackageLicenseDeclared: {licence}"
        yield f"PackageComment: <text>version {version} or later, of the system that builds the library</text>"
        yield f"Relationship: SPDXRef-{name} {relationship} SPDXRef-lookoutvision"


def main():
    archive, time = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    name, version = archive.name.removesuffix(".tar.gz").split("-", 1)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["tar", "-xzf", archive, "-C", folder], check=True)
        tree = pathlib.Path(folder, f"{name}-{version}")
        files = list(licensed_files(tree))
        lines = [*head(f"{name}-{version}", digest, time), *needed(tree)]
    sums = sorted(file[1] for file in files)
    licences = sorted({licence for file in files for licence in file[2]})
    holders = sorted({holder for file in files for holder in file[3]})
    lines += [f"\nPackageName: {name}", f"SPDXID: SPDXRef-{name}", f"PackageVersion: {version}",
              f"PackageFileName: {archive.name}", f"PackageSupplier: Organization: {HOLDER}",
              "PackageDownloadLocation: NOASSERTION", "FilesAnalyzed: true",
              f"PackageVerificationCode: {hashlib.sha1(''.join(sums).encode()).hexdigest()}",
              f"PackageChecksum: SHA256: {digest}", f"PackageLicenseDeclared: {' AND '.join(licences)}",
              f"PackageCopyrightText: {stated(holders)}"]
    for number, (file, sha1, found, copyrights) in enumerate(files, 1):
        lines += [f"\nFileName: {file}", f"SPDXID: SPDXRef-File-{number}", f"FileChecksum: SHA1: {sha1}",
                  *(f"LicenseInfoInFile: {licence}" for licence in found or ("NOASSERTION",)),
                  f"FileCopyrightText: {stated(copyrights)}"]
    print("\n".join(lines))


if __name__ == "__main__":
    main()

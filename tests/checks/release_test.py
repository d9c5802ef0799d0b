#!/usr/bin/env python3
"""Tests packaging/release.sh in a repository of its own: the same commit makes the same bytes, and what it refuses.

usage: release_test.py ROOT
The exit status is 77, a skipped test, if `reuse` is not installed.
"""

import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest

COPIED = [".reuse/dep5", "CMakeLists.txt", "LICENSES/Apache-2.0.txt", "LICENSES/Unicode-DFS-2016.txt", "cmake/setup.sh",
          "packaging/debian/copyright", "packaging/release.sh", "packaging/sbom.py", "src/CMakeLists.txt",
          "src/model/unicode_tables.cpp"]
VERSION = "include/lookoutvision/version.h"
TIME = 1_700_000_000
CHANGELOG = "# Changelog\n\n## [{version}] - {date}\n\n- Something.\n\n## [0.0.1] - 2026-01-01\n"
# As far as they could change the bytes: git's and gzip's settings, the time zone, the language, and the umask.
OTHER = {"GIT_CONFIG_COUNT": "3", "GIT_CONFIG_KEY_0": "core.autocrlf", "GIT_CONFIG_VALUE_0": "true",
         "GIT_CONFIG_KEY_1": "tar.umask", "GIT_CONFIG_VALUE_1": "0", "GIT_CONFIG_KEY_2": "core.attributesFile",
         "GIT_CONFIG_VALUE_2": "{folder}/attributes", "GZIP": "--rsyncable", "TZ": "Asia/Tokyo", "LC_ALL": "C"}


class Repository(unittest.TestCase):
    """A repository with the files that a release needs, of version 1.2.3."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.tree = cls.folder / "tree"
        for name in [*COPIED, VERSION]:
            (cls.tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, cls.tree / name)
        (cls.tree / VERSION).write_text('kVersion = "1.2.3";\n', encoding="utf-8")
        cls.git("init", "-q")
        cls.commit(CHANGELOG.format(version="1.2.3", date="2026-12-24"))

    @classmethod
    def git(cls, *arguments):
        environment = os.environ | {"GIT_COMMITTER_DATE": f"{TIME} +0000"}
        return subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments], cwd=cls.tree, check=True,
                              env=environment, stdout=subprocess.PIPE, text=True).stdout

    @classmethod
    def commit(cls, changelog):
        (cls.tree / "CHANGELOG.md").write_text(changelog, encoding="utf-8")
        cls.git("add", "-A")
        cls.git("commit", "-q", "-m", "changelog")

    @classmethod
    def release(cls, tree, folder, umask=0o022, **environment):
        return subprocess.run([tree / "packaging/release.sh", "HEAD", cls.folder / folder], umask=umask,
                              env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              check=False)


class Release(Repository):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.released = cls.release(cls.tree, "made")

    def setUp(self):
        self.assertEqual((self.released.returncode, self.released.stderr), (0, ""))

    def made(self, folder="made"):
        """Returns the bytes of the files that were made, by name."""
        return {path.name: path.read_bytes() for path in (self.folder / folder).iterdir()}

    def test_makes_the_same_bytes_elsewhere(self):
        other = self.folder / "other folder/clone"
        self.git("clone", "-q", self.tree, other)
        (self.folder / "attributes").write_text("* export-ignore\n", encoding="utf-8")
        environment = {name: value.format(folder=self.folder) for name, value in OTHER.items()}
        released = self.release(other, "second", umask=0o077, **environment)
        self.assertEqual((released.returncode, released.stderr), (0, ""))
        first, second = self.made(), self.made("second")
        self.assertEqual(sorted(first), ["SHA256SUMS", "lookoutvision-1.2.3.spdx", "lookoutvision-1.2.3.tar.gz"])
        self.assertEqual([name for name in first if first[name] != second[name]], [])

    def test_the_archive_has_the_files_of_the_commit(self):
        with tarfile.open(self.folder / "made/lookoutvision-1.2.3.tar.gz") as archive:
            members = archive.getmembers()
        files = [f"lookoutvision-1.2.3/{name}" for name in self.git("ls-files").splitlines()]
        self.assertEqual(sorted(member.name for member in members if member.isfile()), sorted(files))
        self.assertEqual({(member.mtime, member.uid, member.gid) for member in members}, {(TIME, 0, 0)})
        self.assertEqual({member.mode for member in members}, {0o644, 0o755})

    def test_the_checksums_are_those_of_the_files(self):
        checked = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=self.folder / "made", stdout=subprocess.PIPE,
                                 text=True, check=False)
        self.assertEqual((checked.returncode, checked.stdout),
                         (0, "lookoutvision-1.2.3.tar.gz: OK\nlookoutvision-1.2.3.spdx: OK\n"))

    def test_the_bill_of_materials_has_files_and_needs(self):
        lines = self.made()["lookoutvision-1.2.3.spdx"].decode().splitlines()
        packages = [line.removeprefix("PackageName: ") for line in lines if line.startswith("PackageName: ")]
        self.assertEqual(packages, ["libcurl", "OpenSSL", "nlohmann-json", "Boost", "lookoutvision"])
        self.assertIn("Created: 2023-11-14T22:13:20Z", lines)
        files = [line for line in lines if line.startswith("FileName: ")]
        self.assertEqual(files, sorted(files))
        table = lines.index("FileName: ./src/model/unicode_tables.cpp")
        self.assertIn("LicenseInfoInFile: Unicode-DFS-2016", lines[table:table + 5])

    def test_the_bill_of_materials_lists_the_files_of_its_verification_code(self):
        bill = self.made()["lookoutvision-1.2.3.spdx"].decode()
        listed = dict(re.findall(r"^FileName: \./(.*)\nSPDXID: .*\nFileChecksum: SHA1: (\w+)$", bill, re.MULTILINE))
        self.assertEqual(sorted(listed), sorted(self.git("ls-files").splitlines()))
        code = hashlib.sha1("".join(sorted(listed.values())).encode()).hexdigest()
        self.assertIn(f"PackageVerificationCode: {code}\n", bill)

    def test_the_holders_are_those_of_the_licences(self):
        bill = self.made()["lookoutvision-1.2.3.spdx"].decode()
        licences = (ROOT / ".reuse/dep5").read_text(encoding="utf-8")
        notices = re.findall("^Copyright: (.*\n(?: .*\n)*)", licences, re.MULTILINE)
        holders = {line.strip() for notice in notices for line in notice.splitlines()}
        listed = re.search("^PackageCopyrightText: <text>(.*?)</text>$", bill, re.MULTILINE | re.DOTALL)[1]
        self.assertEqual(set(listed.split("\n")), holders)


class Refusals(Repository):
    def assert_refuses(self, reason):
        released = self.release(self.tree, "made")
        self.assertEqual((released.returncode, released.stdout, released.stderr), (1, "", f"release: {reason}\n"))
        self.assertFalse((self.folder / "made").exists())

    def test_refuses_changes_that_are_not_committed(self):
        new_file = self.tree / "new_file"
        new_file.touch()
        self.addCleanup(new_file.unlink)
        self.assert_refuses("the tree has changes that are not committed")

    def test_refuses_a_changelog_without_the_date(self):
        self.commit(CHANGELOG.format(version="1.2.3", date="unreleased"))
        self.assert_refuses('the first section of CHANGELOG.md is "## [1.2.3] - unreleased": '
                            'must be "## [1.2.3] - " and the date')

    def test_refuses_a_changelog_of_another_version(self):
        self.commit(CHANGELOG.format(version="1.2.4", date="2026-12-24"))
        self.assert_refuses('the first section of CHANGELOG.md is "## [1.2.4] - 2026-12-24": '
                            'must be "## [1.2.3] - " and the date')


if __name__ == "__main__":
    if not shutil.which("reuse"):
        print("reuse is not installed (Debian: reuse)")
        sys.exit(77)
    ROOT = pathlib.Path(sys.argv.pop(1))
    unittest.main(verbosity=2)

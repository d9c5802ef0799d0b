#!/usr/bin/env python3
"""Tests cmake/setup.sh with a fake apt and dpkg: its calls of apt-get, its output and its exit status.

usage: setup_test.py SETUP_SH
"""

import os
import pathlib
import stat
import subprocess
import sys
import tempfile
import unittest

# A fake of dpkg-query, apt-cache and apt-get, depending on its name. The machine is a folder: `installed/`, `mirror/`
# and `lists/` contain a file per package, and `log` contains the calls of apt-get. A package whose file in `mirror/` is
# not empty cannot be installed.
TOOL = """\
#!/bin/bash
cd "$(dirname "$0")/.." || exit 100
case $(basename "$0") in
  sudo) exec "$@" ;;
  dpkg-query) [[ -e installed/${!#} ]] && echo installed ;;
  apt-cache)
    [[ $LC_ALL == C ]] || exit 100
    for package in "${@:2}"; do
      candidate='(none)'
      [[ ! -e lists/$package ]] || candidate=1.0
      [[ $package == unknown-package ]] || printf '%s:\\n  Installed: (none)\\n  Candidate: %s\\n' "$package" "$candidate"
    done ;;
  apt-get)
    [[ $1 != indextargets ]] || { ls lists; exit; }
    while [[ $1 == -* ]]; do if [[ $1 == -o ]]; then shift; fi; shift; done
    echo "$*" >>log
    case $1 in
      update) [[ ! -e offline ]] || exit 100; cp -r mirror/. lists ;;
      install)
        for package in "${@:2}"; do
          [[ $package != -* ]] || continue
          [[ -e lists/$package && ! -s lists/$package ]] || { echo "E: no $package" >&2; exit 100; }
          touch "installed/$package"
        done ;;
    esac ;;
esac
"""


class SetUp(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.machine = pathlib.Path(folder.name)
        for name in ("bin", "installed", "mirror", "lists"):
            (self.machine / name).mkdir()
        for name in ("sudo", "dpkg-query", "apt-cache", "apt-get"):
            self.add_tool(name)
        for name in ("basename", "bash", "cp", "dirname", "env", "grep", "ls", "mkdir", "mktemp", "rm", "tail", "touch"):
            (self.machine / "bin" / name).symlink_to(next(
                path for path in (pathlib.Path(folder, name) for folder in os.get_exec_path()) if path.exists()))

    def add_tool(self, name):
        tool = self.machine / "bin" / name
        tool.write_text(TOOL, encoding="ascii")
        tool.chmod(tool.stat().st_mode | stat.S_IXUSR)

    def put(self, folder, *packages, content=""):
        for package in packages:
            (self.machine / folder / package).write_text(content, encoding="ascii")

    def install(self, arguments, status=0):
        """Runs lookoutvision_install as a script does; returns the calls of apt-get and the printed lines."""
        (self.machine / "log").write_text("", encoding="ascii")
        run = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", 'source "$0"; lookoutvision_install "$@"; echo done', SETUP_SH,
             *arguments.split()],
            env={"PATH": str(self.machine / "bin"), "LC_ALL": "C.UTF-8"}, capture_output=True, text=True, check=False)
        self.assertEqual((run.returncode, run.stdout), (status, "" if status else "done\n"), run.stderr)
        calls = (self.machine / "log").read_text(encoding="ascii").splitlines()
        return [line.split()[0] for line in calls], run.stderr.splitlines()

    def installed(self):
        return {path.name for path in (self.machine / "installed").iterdir()}

    def test_prints_nothing_and_does_not_call_apt_if_all_is_installed(self):
        self.put("installed", "cmake", "awscli")
        self.assertEqual(self.install("cmake --optional awscli"), ([], []))

    def test_installs_required_and_optional_packages_once(self):
        self.put("mirror", "cmake", "g++", "awscli")
        calls, _ = self.install("cmake g++ --optional awscli")
        self.assertEqual(calls[0], "update")
        self.assertEqual(calls.count("update"), 1)
        self.assertEqual(self.installed(), {"cmake", "g++", "awscli"})
        self.assertEqual(self.install("cmake g++ --optional awscli"), ([], []))

    def test_omits_an_optional_package_that_apt_does_not_have(self):
        self.put("mirror", "cmake", "python3-botocore")
        _, printed = self.install("cmake --optional awscli python3-botocore unknown-package")
        self.assertEqual(self.installed(), {"cmake", "python3-botocore"})
        self.assertIn("awscli unknown-package", printed[-1])
        self.assertIn("skipped", printed[-1])
        self.assertFalse([line for line in printed[:-1] if "awscli" in line])

    def test_does_not_update_again_for_a_package_that_apt_does_not_have(self):
        self.put("mirror", "cmake")
        self.install("cmake --optional awscli")
        calls, printed = self.install("cmake --optional awscli")
        self.assertEqual(calls, [])
        self.assertEqual(len(printed), 1, printed)

    def test_updates_for_an_optional_package_when_apt_has_no_lists(self):
        self.put("installed", "cmake")
        self.put("mirror", "cmake", "awscli")
        self.install("cmake --optional awscli")
        self.assertEqual(self.installed(), {"cmake", "awscli"})

    def test_updates_old_lists_before_it_installs(self):
        self.put("installed", "cmake")
        self.put("mirror", "awscli")
        self.put("lists", "awscli", content="no longer there")
        self.install("cmake --optional awscli")
        self.assertEqual(self.installed(), {"cmake", "awscli"})

    def test_omits_an_optional_package_that_cannot_be_installed(self):
        self.put("mirror", "cmake", "awscli")
        self.put("mirror", "python3-botocore", content="broken")
        _, printed = self.install("cmake --optional python3-botocore awscli")
        self.assertEqual(self.installed(), {"cmake", "awscli"})
        self.assertIn("skipped", printed[-1])
        self.assertIn("python3-botocore", printed[-1])
        self.assertNotIn("awscli", printed[-1])

    def test_continues_without_an_optional_package_when_offline(self):
        self.put("installed", "cmake")
        (self.machine / "offline").touch()
        _, printed = self.install("cmake --optional awscli")
        self.assertIn("awscli", printed[-1])

    def test_fails_without_a_required_package(self):
        self.put("mirror", "cmake", "awscli")
        self.put("mirror", "g++", content="broken")
        for missing in ("g++", "unknown-package"):
            _, printed = self.install(f"cmake {missing} --optional awscli", status=1)
            self.assertTrue(any(f"E: no {missing}" in line for line in printed), printed)
            self.assertIn(missing, printed[-1])
        (self.machine / "offline").touch()
        self.install("libcli11-dev --optional awscli", status=1)

    def test_lists_required_and_optional_packages_separately_without_apt(self):
        for tool in ("apt-get", "apt-cache", "dpkg-query"):
            (self.machine / "bin" / tool).unlink()
        _, printed = self.install("cmake g++ --optional awscli npm")
        self.assertEqual([line.partition("Debian names: ")[2] for line in printed], ["cmake g++", "awscli npm"])
        self.assertIn("required", printed[0])
        self.assertIn("optional", printed[1])
        _, printed = self.install("cmake g++")
        self.assertEqual(len(printed), 1, printed)

    def run_step(self, command, **streams):
        """Runs lookoutvision_quietly or lookoutvision_build as a script does."""
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", 'source "$0"; "$@"', SETUP_SH, *command],
            env={"PATH": str(self.machine / "bin"), "LC_ALL": "C.UTF-8"}, text=True, check=False, **streams)

    def test_a_step_prints_nothing_unless_it_fails(self):
        log = str(self.machine / "new" / "log")
        for step in ("lookoutvision_quietly", "lookoutvision_build"):
            passed = self.run_step([step, log, "bash", "-c", "echo lines; echo errors >&2"], capture_output=True)
            self.assertEqual((passed.returncode, passed.stdout, passed.stderr), (0, "", ""))
            self.assertEqual(pathlib.Path(log).read_text(encoding="ascii"), "lines\nerrors\n")
            failed = self.run_step([step, log, "bash", "-c", "printf '[1/2] Building a\\nFAILED: b\\nb.cpp:1: error\\n'; exit 3"],
                                   capture_output=True)
            self.assertEqual((failed.returncode, failed.stdout), (1, ""))
            self.assertEqual(failed.stderr.splitlines(),
                             ["FAILED: b", "b.cpp:1: error", f"failed: bash (all output is in {log})"])

    def test_a_build_shows_its_progress_on_a_terminal(self):
        log = str(self.machine / "log")
        main, terminal = os.openpty()
        with open(main, "rb", buffering=0) as printed:
            with open(terminal, "wb", buffering=0) as out:
                built = self.run_step(["lookoutvision_build", log, "bash", "-c", "[[ -t 1 ]] && echo '[1/2] Building a'"],
                                      stdout=out)
                self.assertEqual(built.returncode, 0)
                self.assertEqual(printed.read(100), b"[1/2] Building a\r\n")


if __name__ == "__main__":
    SETUP_SH = sys.argv.pop(1)
    unittest.main(verbosity=2)

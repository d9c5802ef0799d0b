#!/usr/bin/env python3
"""Runs the script of a page, which runs a user's tests next to the mock service.

usage: recipes_test.py PAGE FOLDER     with mock_service and package_model in the folder
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

# The user's tests.
TESTS = "package_model list --project-name boards"


class Script(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.script = re.search(r"^```sh\n(#!.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL).group(1)

    def run_with(self, tests, *options):
        """Runs the script with these tests and further options of the service; returns its result."""
        self.assertEqual(self.script.count(TESTS), 1)
        service = self.folder / "mock_service"
        service.write_text(f'#!/bin/sh\necho $$ >"{self.folder}/process"\n'
                           f'exec "{PROGRAMS}/mock_service" "$@" {" ".join(options)}\n', encoding="utf-8")
        service.chmod(0o755)
        environment = {"PATH": f"{self.folder}:{PROGRAMS}:{os.environ['PATH']}", "TMPDIR": str(self.folder),
                       "AWS_EC2_METADATA_DISABLED": "true"}
        return subprocess.run(["bash", "-c", self.script.replace(TESTS, tests)], env=environment, capture_output=True,
                              text=True, check=False)

    def assert_nothing_remains(self):
        process = int((self.folder / "process").read_text(encoding="ascii"))
        with self.assertRaises(ProcessLookupError):
            os.kill(process, 0)
        self.assertEqual({path.name for path in self.folder.iterdir()}, {"mock_service", "process"})

    def test_runs_the_tests_and_stops_the_service(self):
        run = self.run_with(TESTS)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assert_nothing_remains()

    def test_returns_the_status_of_the_tests(self):
        self.assertEqual(self.run_with("(exit 3)").returncode, 3)
        self.assert_nothing_remains()

    def test_fails_with_the_service_s_message_if_that_does_not_start(self):
        run = self.run_with(TESTS, "--port", "none")
        self.assertEqual(run.returncode, 1)
        self.assertIn("--port", run.stderr)
        self.assert_nothing_remains()


if __name__ == "__main__":
    PAGE, PROGRAMS = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    unittest.main(argv=sys.argv[:1], verbosity=2)

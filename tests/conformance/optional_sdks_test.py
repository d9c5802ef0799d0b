#!/usr/bin/python3
"""Tests that tests without their SDK are skipped, or fail in CI.

Usage: optional_sdks_test.py [MOCK_SERVICE_PROGRAM LOOKOUTVISION_DRIVER]. Without the programs, the scenario is
omitted.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

import optional_sdks

HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = sys.argv[1:]
# The arguments are not used, because the tests import botocore first.
NEED_BOTOCORE = [["botocore_sigv4_test.py", "none"], ["botocore_checks_our_requests_test.py", "none"]]
NEED_THE_SERVICE = [["endpoint_matrix_test.py", "none", "none"], ["botocore_against_mock_test.py", "none"]]
NEED_GREENGRASS = [["greengrass_deployment_test.py", "none", "none"]]
# Modules that hide the installed ones.
NOT_INSTALLED = {"botocore.py": "raise ImportError('hidden')", "awscli.py": "raise ImportError('hidden')"}


def sdks_that_know(service):
    """Modules of SDKs that know only this service."""
    return {
        "botocore/__init__.py": "__version__ = '9.9'",
        "botocore/loaders.py": f"class Loader:\n  def list_available_services(self, _):\n    return ['{service}']",
        "awscli/__init__.py": "__version__ = '9.9'",
        "awscli/clidriver.py": "from unittest import mock\n"
                               "create_clidriver = mock.Mock()\n"
                               f"create_clidriver().session.get_available_services.return_value = ['{service}']"}


WITHOUT_THE_SERVICE = sdks_that_know("sts")


def run_with(modules, program, *arguments, **environment):
    """Runs a program of this folder with `modules` instead of the installed ones."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in modules.items():
            file = pathlib.Path(folder, name)
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="ascii")
        return subprocess.run([sys.executable, "-B", HERE / program, *arguments], capture_output=True, text=True,
                              check=False, env={**os.environ, "CI": "", "PYTHONPATH": folder, **environment})


def status_in_ci():
    """The exit status of a test without its SDK on this machine if CI is set."""
    with mock.patch.dict(os.environ, CI="true"):
        return optional_sdks.SKIPPED if optional_sdks.may_be_missing() else 1


class WhetherAnSdkMayBeMissing(unittest.TestCase):
    def may_be_missing(self, release, **environment):
        def os_release():
            if release is None:
                raise OSError("no os-release")
            return release
        with mock.patch("platform.freedesktop_os_release", os_release), \
                mock.patch.dict(os.environ, environment, clear=True):
            return optional_sdks.may_be_missing()

    def test_not_in_ci_on_debian_12(self):
        self.assertFalse(self.may_be_missing({"ID": "debian", "VERSION_ID": "12"}, CI="true"))

    def test_without_ci_anywhere(self):
        for environment in ({}, {"CI": ""}):
            self.assertTrue(self.may_be_missing({"ID": "debian", "VERSION_ID": "12"}, **environment))

    def test_in_ci_on_other_releases(self):
        for release in ({"ID": "debian", "VERSION_ID": "13"}, {"ID": "debian"}, None,
                        {"ID": "ubuntu", "ID_LIKE": "debian", "VERSION_ID": "24.04"},
                        {"ID": "other", "ID_LIKE": "debian", "VERSION_ID": "12"}):
            self.assertTrue(self.may_be_missing(release, CI="true"), release)


class TestsWithoutTheirSdk(unittest.TestCase):
    def assert_status(self, run, status, *reasons):
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        for reason in reasons:
            self.assertIn(reason, run.stdout)

    def test_are_skipped_if_botocore_is_not_installed(self):
        for command in NEED_BOTOCORE + NEED_THE_SERVICE + NEED_GREENGRASS:
            self.assert_status(run_with(NOT_INSTALLED, *command), 77, "botocore is not installed")

    def test_fail_if_botocore_must_not_be_missing(self):
        for command in NEED_BOTOCORE + NEED_THE_SERVICE + NEED_GREENGRASS:
            self.assert_status(run_with(NOT_INSTALLED, *command, CI="true"), status_in_ci(),
                               "botocore is not installed")

    def test_are_skipped_if_botocore_does_not_know_the_service(self):
        for commands, service in ((NEED_THE_SERVICE, "lookoutvision"), (NEED_GREENGRASS, "greengrassv2")):
            for command in commands:
                self.assert_status(run_with(WITHOUT_THE_SERVICE, *command), 77,
                                   f"botocore 9.9 does not know the service {service}")

    def test_are_skipped_if_the_aws_cli_or_jq_is_not_installed(self):
        for command in NEED_GREENGRASS:
            sdks = sdks_that_know("greengrassv2")
            without_cli = {**sdks, "awscli/__init__.py": NOT_INSTALLED["awscli.py"]}
            self.assert_status(run_with(without_cli, *command), 77, "the AWS CLI is not installed")
            self.assert_status(run_with(sdks, *command, PATH="/nowhere"), 77, "jq is not installed")

    @unittest.skipUnless(PROGRAMS, "the programs are not built")
    def test_omit_it_from_the_scenario(self):
        scenario = ["sdks/scenario_test.py", *PROGRAMS]
        played = run_with(NOT_INSTALLED, *scenario)
        self.assert_status(played, 77, "botocore is not installed", "AWS CLI is not installed")
        table_head = next(line for line in played.stdout.splitlines() if line.startswith("step "))
        self.assertEqual([cell.strip() for cell in table_head.split("|")[1:]], ["lookoutvision"])
        self.assert_status(run_with(WITHOUT_THE_SERVICE, *scenario, CI="true"), status_in_ci(),
                           "botocore 9.9 does not know", "AWS CLI 9.9 does not know")

    @unittest.skipUnless(PROGRAMS, "the programs are not built")
    def test_need_the_javascript_sdk_only_if_its_folder_is_given(self):
        scenario = ["sdks/scenario_test.py", *PROGRAMS, "no-folder"]
        self.assert_status(run_with({}, *scenario), 77, "JavaScript SDK is omitted")
        self.assert_status(run_with({}, *scenario, CI="true", PATH="/nowhere"), status_in_ci(),
                           "Node.js is not installed")
        self.assertNotIn("JavaScript", run_with(NOT_INSTALLED, *scenario[:-1]).stdout)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)

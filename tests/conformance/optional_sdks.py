"""Reports which SDKs are missing on this machine, and whether the tests that need them may be skipped.

A release of Debian may have no package of an SDK, or a version that no longer knows the service.
"""

import os
import pathlib
import platform
import shutil
import subprocess
import sys

SERVICE = "lookoutvision"
# The exit status of a skipped test.
SKIPPED = 77


def may_be_missing():
    """True except in CI on Debian 12, where every SDK can be installed."""
    if not os.environ.get("CI"):
        return True
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return True
    return (release.get("ID"), release.get("VERSION_ID")) != ("debian", "12")


def require(problem):
    """Ends the test if there is a problem with its SDK: it is skipped, or fails if the SDK must not be missing."""
    if problem:
        print(problem)
        sys.exit(SKIPPED if may_be_missing() else 1)


def botocore_problem(service=SERVICE):
    """Why botocore cannot be compared with; empty if it can. Without a service, any version is accepted."""
    try:
        from botocore import __version__
        from botocore.loaders import Loader
    except ImportError as error:
        return f"botocore is not installed (Debian: python3-botocore): {error}"
    if service and service not in Loader().list_available_services("service-2"):
        return f"botocore {__version__} does not know the service {service}"
    return ""


def aws_cli_problem(service=SERVICE):
    """Why the AWS CLI cannot be compared with; empty if it can."""
    # In a separate process, because the CLI replaces botocore with its own copy.
    run = subprocess.run([sys.executable, "-B", __file__, service], stdout=subprocess.PIPE, text=True, check=True)
    return run.stdout.strip()


def _aws_cli_problem_in_this_process(service):
    try:
        from awscli import __version__
        from awscli.clidriver import create_clidriver
    except ImportError as error:
        return f"the AWS CLI is not installed (Debian: awscli): {error}"
    if service not in create_clidriver().session.get_available_services():
        return f"AWS CLI {__version__} does not know the service {service}"
    return ""


def javascript_sdk_problem(folder):
    """Why the JavaScript SDK of that folder cannot be compared with; empty if it can."""
    if not shutil.which("node"):
        return "Node.js is not installed (Debian: nodejs npm)"
    if not pathlib.Path(folder, "installed").exists():
        return f"it is not in {folder}, where tests/conformance/sdks/javascript/install.sh installs it"
    return ""


if __name__ == "__main__":
    print(_aws_cli_problem_in_this_process(*sys.argv[1:]))

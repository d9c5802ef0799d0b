#!/usr/bin/env python3
"""Checks that the third-party vectors exist. Without them this test is skipped, and fails if CI is set.

usage: vectors_test.py FOLDER
"""

import os
import pathlib
import sys

SKIPPED = 77
# docs/maintaining.md lists their sources.
NEEDED = ["sigv4", "rest_json/errors.json", "rest_json/labels.json", "profile/profile-parser-tests.json",
          "profile/file-location-tests.json", "profile/assume-role-tests.json", "credentials/ecs-tests.json",
          "credentials/imds-endpoint-tests.json", "credentials/default-credential-provider-chain",
          "credentials/profile-provider", "endpoint/partitions.json"]


def main():
    folder = pathlib.Path(sys.argv[1])
    missing = [name for name in NEEDED if not (folder / name).exists()]
    if not missing:
        return 0
    print(f"{folder} (LOOKOUTVISION_CONFORMANCE_DIR) has no {', '.join(missing)}: see docs/maintaining.md")
    return 1 if os.environ.get("CI") else SKIPPED


if __name__ == "__main__":
    sys.exit(main())

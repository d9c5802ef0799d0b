#!/usr/bin/env python3
"""Checks docs/adding-an-operation.md and its patch against the tree.

usage: adding_an_operation.py --check ROOT          the patch applies, and the page counts its lines
       adding_an_operation.py --build ROOT FOLDER   applies it to a copy of the tree in FOLDER, builds, runs its test
       adding_an_operation.py --refresh ROOT FOLDER writes the patch again for a tree that has changed
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

PATCH = "docs/adding-describe-model.patch"
PAGE = "docs/adding-an-operation.md"
# The patch applies if one line on each side of a change is the same.
APPLY = ["git", "apply", "-C1"]


def check(root):
    """Returns the violations as lines of text."""
    # In an archive of the tree, git does not use a repository of a parent folder.
    environment = os.environ | {"GIT_CEILING_DIRECTORIES": str(root.parent)}
    applied = subprocess.run(APPLY + ["--check", PATCH], cwd=root, env=environment, capture_output=True, text=True)
    if applied.returncode != 0:
        return [f"{PATCH} does not apply: {applied.stderr.strip()}"]
    numstat = subprocess.run(["git", "apply", "--numstat", PATCH], cwd=root, env=environment, capture_output=True,
                             text=True, check=True).stdout
    lines = {file: int(added) for added, _, file in (row.split("\t") for row in numstat.splitlines())}
    page = (root / PAGE).read_text(encoding="utf-8")
    counted = {file: int(count) for file, count in re.findall(r"^\| `([^`]+)` \| (\d+) \|", page, re.MULTILINE)}
    wrong = [f"{PAGE} counts {counted.get(file, 'no')} lines of {file}, the patch adds {lines.get(file, 'none')}"
             for file in sorted(lines.keys() | counted.keys()) if lines.get(file) != counted.get(file)]
    if f" {sum(lines.values())} lines" not in page:
        wrong.append(f"{PAGE} does not say that the patch adds {sum(lines.values())} lines")
    return wrong


def copy(root, folder):
    """Copies the files that git tracks, and applies the patch."""
    tree = folder / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    files = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True).stdout
    for file in filter(None, files.split("\0")):
        if (root / file).is_file():
            (tree / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / file, tree / file)
    # Its own repository, so that git does not use one of a parent folder.
    subprocess.run(["git", "init", "-q"], cwd=tree, check=True)
    subprocess.run(["git", "add", "-A"], cwd=tree, check=True)
    subprocess.run(APPLY + ["--whitespace=nowarn", PATCH], cwd=tree, check=True)
    return tree


def build(root, folder):
    tree = copy(root, folder)
    subprocess.run(["cmake", "--preset", "dev", "-B", folder / "build"], cwd=tree, check=True,
                   stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", folder / "build", "--target", "integration_tests"], cwd=tree, check=True)
    subprocess.run([sys.executable, "tests/checks/check_layers.py", "."], cwd=tree, check=True)
    environment = {name: value for name, value in os.environ.items() if name != "HOME"}
    ran = subprocess.run([folder / "build/tests/integration_tests", "--gtest_filter=DescribeModel.*"], cwd=tree,
                         env=environment | {"AWS_EC2_METADATA_DISABLED": "true"}, capture_output=True, text=True)
    print(ran.stdout)
    return [] if ran.returncode == 0 and "[  PASSED  ] 1 test" in ran.stdout else ["its test fails"]


def refresh(root, folder):
    tree = copy(root, folder)
    subprocess.run(["git", "add", "--intent-to-add", "."], cwd=tree, check=True)
    patch = subprocess.run(["git", "diff", "-U2"], cwd=tree, capture_output=True, text=True, check=True).stdout
    (root / PATCH).write_text(patch, encoding="utf-8")
    return check(root)


def main():
    command, root = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    if command == "--check":
        wrong = check(root)
    else:
        folder = pathlib.Path(sys.argv[3]).resolve()
        wrong = build(root, folder) if command == "--build" else refresh(root, folder)
    print("\n".join(wrong) or "no violations")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Holds the first C++ block of the README, or of another page, against the example that is compiled: they must be
the same bytes.

usage: check_readme.py PAGE EXAMPLE | --self-test
"""

import pathlib
import re
import sys

BLOCK = re.compile(r"^```cpp\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def check(readme, example):
    """What is wrong; empty where nothing is."""
    block = BLOCK.search(readme)
    if block is None:
        return "the page has no C++ block"
    if block.group(1) != example:
        return "the page's first C++ block differs from the example"
    return ""


def self_test():
    example = "int main() {\n}\n"
    readme = f"# Title\n```cpp\n{example}```\n```cpp\nother();\n```\n"
    planted = [readme.replace("main", "Main"), readme.replace("}\n", "}\n\n", 1), readme.replace("cpp", "sh")]
    failures = [f"planted {text!r} is not told" for text in planted if not check(text, example)]
    return "\n".join(failures) or check(readme, example)


def main():
    if sys.argv[1] == "--self-test":
        found = self_test()
    else:
        found = check(*(pathlib.Path(path).read_bytes().decode("utf-8") for path in sys.argv[1:3]))
    print(found or "no violations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

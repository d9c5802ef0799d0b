#!/usr/bin/env python3
"""Prints the numbers of tests that passed, failed and were skipped, and the reasons of skipped tests.

usage: summarize.py JUNIT_XML     as ctest writes it with --output-junit
"""

import re
import sys
import xml.etree.ElementTree

# The number of tests that are named per reason.
NAMED = 3


def reason(output):
    """The reason for skipping a test, which GoogleTest prints after `Skipped`, and other programs print last."""
    from_googletest = re.search(r": Skipped\n(.+)", output)
    if from_googletest:
        return from_googletest.group(1).strip()
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given"


def names(tests):
    if len(tests) <= NAMED + 1:
        return ", ".join(tests)
    return f"{', '.join(tests[:NAMED])} and {len(tests) - NAMED} more"


def main():
    cases = list(xml.etree.ElementTree.parse(sys.argv[1]).iter("testcase"))
    skipped = [case for case in cases if case.find("skipped") is not None]
    failed = [case for case in cases if case.get("status") == "fail"]
    by_reason = {}
    for case in skipped:
        by_reason.setdefault(reason(case.findtext("system-out") or ""), []).append(case.get("name"))
    print(f"{len(cases) - len(skipped) - len(failed)} passed, {len(failed)} failed, {len(skipped)} skipped"
          + (":" if skipped else ""))
    for why, tests in by_reason.items():
        print(f"  {why}: {names(tests)}")


if __name__ == "__main__":
    main()

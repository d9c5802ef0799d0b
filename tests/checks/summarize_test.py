#!/usr/bin/env python3
"""Tests summarize.py: the counts of results, and the reasons of skipped tests.

usage: summarize_test.py SUMMARIZE_PY
"""

import pathlib
import subprocess
import sys
import tempfile
import unittest

PASSED = """<testcase name="A.Passes" classname="A.Passes" time="0.1" status="run"><system-out>[ OK ]</system-out></testcase>"""
FAILED = """<testcase name="A.Fails" classname="A.Fails" time="0.1" status="fail"><failure message=""/></testcase>"""
# The output of a skipped test of GoogleTest, and of a program that exits with 77.
SKIPPED = """<testcase name="{name}" classname="{name}" time="0.1" status="notrun"><skipped message="SKIP"/>
<system-out>{output}</system-out></testcase>"""
FROM_GOOGLETEST = "[ RUN      ] A.B\n/src/a_test.cpp:7: Skipped\nno localedef here\n\n[  SKIPPED ] A.B (0 ms)\n"
FROM_A_PROGRAM = "looking for botocore\nbotocore is not installed\n"


class Summarize(unittest.TestCase):
    def summarize(self, *cases):
        with tempfile.TemporaryDirectory() as folder:
            results = pathlib.Path(folder, "results.xml")
            results.write_text(f"<testsuite>{''.join(cases)}</testsuite>", encoding="utf-8")
            return subprocess.run([sys.executable, "-B", SUMMARIZE, results], capture_output=True, text=True,
                                  check=True).stdout

    def test_counts(self):
        self.assertEqual(self.summarize(PASSED, FAILED, PASSED), "2 passed, 1 failed, 0 skipped\n")

    def test_lists_skipped_tests_by_reason(self):
        self.assertEqual(
            self.summarize(SKIPPED.format(name="A.B", output=FROM_GOOGLETEST), PASSED,
                           SKIPPED.format(name="Botocore.Signs", output=FROM_A_PROGRAM),
                           SKIPPED.format(name="A.C", output=FROM_GOOGLETEST)),
            "1 passed, 0 failed, 3 skipped:\n"
            "  no localedef here: A.B, A.C\n"
            "  botocore is not installed: Botocore.Signs\n")

    def test_shortens_a_long_list(self):
        names = [f"A.T{number}" for number in range(9)]
        self.assertEqual(self.summarize(*(SKIPPED.format(name=name, output="no vectors") for name in names)),
                         "0 passed, 0 failed, 9 skipped:\n  no vectors: A.T0, A.T1, A.T2 and 6 more\n")


if __name__ == "__main__":
    SUMMARIZE = sys.argv.pop(1)
    unittest.main(verbosity=2)

#!/usr/bin/python3
"""Tests the file of mock_service --state: what it keeps, and what happens if it cannot be used.

Usage: mock_service_state_test.py MOCK_SERVICE_PROGRAM
"""

import json
import os
import shutil
import signal
import unittest

from mock_service_program import JOBS, START, ProgramTest, Running, fetch, sign_and_send


class MockServiceState(ProgramTest):
    def test_its_state_survives_kill(self):
        state = self.path("state.json")
        seed = self.path("seed.json", json.dumps({"projects": {"boards": []}, "jobs": []}))
        running = Running("--state", state, "--seed", seed, "--deny-access-key", "unused")
        self.assertEqual(sign_and_send(running.url, "POST", JOBS, START)[0], 202)
        running.end(signal.SIGKILL)
        with open(state, encoding="utf-8") as file:
            self.assertEqual([job["Start"]["ClientToken"] for job in json.load(file)["jobs"]], ["token"])

        # --seed is not used again. The job continues at its second poll, and its client token is known.
        running = Running("--state", state, "--seed", self.path("seed.json", '{"projects": {}}'))
        name = json.loads(sign_and_send(running.url, "POST", JOBS, START)[1])["JobName"]
        self.assertEqual(self.described(running, name), "CREATED")
        self.assertEqual(self.described(running, name), "RUNNING")
        running.end(signal.SIGKILL)
        running = Running("--state", state)
        self.assertEqual(self.jobs_of(running)[0]["Status"], "RUNNING")
        self.assertEqual(self.described(running, name), "SUCCEEDED")
        self.assertEqual(running.end()[0], 0)

    def test_an_advanced_clock_survives_a_restart(self):
        state = self.path("state.json")
        running = Running("--state", state, "--job-seconds", "86400")
        fetch(running.admin + "/clock", "POST", b'{"advance_ms": 3600000}')
        sign_and_send(running.url, "POST", JOBS, START)
        fetch(running.admin + "/clock", "POST", b'{"advance_ms": 86400000}')
        before = json.loads(fetch(running.admin + "/state")[1])
        running.end(signal.SIGKILL)
        running = Running("--state", state)
        after = json.loads(fetch(running.admin + "/state")[1])
        self.assertEqual((after["jobs"], after["clock_advance_ms"]), (before["jobs"], 90000000))
        self.assertEqual(after["jobs"][0]["Status"], "SUCCEEDED")
        running.end()

    def test_a_change_by_the_admin_server_is_kept_with_the_permissions_of_the_file(self):
        state = self.path("state.json", "{}")
        os.chmod(state, 0o640)
        running = Running("--state", state)
        self.assertEqual(fetch(running.admin + "/state", "PUT", json.dumps({"jobs": [{"Start": START}]}).encode()),
                         (200, "done\n"))
        self.assertEqual(fetch(running.admin + "/jobs", "PUT", json.dumps(
            {"ProjectName": "boards", "JobName": "model-packaging-job-1", "Status": "FAILED"}).encode())[0], 200)
        running.end(signal.SIGKILL)
        self.assertEqual(os.stat(state).st_mode & 0o777, 0o640)
        with open(state, encoding="utf-8") as file:
            self.assertEqual(json.load(file)["jobs"][0]["Status"], "FAILED")
        self.assertEqual(os.listdir(self.folder), ["state.json"])

    def test_a_state_that_cannot_be_used_is_an_error_and_is_not_overwritten(self):
        for text in ("", "{", '{"jobs": [{}]}'):
            state = self.path("state.json", text)
            self.assertRegex(self.assert_refused("--state", state),
                             f"\n  --state: {state} cannot be used: (the seed|it).*; correct the file, or remove it to start anew\n")
            with open(state, encoding="utf-8") as file:
                self.assertEqual(file.read(), text)
        self.assertIn(f"\n  --state: {self.folder} cannot be used: it is a folder; ",
                      self.assert_refused("--state", self.folder))

    def test_a_state_that_cannot_be_written_is_reported_once(self):
        os.mkdir(self.path("folder"))
        state = self.path("folder/state.json")
        running = Running("--state", state)
        shutil.rmtree(self.path("folder"))
        for name in ("first", "second"):
            start = {**START, "JobName": name, "ModelVersion": "1" if name == "first" else "2", "ClientToken": name}
            self.assertEqual(sign_and_send(running.url, "POST", JOBS, start)[0], 202)
        status, _, err = running.end()
        self.assertEqual(status, 0)
        self.assertEqual(err.count(f"error: cannot write the file of --state, {state}: No such file or directory; "), 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)

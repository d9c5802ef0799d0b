#!/usr/bin/python3
"""Runs the mock service as a program: what it says, takes, writes and how it ends. What it answers to clients is
tested elsewhere.

Usage: mock_service_program_test.py MOCK_SERVICE_PROGRAM
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.error
import urllib.request

if len(sys.argv) < 2:
    sys.exit(__doc__)
MOCK_SERVICE = sys.argv.pop(1)

# Ends what should never last so long.
WATCHDOG = 60
START = {"ProjectName": "boards", "ModelVersion": "1", "ClientToken": "token",
         "Configuration": {"Greengrass": {"ComponentName": "c", "TargetDevice": "jetson_xavier",
                                          "S3OutputLocation": {"Bucket": "my-bucket"}}}}
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def ask(url, method="GET", body=None):
    """Status and body of the answer."""
    try:
        with OPENER.open(urllib.request.Request(url, data=body, method=method), timeout=WATCHDOG) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


class Running:
    """The program, up to end()."""

    def __init__(self, *arguments):
        self._process = subprocess.Popen([MOCK_SERVICE, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                         text=True)
        self._watchdog = threading.Timer(WATCHDOG, self._process.kill)
        self._watchdog.start()
        self.url = self._process.stdout.readline().removeprefix("listening on ").strip()
        self.admin = self._process.stdout.readline().removeprefix("admin on ").strip()

    def end(self, number=signal.SIGTERM):
        """Exit status, output after its first two lines, and error output."""
        self._process.send_signal(number)
        # Not by communicate(), which misses what readline() has read ahead.
        with self._process:
            out, err = self._process.stdout.read(), self._process.stderr.read()
        self._watchdog.cancel()
        return self._process.returncode, out, err


class MockServiceProgram(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name, text=None):
        path = os.path.join(self.folder, name)
        if text is not None:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        return path

    def assert_refused(self, *arguments):
        """What the program says when it cannot start."""
        done = subprocess.run([MOCK_SERVICE, *arguments], capture_output=True, text=True, timeout=WATCHDOG, check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertNotIn("listening", done.stdout)
        return done.stderr

    def test_help_names_every_option_and_the_page_that_tells_more(self):
        told = subprocess.run([MOCK_SERVICE, "--help"], capture_output=True, text=True, timeout=WATCHDOG, check=True)
        for expected in ("--port", "--tls", "--seed", "--dump", "--admin-port", "--job-seconds", "--access-key",
                         "--deny-access-key", "--max-running-jobs", "--max-requests-per-second", "docs/testing.md"):
            self.assertIn(expected, told.stdout)

    def test_every_signal_to_end_ends_it_well(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            running = Running()
            self.assertEqual(running.end(number)[0], 0)

    def test_it_says_what_it_was_asked(self):
        running = Running()
        self.assertEqual(ask(running.url + "/nothing")[0], 404)
        status, out, err = running.end()
        self.assertEqual(err, "GET /nothing -> 404 UnknownOperationException\n")
        self.assertIn(f"export AWS_ENDPOINT_URL_LOOKOUTVISION={running.url}\n", out)
        self.assertEqual(status, 0)

    def test_faults_come_by_its_admin_server(self):
        running = Running()
        self.assertEqual(ask(running.admin + "/faults", "POST", b'{"response": {"status": 503}}'), (200, "done\n"))
        self.assertEqual([ask(running.url)[0] for _ in range(2)], [503, 404])
        self.assertEqual(ask(running.admin + "/faults", "POST", b'{"status": 503}'),
                         (400, "fault.status is not a known member\n"))
        running.end()

    def test_the_dump_of_its_state_is_a_seed_and_so_is_what_the_admin_server_shows(self):
        seed = self.path("seed.json", json.dumps({"projects": {"boards": []},
                                                  "jobs": [{"Status": "SUCCEEDED", "Start": START}]}))
        first = self.path("first.json")
        running = Running("--seed", seed, "--dump", first)
        ask(running.url + "/nothing")
        shown = json.loads(ask(running.admin + "/state")[1])
        self.assertEqual(running.end()[0], 0)
        with open(first, encoding="utf-8") as file:
            dumped = json.load(file)
        self.assertEqual(dumped["jobs"], shown["jobs"])
        self.assertEqual(dumped["requests"][0]["target"], "/nothing")
        self.assertEqual((dumped["jobs"][0]["Start"], dumped["jobs"][0]["Status"]), (START, "SUCCEEDED"))

        second = self.path("second.json")
        Running("--seed", first, "--dump", second).end()
        with open(second, encoding="utf-8") as file:
            again = json.load(file)
        self.assertEqual((again["projects"], again["jobs"]), (dumped["projects"], dumped["jobs"]))

    def test_what_is_wrong_with_a_seed_is_told(self):
        self.assertIn("the seed is not well-formed JSON", self.assert_refused("--seed", self.path("a.json", "{")))
        self.assertIn("the seed's jobs[0].Start must be an object",
                      self.assert_refused("--seed", self.path("b.json", '{"jobs": [{}]}')))
        self.assertIn("does not exist", self.assert_refused("--seed", self.path("none.json")))

    def test_signals_end_it_while_it_waits_for_a_pipe(self):
        fifo = self.path("fifo")
        os.mkfifo(fifo)
        for option in ("--seed", "--dump"):
            with subprocess.Popen([MOCK_SERVICE, option, fifo], stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL) as process:
                watchdog = threading.Timer(WATCHDOG, process.kill)
                watchdog.start()
                if option == "--seed":
                    # Blocks until the program reads.
                    writer = os.open(fifo, os.O_WRONLY)
                    self.addCleanup(os.close, writer)
                else:
                    process.stdout.readline()
                # The first signal lets it dump its state.
                while process.poll() is None:
                    process.send_signal(signal.SIGTERM)
                    try:
                        process.wait(0.05)
                    except subprocess.TimeoutExpired:
                        pass
                watchdog.cancel()
            self.assertEqual(process.returncode, -signal.SIGTERM, option)

    def test_a_dump_that_cannot_be_written_is_told(self):
        status, _, err = Running("--dump", self.path("no/such/folder.json")).end()
        self.assertEqual(status, 1)
        self.assertIn("cannot write", err)


if __name__ == "__main__":
    unittest.main(verbosity=2)

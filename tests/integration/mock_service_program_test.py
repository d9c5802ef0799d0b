#!/usr/bin/python3
"""Tests the program mock_service: its options, output, files and exit statuses.

Usage: mock_service_program_test.py MOCK_SERVICE_PROGRAM
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import threading
import unittest

from mock_service_program import MOCK_SERVICE, START, WATCHDOG, ProgramTest, Running, fetch


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
        return True
    except OSError:
        return False


class MockServiceProgram(ProgramTest):
    def test_help_names_every_option_and_the_page_with_details(self):
        printed = subprocess.run([MOCK_SERVICE, "--help"], capture_output=True, text=True, timeout=WATCHDOG, check=True)
        for expected in ("--host", "--port", "--unix-socket", "--tls", "--seed", "--state", "--dump", "--admin-port",
                         "--port-file", "--job-seconds", "--access-key", "--version", "--deny-access-key", "--max-running-jobs",
                         "--max-requests-per-second", "docs/testing.md"):
            self.assertIn(expected, printed.stdout)

    def test_help_fits_80_columns(self):
        printed = subprocess.run([MOCK_SERVICE, "--help"], capture_output=True, text=True, timeout=WATCHDOG, check=True)
        self.assertEqual([line for line in printed.stdout.splitlines() if len(line) > 80], [])

    def test_a_misspelt_option_is_rejected_with_a_suggestion(self):
        self.assertIn("\n  unknown argument: --job-second=3 (did you mean --job-seconds?)\n",
                      self.assert_refused("--job-second=3"))
        self.assertIn("\n  unknown argument: stray\n", self.assert_refused("--tls", "stray"))

    def test_all_errors_of_its_arguments_are_listed(self):
        self.assertEqual(
            self.assert_refused("--port", "65536", "--page-size=0", "--job-seconds=-1", "--fail-share", "1.5x",
                                "--access-key", "a", "--session-token").splitlines()[1:],
            ["  --session-token: its value is missing",
             '  --port: must be an integer from 0 to 65535 (given: "65536")',
             '  --job-seconds: must be a number of seconds, from 0 to 31536000 (given: "-1")',
             '  --fail-share: must be a number from 0 to 1 (given: "1.5x")',
             '  --page-size: must be an integer of at least 1 (given: "0")',
             "  --access-key and --secret-key: must be given together"])

    def test_an_option_is_given_once_and_with_those_that_it_needs(self):
        self.assertIn("\n  --port: is given more than once\n", self.assert_refused("--port", "1", "--port", "2"))
        self.assertIn("\n  --ca-file: needs --tls\n", self.assert_refused("--ca-file", "here"))
        self.assertIn("\n  --session-token: needs --access-key\n", self.assert_refused("--session-token", "t"))

    def test_an_error_of_the_library_names_the_option(self):
        self.assertIn("\n  --base-path ", self.assert_refused("--base-path", "vision"))

    def test_its_version_is_that_of_the_library(self):
        printed = subprocess.run([MOCK_SERVICE, "--version"], capture_output=True, text=True, timeout=WATCHDOG, check=True)
        self.assertRegex(printed.stdout, r"^[0-9]+\.[0-9]+\.[0-9]+\n$")

    def test_a_shell_can_source_its_output(self):
        token = "it's a $token & more"
        ca = self.path("it's a $CA.pem")
        running = Running("--tls", "--ca-file", ca, "--access-key", token, "--secret-key", "s")
        _, out, _ = running.end()
        text = f"# listening on {running.url}\n# admin on {running.admin}\n{out}"
        names = ("AWS_ENDPOINT_URL_LOOKOUTVISION", "AWS_CA_BUNDLE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID")
        sourced = subprocess.run(["sh", "-c", text + "\n" + "".join(f'printf "%s\\n" "${name}"\n' for name in names)],
                                 capture_output=True, text=True, timeout=WATCHDOG, check=True, env={"PATH": os.environ["PATH"]})
        self.assertEqual(sourced.stdout.splitlines(), [running.url, ca, "eu-west-1", "eu-west-1", token])
        self.assertEqual(sourced.stderr, "")

    def test_its_output_replaces_the_keys_of_the_shell(self):
        running = Running()
        shown = fetch(running.admin + "/environment")[1]
        _, out, _ = running.end()
        for text in (out, shown):
            sourced = subprocess.run(["sh", "-c", text + 'echo "$AWS_ACCESS_KEY_ID,$AWS_SESSION_TOKEN"'], capture_output=True,
                                     text=True, timeout=WATCHDOG, check=True, env={"PATH": os.environ["PATH"],
                                                                                   "AWS_SESSION_TOKEN": "of the shell"})
            self.assertEqual(sourced.stdout, "AKIAIOSFODNN7EXAMPLE,\n")

    def test_its_port_file_exists_while_it_listens(self):
        file = self.path("ports", "port=1\n")
        running = Running("--port-file", file)
        expected = "".join(f"{name}={url.rsplit(':', 1)[1]}\n" for name, url in (("port", running.url),
                                                                                 ("admin_port", running.admin)))
        # It is written after the output.
        while not os.path.exists(file):
            self.assertTrue(running.is_alive())
        with open(file, encoding="utf-8") as written:
            self.assertEqual(written.read(), expected)
        second = subprocess.run([MOCK_SERVICE, "--port", running.url.rsplit(":", 1)[1], "--port-file", file],
                                capture_output=True, timeout=WATCHDOG, check=False)
        self.assertEqual(second.returncode, 255)
        self.assertTrue(os.path.exists(file))
        self.assertEqual(running.end()[0], 0)
        self.assertFalse(os.path.exists(file))

    def test_it_reports_the_most_bytes_of_a_state(self):
        running = Running()
        connection = http.client.HTTPConnection(running.admin.removeprefix("http://"), timeout=WATCHDOG)
        self.addCleanup(connection.close)
        # The body is never sent.
        connection.request("PUT", "/state", headers={"Content-Length": str((16 << 20) + 1)})
        self.assertIn("a body of more than 16 MiB", connection.getresponse().read().decode())
        running.end()

    def test_its_port_file_is_nothing_else(self):
        link = self.path("link")
        os.symlink(self.path("target", ""), link)
        os.mkfifo(self.path("pipe"))
        os.mkdir(self.path("folder"))
        for path in (link, self.path("pipe"), self.path("folder")):
            before = os.lstat(path)
            self.assertIn("\n  --port-file: must be a regular file if it exists ", self.assert_refused("--port-file", path))
            self.assertEqual(os.lstat(path), before)

    def test_it_listens_on_another_address(self):
        if not has_ipv6():
            self.skipTest("this machine has no ::1")
        running = Running("--host", "::1")
        self.assertRegex(running.url, r"^http://\[::1\]:[0-9]+$")
        self.assertRegex(running.admin, r"^http://\[::1\]:[0-9]+$")
        self.assertEqual(fetch(running.url + "/nothing")[0], 404)
        self.assertEqual(fetch(running.admin + "/state")[0], 200)
        running.end()
        self.assertIn('\n  --host is "localhost": must be an IPv4 address', self.assert_refused("--host", "localhost"))

    def test_a_fraction_of_a_second_is_a_duration_of_a_job(self):
        seed = self.path("seed.json", json.dumps({"jobs": [{"Start": START}]}))
        running = Running("--seed", seed, "--job-seconds", "86400.5")
        self.assertEqual(self.jobs_of(running)[0]["FinishedAfterMs"], 86400500)
        running.end()

    def test_a_port_that_is_in_use_is_not_bad_input(self):
        running = Running()
        second = subprocess.run([MOCK_SERVICE, "--port", running.url.rsplit(":", 1)[1]], capture_output=True, text=True,
                                timeout=WATCHDOG, check=False)
        running.end()
        self.assertEqual(second.returncode, 255)
        self.assertTrue(second.stderr.startswith(f"error: cannot start (--port {running.url.rsplit(':', 1)[1]}): "),
                        second.stderr)

    def test_it_listens_on_a_unix_socket(self):
        file = os.path.relpath(self.path("mock.sock"))
        path = os.path.join(os.getcwd(), file)
        running = Running("--unix-socket", file)
        self.assertEqual(running.url, "unix:" + path)
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(WATCHDOG)
            client.connect(path)
            client.sendall(b"GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n")
            self.assertTrue(client.recv(4096).startswith(b"HTTP/1.1 404 "))
        status, out, err = running.end()
        self.assertEqual((status, err), (0, "GET /nothing -> 404 UnknownOperationException\n"))
        self.assertIn(f"export AWS_ENDPOINT_URL_LOOKOUTVISION=unix:{path}\n", out)
        self.assertFalse(os.path.exists(path))

    def test_a_unix_socket_excludes_a_port_tls_and_a_base_path(self):
        for option in (["--port", "8080"], ["--tls"], ["--base-path", "/vision"]):
            self.assertIn("--unix-socket: cannot be combined with --port, --tls or --base-path",
                          self.assert_refused("--unix-socket", self.path("mock.sock"), *option))

    def test_sigterm_sigint_and_sighup_end_it_with_status_0(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            running = Running()
            self.assertEqual(running.end(number)[0], 0)

    def test_it_logs_requests_to_standard_error(self):
        running = Running()
        self.assertEqual(fetch(running.url + "/nothing")[0], 404)
        status, out, err = running.end()
        self.assertEqual(err, "GET /nothing -> 404 UnknownOperationException\n")
        self.assertIn(f"export AWS_ENDPOINT_URL_LOOKOUTVISION={running.url}\n", out)
        self.assertEqual(status, 0)

    def test_its_admin_server_accepts_faults(self):
        running = Running()
        self.assertEqual(fetch(running.admin + "/faults", "POST", b'{"response": {"status": 503}}'),
                         (200, '{"ids":[1]}\n'))
        self.assertEqual([fetch(running.url)[0] for _ in range(2)], [503, 404])
        self.assertEqual(fetch(running.admin + "/faults", "POST", b'{"status": 503}'),
                         (400, "fault.status is not a known member\n"))
        running.end()

    def test_the_same_seed_draws_the_same_faults(self):
        def statuses(*arguments):
            running = Running(*arguments)
            fetch(running.admin + "/faults", "POST", b'{"response": {"status": 503}, "share": 0.5}')
            result = [fetch(running.url)[0] for _ in range(32)]
            running.end()
            return result
        self.assertEqual(statuses(), statuses("--fault-seed", "0"))
        self.assertNotEqual(statuses("--fault-seed", "1"), statuses("--fault-seed", "2"))

    def test_a_dump_of_its_state_and_the_state_of_the_admin_server_are_seeds(self):
        seed = self.path("seed.json", json.dumps({"projects": {"boards": []},
                                                  "jobs": [{"Status": "SUCCEEDED", "Start": START}]}))
        first = self.path("first.json")
        running = Running("--seed", seed, "--dump", first)
        fetch(running.url + "/nothing")
        shown = json.loads(fetch(running.admin + "/state")[1])
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

    def test_a_bad_seed_is_rejected(self):
        self.assertIn(f"\n  --seed: {self.path('a.json')} cannot be used: the seed is not well-formed JSON\n",
                      self.assert_refused("--seed", self.path("a.json", "{")))
        self.assertIn(f"\n  --seed: {self.folder} cannot be used: it is a folder\n", self.assert_refused("--seed", self.folder))
        self.assertIn("the seed's jobs[0].Start must be an object",
                      self.assert_refused("--seed", self.path("b.json", '{"jobs": [{}]}')))
        self.assertIn("does not exist", self.assert_refused("--seed", self.path("none.json")))

    def test_it_plays_back_a_recording(self):
        target = "/2020-11-20/projects/boards/modelpackagingjobs"
        lines = [{"lookoutvision_recording": 1},
                 {"request": {"method": "GET", "target": target}, "response": {"status": 200, "json": {"ModelPackagingJobs": []}}}]
        file = self.path("a.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
        for options, again in (((), 200), (("--replay-strict",), 400)):
            running = Running("--replay", file, *options)
            self.assertEqual(fetch(running.url + target), (200, '{"ModelPackagingJobs":[]}'))
            status, body = fetch(running.url + target + "/nightly")
            self.assertEqual(status, 400)
            self.assertIn("has no response to GET", body)
            self.assertEqual(fetch(running.url + target)[0], again)
            running.end()

    def test_a_replay_needs_a_recording_and_excludes_a_seed(self):
        self.assertIn("line 1: is not that of a recording", self.assert_refused("--replay", self.path("b.jsonl", "{}\n")))
        self.assertIn("--replay-strict: needs --replay", self.assert_refused("--replay-strict"))
        seed = self.path("c.json", "{}")
        self.assertIn("--replay: cannot be combined with --seed", self.assert_refused("--replay", seed, "--seed", seed))

    def test_a_signal_ends_it_while_it_waits_for_a_pipe(self):
        fifo = self.path("fifo")
        os.mkfifo(fifo)
        for option in ("--seed", "--dump"):
            with subprocess.Popen([MOCK_SERVICE, option, fifo], stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL) as process:
                watchdog = threading.Timer(WATCHDOG, process.kill)
                watchdog.start()
                if option == "--seed":
                    # Returns when the program has begun to read.
                    writer = os.open(fifo, os.O_WRONLY)
                    self.addCleanup(os.close, writer)
                else:
                    process.stdout.readline()
                # After the first signal it dumps its state.
                while process.poll() is None:
                    process.send_signal(signal.SIGTERM)
                    try:
                        process.wait(0.05)
                    except subprocess.TimeoutExpired:
                        pass
                watchdog.cancel()
            self.assertEqual(process.returncode, -signal.SIGTERM, option)

    def test_files_that_it_writes_need_a_folder(self):
        file = self.path("file", "")
        for option in ("--port-file", "--state", "--dump", "--ca-file"):
            for path in (self.path("no/such"), file + "/below", ""):
                self.assertIn(f"\n  {option}: must be a file in a folder that exists (given: {json.dumps(path)})\n",
                              self.assert_refused("--tls", option, path))

    def test_a_dump_that_cannot_be_written_is_an_error(self):
        os.mkdir(self.path("folder"))
        running = Running("--dump", self.path("folder/dump.json"))
        os.rmdir(self.path("folder"))
        status, _, err = running.end()
        self.assertEqual(status, 255)
        self.assertIn("error: cannot write", err)


if __name__ == "__main__":
    unittest.main(verbosity=2)

#!/usr/bin/python3
"""Compares the signatures of package_model's requests, as a server receives them, with those of botocore.

Usage: botocore_checks_our_requests_test.py PACKAGE_MODEL_PROGRAM. Is skipped if botocore is not installed; fails
instead in CI on Debian 12.
"""

import datetime
import email.utils
import json
import os
import socket
import subprocess
import sys
import threading
import unittest
from typing import NamedTuple

import optional_sdks
from stopped_clock import stopped_clock

optional_sdks.require(optional_sdks.botocore_problem(knows_service=False))
import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

if len(sys.argv) < 2:
    sys.exit(__doc__)
PACKAGE_MODEL = sys.argv.pop(1)

REGION = "eu-west-1"
CREDENTIALS = Credentials("ASIAEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                          "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwA==")
BASE_PATH = "/base%20path"
JOBS = BASE_PATH + "/2020-11-20/projects/circuit-boards/modelpackagingjobs"
TAGS = [("Stra\u00dfe", "\u4e00\u865f\u7dda \U0001d7d8"), ("\u0446\u0435\u0445", ""), ("line", "7=A")]
# Seconds until a test that hangs fails.
WATCHDOG = 30


class Request(NamedTuple):
    """A request as it was received."""
    method: str
    target: str
    version: str
    headers: list
    body: bytes
    surplus: bytes  # the bytes after the body

    def all_of(self, name):
        return [value for other, value in self.headers if other.lower() == name]


class RecordingServer:
    """Accepts one request per connection, and sends the given responses in order."""

    def __init__(self, responses):
        self._responses = responses
        self._requests = []
        self._failure = None
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.authority = "127.0.0.1:%d" % self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def finish(self):
        """Stops the server, and returns all requests."""
        self._listener.shutdown(socket.SHUT_RDWR)  # wakes accept()
        self._thread.join(WATCHDOG)
        self._listener.close()
        if self._failure:
            raise self._failure
        return self._requests

    def _serve(self):
        try:
            for status, body in self._responses:
                connection, _ = self._listener.accept()
                connection.settimeout(WATCHDOG)
                with connection, connection.makefile("rb") as stream:
                    self._requests.append(self._exchange(connection, stream, status, body))
        except Exception as error:  # finish() raises it in the thread of the test
            self._failure = AssertionError(
                f"request {len(self._requests) + 1} of {len(self._responses)} cannot be read: {error!r}")

    @staticmethod
    def _exchange(connection, stream, status, response):
        method, target, version = stream.readline().decode("ascii").rstrip("\r\n").split(" ")
        headers = []
        while line := stream.readline().rstrip(b"\r\n"):
            name, _, value = line.decode().partition(":")
            headers.append((name, value))
        request = Request(method, target, version, headers, b"", b"")
        body = stream.read(int((request.all_of("content-length") or ["0"])[0]))
        connection.sendall(
            f"HTTP/1.1 {status} \r\nConnection: close\r\nContent-Type: application/json\r\n"
            f"Date: {email.utils.formatdate(usegmt=True)}\r\nContent-Length: {len(response)}\r\n\r\n{response}".encode())
        return request._replace(body=body, surplus=stream.read())


def environment():
    """The environment of this process, with the credentials of the test and without the user's settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return dict(kept, AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull, AWS_REGION=REGION,
                AWS_ACCESS_KEY_ID=CREDENTIALS.access_key, AWS_SECRET_ACCESS_KEY=CREDENTIALS.secret_key,
                AWS_SESSION_TOKEN=CREDENTIALS.token)


def authorization_by_botocore(request):
    """The Authorization that botocore computes for the signed headers of the request. It sets date and session token
    itself, and always signs them."""
    signed = request.all_of("authorization")[0].partition("SignedHeaders=")[2].partition(",")[0].split(";")
    theirs = AWSRequest(method=request.method, data=request.body,
                        url=f"http://{request.all_of('host')[0].strip()}{request.target}")
    for name, value in request.headers:
        if name.lower() in signed:
            theirs.headers.add_header(name, value)
    time = datetime.datetime.strptime(request.all_of("x-amz-date")[0].strip(), "%Y%m%dT%H%M%SZ")
    with stopped_clock(time):
        botocore.auth.SigV4Auth(CREDENTIALS, "lookoutvision", REGION).add_auth(theirs)
    return theirs.headers["Authorization"]


class OurRequests(unittest.TestCase):
    def call(self, arguments, responses):
        """Runs the tool; returns its output and its requests, after checking each of them."""
        server = RecordingServer(responses)
        command = [PACKAGE_MODEL, *arguments, "--output", "json",
                   "--endpoint-url", f"http://{server.authority}{BASE_PATH}"]
        run = subprocess.run([argument.encode() for argument in command], env=environment(), timeout=WATCHDOG,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual(run.returncode, 0, run.stderr.decode())
        requests = server.finish()
        for request in requests:
            self.check(request, server.authority)
        return json.loads(run.stdout), requests

    def check(self, request, authority):
        self.assertEqual([value.strip() for value in request.all_of("authorization")],
                         [authorization_by_botocore(request)])
        names = [name.lower() for name, _ in request.headers]
        self.assertCountEqual(names, set(names), "a header was sent twice")
        to_sign = [name for name in names if name in ("host", "content-type")
                   or name.startswith(("x-amz", "amz-sdk-"))]
        self.assertIn(f" SignedHeaders={';'.join(sorted(to_sign))},", request.all_of("authorization")[0])
        for name in ("x-amz-date", "x-amz-security-token", "amz-sdk-request", "amz-sdk-invocation-id"):
            self.assertIn(name, to_sign)
        self.assertEqual(request.version, "HTTP/1.1")
        self.assertEqual(request.all_of("host"), [" " + authority])
        self.assertEqual(request.all_of("content-length"),
                         [f" {len(request.body)}"] if request.method == "POST" else [])
        self.assertEqual(request.surplus, b"")
        self.assertNotIn("expect", names)
        self.assertNotIn("transfer-encoding", names)

    def test_every_attempt_of_a_start_is_signed_as_botocore_signs_it(self):
        tags = [word for key, value in TAGS for word in ("--tag", f"{key}={value}")]
        printed, requests = self.call(
            ["start", "--project-name", "circuit-boards", "--model-version", "1",
             "--component-name", "com.example.BoardInspector", "--s3-bucket", "my-bucket",
             "--target-device", "jetson_xavier", *tags],
            [(503, ""), (202, '{"JobName": "job-1"}')])
        self.assertEqual(printed["JobName"], "job-1")
        self.assertEqual(requests[0].all_of("x-amzn-client-token")[0].strip(), printed["ClientToken"])
        for number, request in enumerate(requests, 1):
            self.assertEqual((request.method, request.target), ("POST", JOBS))
            self.assertEqual(json.loads(request.body)["Configuration"]["Greengrass"]["Tags"],
                             [{"Key": key, "Value": value} for key, value in TAGS])
            self.assertIn(f"attempt={number}; max=3", request.all_of("amz-sdk-request")[0])
        first, second = requests
        self.assertEqual(first.all_of("x-amzn-client-token"), second.all_of("x-amzn-client-token"))
        self.assertNotEqual(first.all_of("authorization"), second.all_of("authorization"))

    def test_a_describe_is_signed_as_botocore_signs_it(self):
        response = {"ModelPackagingDescription": {"JobName": "job-1", "Status": "RUNNING"}}
        printed, requests = self.call(
            ["describe", "--project-name", "circuit-boards", "--job-name", "job-1"],
            [(200, json.dumps(response))])
        self.assertEqual(printed, response)
        self.assertEqual((requests[0].method, requests[0].target), ("GET", JOBS + "/job-1"))


if __name__ == "__main__":
    unittest.main(verbosity=2)

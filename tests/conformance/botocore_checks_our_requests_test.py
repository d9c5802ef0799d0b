#!/usr/bin/python3
"""Compares the signatures of package_model's requests, as a server receives them, with those of botocore.

Usage: botocore_checks_our_requests_test.py PACKAGE_MODEL_PROGRAM. Is skipped if botocore is not installed; fails
instead in CI on Debian 12.
"""

import datetime
import json
import subprocess
import sys
import unittest

import optional_sdks
from recording_server import WATCHDOG, RecordingServer, environment
from stopped_clock import stopped_clock

optional_sdks.require(optional_sdks.botocore_problem(service=None))
import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

if len(sys.argv) < 2:
    sys.exit(__doc__)
PACKAGE_MODEL = sys.argv.pop(1)

REGION = "eu-west-1"
CREDENTIALS = Credentials("ASIAEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                          "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwA==")
ENVIRONMENT = environment(AWS_REGION=REGION, AWS_ACCESS_KEY_ID=CREDENTIALS.access_key,
                          AWS_SECRET_ACCESS_KEY=CREDENTIALS.secret_key, AWS_SESSION_TOKEN=CREDENTIALS.token)
BASE_PATH = "/base%20path"
JOBS = BASE_PATH + "/2020-11-20/projects/circuit-boards/modelpackagingjobs"
TAGS = [("Stra\u00dfe", "\u4e00\u865f\u7dda \U0001d7d8"), ("\u0446\u0435\u0445", ""), ("line", "7=A")]


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
        run = subprocess.run([argument.encode() for argument in command], env=ENVIRONMENT, timeout=WATCHDOG,
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

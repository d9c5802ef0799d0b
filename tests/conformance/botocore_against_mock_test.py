#!/usr/bin/python3
"""Tests the mock service with botocore's client of Lookout for Vision.

Usage: botocore_against_mock_test.py MOCK_SERVICE_PROGRAM. Is skipped if botocore is not installed or does not know
the service; fails instead in CI on Debian 12.
"""

import os
import subprocess
import sys
import tempfile
import threading
import unittest

import optional_sdks

optional_sdks.require(optional_sdks.botocore_problem())
import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError

if len(sys.argv) < 2:
    sys.exit(__doc__)
MOCK_SERVICE = sys.argv.pop(1)

REGION = "eu-west-1"
ACCESS_KEY_ID = "ASIAEXAMPLE"
SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
SESSION_TOKEN = "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwA=="
START = {
    "ProjectName": "circuit-boards",
    "ModelVersion": "1",
    "JobName": "job-1",
    "Description": "made by botocore",
    "Configuration": {"Greengrass": {
        "ComponentName": "com.example.BoardInspector",
        "ComponentVersion": "1.2.3",
        "ComponentDescription": "inspects boards",
        "S3OutputLocation": {"Bucket": "my-bucket", "Prefix": "models"},
        "TargetPlatform": {"Os": "LINUX", "Arch": "X86_64", "Accelerator": "NVIDIA"},
        "CompilerOptions": '{"gpu-code": "sm_75", "trt-ver": "7.1.3", "cuda-ver": "10.2"}',
        "Tags": [{"Key": "Stra\u00dfe", "Value": "\u4e00\u865f\u7dda \U0001d7d8"},
                 {"Key": "\u0446\u0435\u0445", "Value": ""}]}}}
JOB = {"ProjectName": START["ProjectName"], "JobName": START["JobName"]}
# Seconds until a test that hangs fails.
WATCHDOG = 30


class MockService:
    """The program, from its start until stop()."""

    def __init__(self, *arguments):
        self._process = subprocess.Popen([MOCK_SERVICE, *arguments], stdout=subprocess.PIPE, text=True)
        # Ends the program, and with it each read of its output, if the test hangs.
        self._watchdog = threading.Timer(WATCHDOG, self._process.kill)
        self._watchdog.start()
        ready = self._process.stdout.readline()
        if not ready.startswith("# listening on "):
            self.stop()
            raise AssertionError(f"the mock service did not start: {ready!r}")
        self.url = ready.split()[-1]

    def stop(self):
        """Returns its exit status."""
        self._process.terminate()
        status = self._process.wait()
        self._watchdog.cancel()
        self._process.stdout.close()
        return status


class BotocoreAgainstTheMock(unittest.TestCase):
    def start_mock(self, *arguments):
        mock = MockService("--access-key", ACCESS_KEY_ID, "--secret-key", SECRET_ACCESS_KEY, *arguments)
        self.addCleanup(lambda: self.assertEqual(mock.stop(), 0, "exit status of the mock service"))
        return mock

    def client(self, mock, key=ACCESS_KEY_ID, secret=SECRET_ACCESS_KEY, token=None, verify=None):
        client = botocore.session.Session().create_client(
            "lookoutvision", region_name=REGION, endpoint_url=mock.url, verify=verify, aws_access_key_id=key,
            aws_secret_access_key=secret, aws_session_token=token,
            config=Config(retries={"total_max_attempts": 1}, connect_timeout=WATCHDOG, read_timeout=WATCHDOG))
        self.addCleanup(client.close)
        return client

    def assert_refused(self, status, code, operation, **parameters):
        """Calls the operation; returns the error, which must have that status and code."""
        with self.assertRaises(ClientError) as refused:
            operation(**parameters)
        response = refused.exception.response
        self.assertEqual((response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"]), (status, code))
        self.assertTrue(response["Error"]["Message"])
        self.assertTrue(response["ResponseMetadata"]["RequestId"])
        return refused.exception

    def assert_job_succeeds(self, client):
        """Starts the job and polls it until it has ended; returns its description."""
        started = client.start_model_packaging_job(**START)
        self.assertEqual(started["ResponseMetadata"]["HTTPStatusCode"], 202)
        self.assertEqual(started["JobName"], "job-1")
        descriptions = [client.describe_model_packaging_job(**JOB)["ModelPackagingDescription"]
                        for _ in range(3)]
        self.assertEqual([each["Status"] for each in descriptions], ["CREATED", "RUNNING", "SUCCEEDED"])
        return descriptions[-1]

    def test_a_job_is_started_and_described_until_it_has_succeeded(self):
        job = self.assert_job_succeeds(self.client(self.start_mock()))
        self.assertEqual(job["ModelPackagingConfiguration"], START["Configuration"])
        self.assertEqual(job["ModelPackagingJobDescription"], START["Description"])
        self.assertEqual((job["JobName"], job["ProjectName"], job["ModelVersion"]),
                         ("job-1", "circuit-boards", "1"))
        self.assertEqual(job["ModelPackagingOutputDetails"], {"Greengrass": {
            "ComponentVersionArn": f"arn:aws:greengrass:{REGION}:123456789012:components:"
                                   "com.example.BoardInspector:versions:1.2.3",
            "ComponentName": "com.example.BoardInspector", "ComponentVersion": "1.2.3"}})
        self.assertLessEqual(job["CreationTimestamp"], job["LastUpdatedTimestamp"])

    def test_a_job_succeeds_with_a_session_token(self):
        mock = self.start_mock("--session-token", SESSION_TOKEN)
        self.assert_job_succeeds(self.client(mock, token=SESSION_TOKEN))
        for token in (None, SESSION_TOKEN.lower()):
            self.assert_refused(403, "UnrecognizedClientException",
                                self.client(mock, token=token).describe_model_packaging_job, **JOB)

    def test_a_job_succeeds_below_a_base_path(self):
        mock = self.start_mock("--base-path", "/base%20path")
        self.assertTrue(mock.url.endswith("/base%20path"))
        self.assert_job_succeeds(self.client(mock))

    def test_a_job_succeeds_over_https(self):
        with tempfile.TemporaryDirectory() as folder:
            ca_file = os.path.join(folder, "ca.pem")
            mock = self.start_mock("--tls", "--ca-file", ca_file)
            self.assertTrue(mock.url.startswith("https://"))
            self.assert_job_succeeds(self.client(mock, verify=ca_file))

    def test_a_query_is_accepted_in_any_encoding_and_order(self):
        client = self.client(self.start_mock())
        client.start_model_packaging_job(**START)
        sent = []

        # The token is invalid for a list, so the request goes to a job, where only the signature is checked.
        def name_job(request, **_):
            request.url = request.url.replace("modelpackagingjobs?", "modelpackagingjobs/job-1?")

        def reencode(request, **_):
            path, _, query = request.url.partition("?")
            sent.append(query)
            reencoded = query.replace("%2F", "/").replace("%2B", "%2b").replace("A", "%41")
            request.url = f"{path}?{'&'.join(reversed(reencoded.split('&')))}"

        def change(request, **_):
            request.url = request.url.replace("=7", "=8")

        def list_jobs():
            return client.list_model_packaging_jobs(**{"ProjectName": "circuit-boards", "NextToken": "A/+/b==",
                                                       "MaxResults": 7})

        client.meta.events.register("before-sign.lookoutvision.ListModelPackagingJobs", name_job)
        self.assertEqual(list_jobs()["ResponseMetadata"]["HTTPStatusCode"], 200)

        event = "before-send.lookoutvision.ListModelPackagingJobs"
        client.meta.events.register(event, reencode)
        self.assertEqual(list_jobs()["ResponseMetadata"]["HTTPStatusCode"], 200)
        self.assertEqual(sent, ["nextToken=A%2F%2B%2Fb%3D%3D&maxResults=7"])
        client.meta.events.unregister(event, reencode)

        client.meta.events.register(event, change)
        self.assert_refused(403, "InvalidSignatureException", list_jobs)

    def test_jobs_are_listed_in_pages_newest_first(self):
        client = self.client(self.start_mock())
        names = [f"job-{number}" for number in range(5)]
        for name in names:
            client.start_model_packaging_job(**dict(START, JobName=name, Configuration={"Greengrass": dict(
                START["Configuration"]["Greengrass"], ComponentName=f"com.example.{name}")}))
        pages = list(client.get_paginator("list_model_packaging_jobs").paginate(
            ProjectName="circuit-boards", PaginationConfig={"PageSize": 2}))
        jobs = [[job["JobName"] for job in page["ModelPackagingJobs"]] for page in pages]
        self.assertEqual(jobs, [["job-4", "job-3"], ["job-2", "job-1"], ["job-0"]])
        self.assertNotIn("NextToken", pages[-1])
        job = pages[0]["ModelPackagingJobs"][0]
        self.assertLessEqual(job.pop("CreationTimestamp"), job.pop("LastUpdatedTimestamp"))
        self.assertTrue(job.pop("StatusMessage"))
        self.assertEqual(job, {"JobName": "job-4", "ProjectName": "circuit-boards", "ModelVersion": "1",
                               "ModelPackagingJobDescription": START["Description"],
                               "ModelPackagingMethod": "GREENGRASS", "Status": "CREATED"})
        token = pages[0]["NextToken"]
        self.assertEqual(client.list_model_packaging_jobs(ProjectName="other")["ModelPackagingJobs"], [])
        for wrong in (dict(ProjectName="other", NextToken=token), dict(ProjectName="circuit-boards", NextToken="A"),
                      dict(ProjectName="circuit-boards", MaxResults=101)):
            self.assert_refused(400, "ValidationException", client.list_model_packaging_jobs, **wrong)

    def test_a_wrong_secret_and_an_unknown_key_are_refused(self):
        mock = self.start_mock()
        for code, client in (("InvalidSignatureException", self.client(mock, secret=SECRET_ACCESS_KEY.lower())),
                             ("UnrecognizedClientException", self.client(mock, key="AKIAUNKNOWN"))):
            self.assert_refused(403, code, client.start_model_packaging_job, **START)
            self.assert_refused(403, code, client.describe_model_packaging_job, **JOB)

    def test_a_client_token_starts_one_job(self):
        client = self.client(self.start_mock())
        start = dict(START, ClientToken="token-1")
        self.assertEqual([client.start_model_packaging_job(**start)["JobName"] for _ in range(2)],
                         ["job-1", "job-1"])
        conflict = self.assert_refused(409, "ConflictException", client.start_model_packaging_job,
                                       **dict(start, Description="another"))
        self.assertIsInstance(conflict, client.exceptions.ConflictException)
        self.assertEqual(conflict.response["Message"], conflict.response["Error"]["Message"])
        self.assertEqual((conflict.response["ResourceId"], conflict.response["ResourceType"]),
                         ("job-1", "MODEL_PACKAGE_JOB"))

    def test_input_that_breaks_a_constraint_is_refused(self):
        client = self.client(self.start_mock())
        refused = self.assert_refused(400, "ValidationException", client.start_model_packaging_job,
                                      **dict(START, ModelVersion="0"))
        self.assertIsInstance(refused, client.exceptions.ValidationException)
        self.assertIn("ModelVersion", refused.response["Message"])

    def start_jobs(self, client, count):
        """Starts jobs for components com.example.0, com.example.1 and so on; returns their names."""
        return [client.start_model_packaging_job(
            ProjectName="circuit-boards", ModelVersion="1", Configuration={"Greengrass": dict(
                START["Configuration"]["Greengrass"], ComponentName=f"com.example.{number}")})["JobName"]
                for number in range(count)]

    def failed(self, client, jobs):
        """The positions of the jobs that have failed."""
        def status(job):
            return client.describe_model_packaging_job(
                ProjectName="circuit-boards", JobName=job)["ModelPackagingDescription"]["Status"]
        statuses = [status(job) for job in jobs]
        self.assertLessEqual(set(statuses), {"SUCCEEDED", "FAILED"})
        return [place for place, status in enumerate(statuses) if status == "FAILED"]

    def test_jobs_fail_as_configured(self):
        client = self.client(self.start_mock("--job-seconds", "0", "--fail-component", "com.example.1",
                                             "--fail-component", "com.example.2"))
        self.assertEqual(self.failed(client, self.start_jobs(client, 4)), [1, 2])

    def test_jobs_that_fail_by_chance_are_the_same_with_the_same_seed(self):
        def fail_by(seed):
            client = self.client(self.start_mock("--job-seconds", "0", "--fail-share", "0.5", "--fail-seed", seed))
            return self.failed(client, self.start_jobs(client, 20))
        first = fail_by("7")
        self.assertTrue(0 < len(first) < 20, first)
        self.assertEqual(fail_by("7"), first)
        self.assertNotEqual(fail_by("8"), first)

    def test_jobs_take_the_configured_times_in_turn(self):
        client = self.client(self.start_mock("--job-seconds", "0", "--job-seconds", "999"))
        statuses = [client.describe_model_packaging_job(ProjectName="circuit-boards", JobName=job)
                    ["ModelPackagingDescription"]["Status"] for job in self.start_jobs(client, 4)]
        self.assertEqual(statuses, ["SUCCEEDED", "CREATED"] * 2)

    def test_a_page_has_at_most_the_configured_number_of_jobs(self):
        client = self.client(self.start_mock("--page-size", "2"))
        self.start_jobs(client, 3)
        page = client.list_model_packaging_jobs(ProjectName="circuit-boards", MaxResults=100)
        self.assertEqual(len(page["ModelPackagingJobs"]), 2)
        self.assertTrue(page["NextToken"])

    def test_an_unknown_job_is_not_found(self):
        client = self.client(self.start_mock())
        missing = self.assert_refused(404, "ResourceNotFoundException", client.describe_model_packaging_job, **JOB)
        self.assertIsInstance(missing, client.exceptions.ResourceNotFoundException)
        self.assertEqual((missing.response["ResourceId"], missing.response["ResourceType"]),
                         ("job-1", "MODEL_PACKAGE_JOB"))


if __name__ == "__main__":
    # Removes the user's settings.
    for variable in list(os.environ):
        if variable.startswith("AWS_") or variable.lower().endswith("_proxy"):
            del os.environ[variable]
    os.environ.update(AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull)
    unittest.main(verbosity=2)

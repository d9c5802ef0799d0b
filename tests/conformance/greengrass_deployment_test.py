#!/usr/bin/python3
"""Deploys a component as docs/greengrass.md documents, and checks the request with botocore's model of Greengrass.

It runs the commands of the page, with package_model, jq and the AWS CLI.
Usage: greengrass_deployment_test.py PAGE PACKAGE_MODEL_PROGRAM. Is skipped if botocore, the AWS CLI or jq is not
installed; fails instead in CI on Debian 12.
"""

import json
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

import optional_sdks
from recording_server import WATCHDOG, RecordingServer, environment

SERVICE = "greengrassv2"
optional_sdks.require(optional_sdks.botocore_problem(SERVICE))
optional_sdks.require(optional_sdks.aws_cli_problem(SERVICE))
optional_sdks.require("" if shutil.which("jq") else "jq is not installed (Debian: jq)")
import botocore.session
from botocore.validate import ParamValidator

if len(sys.argv) < 3:
    sys.exit(__doc__)
PAGE, PACKAGE_MODEL = pathlib.Path(sys.argv.pop(1)), sys.argv.pop(1)

MODEL = botocore.session.Session().get_service_model(SERVICE)
CREATE_DEPLOYMENT = MODEL.operation_model("CreateDeployment")
ENVIRONMENT = environment(AWS_REGION="eu-west-1", AWS_ACCESS_KEY_ID="AKIAIOSFODNN7EXAMPLE", AWS_PAGER="",
                          AWS_SECRET_ACCESS_KEY="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
# The exit status of both package_model and the AWS CLI.
BAD_INPUT = 252


def texts_out_of_bounds(shape, value):
    """Each text that the model refuses by its length or pattern; botocore leaves most of that to the service."""
    if shape.type_name == "structure":
        return [text for name, member in value.items() for text in texts_out_of_bounds(shape.members[name], member)]
    if shape.type_name == "map":
        return [text for pair in value.items() for part, of in zip(pair, (shape.key, shape.value))
                for text in texts_out_of_bounds(of, part)]
    bounds = shape.metadata
    fits = bounds.get("min", 0) <= len(value) <= bounds.get("max", len(value)) and \
        re.fullmatch(bounds.get("pattern", ".*"), value, re.DOTALL)
    return [] if fits else [value]


def refusal(deployment):
    """What the model refuses in the parameters of CreateDeployment; empty if it accepts them."""
    report = ParamValidator().validate(deployment, CREATE_DEPLOYMENT.input_shape)
    return report.generate_report() or ", ".join(
        f"{text!r} is out of bounds" for text in texts_out_of_bounds(CREATE_DEPLOYMENT.input_shape, deployment))


def job(name="com.example.BoardInspector", version="1.0.0", status="SUCCEEDED"):
    """The response that describes a job which has ended."""
    return 200, json.dumps({"ModelPackagingDescription": {
        "JobName": "board-inspector", "ProjectName": "circuit-boards", "Status": status,
        "ModelPackagingOutputDetails": {"Greengrass": {"ComponentName": name, "ComponentVersion": version}}}})


CREATED = 201, '{"deploymentId": "a1b2"}'
JOB_NAME = " --job-name board-inspector"
NAME, VERSION = "--component-name", "--component-version"


class Page(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        section = PAGE.read_text(encoding="utf-8").partition("\n## Deployment\n")[2].partition("\n## ")[0]
        blocks = re.findall(r"^```(\w+)\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
        self.assertEqual([language for language, _ in blocks[:3]], ["sh", "json", "sh"])
        self.wait, self.map, self.deploy = (text for _, text in blocks[:3])
        self.assertEqual(self.wait.count(JOB_NAME), 1)

    def start_server(self, *responses):
        """Starts a server, which package_model and aws of the folder call."""
        server = RecordingServer(responses)
        for name, command in (("package_model", [PACKAGE_MODEL]), ("aws", [sys.executable, "-B", "-m", "awscli"])):
            program = self.folder / name
            program.write_text(f'#!/bin/sh\nexec {shlex.join(map(str, command))} "$@" '
                               f"--endpoint-url http://{server.authority}\n", encoding="utf-8")
            program.chmod(0o755)
        return server

    def run_commands(self, commands, status=0):
        """Runs commands in the folder; returns what they print to standard output."""
        path = f"{self.folder}:{ENVIRONMENT['PATH']}"
        run = subprocess.run(["sh", "-c", commands], cwd=self.folder, timeout=WATCHDOG, capture_output=True, text=True,
                             check=False, env={**ENVIRONMENT, "PATH": path, "HOME": str(self.folder)})
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run.stdout

    def documented_deployment(self):
        """The parameters that the page passes to create-deployment, with the map that it shows."""
        words = shlex.split(self.deploy.replace("\\\n", ""))
        self.assertEqual(words[:3], ["aws", "greengrassv2", "create-deployment"])
        options = dict(zip(words[3::2], words[4::2]))
        self.assertEqual(options.keys(), {"--target-arn", "--deployment-name", "--components"})
        return {"targetArn": options["--target-arn"], "deploymentName": options["--deployment-name"],
                "components": json.loads(self.map)}

    def deploy_components(self, *components):
        """Runs the page's commands after a job for each of these; returns the body of the request to deploy."""
        server = self.start_server(*(job(*component) for component in components), CREATED)
        more_jobs = "".join(f"{JOB_NAME}-{n}" for n in range(1, len(components)))
        self.run_commands(self.wait.replace(JOB_NAME, JOB_NAME + more_jobs))
        self.assertEqual(json.loads(self.run_commands(self.deploy)), json.loads(CREATED[1]))
        request = server.finish()[-1]
        http = CREATE_DEPLOYMENT.http
        self.assertEqual((request.method, request.target), (http["method"], http["requestUri"]))
        return json.loads(request.body)

    def test_shows_the_map_that_the_tool_prints(self):
        server = self.start_server(job())
        self.assertEqual(self.run_commands(self.wait), self.map)
        server.finish()

    def test_documents_what_the_model_accepts(self):
        self.assertEqual(refusal(self.documented_deployment()), "")

    def test_sends_what_it_documents(self):
        body = self.deploy_components(("com.example.BoardInspector", "1.0.0"))
        self.assertEqual(refusal(body), "")
        self.assertTrue(body.pop("clientToken"))
        self.assertEqual(body, self.documented_deployment())

    def test_sends_the_components_of_several_jobs_each_once(self):
        body = self.deploy_components(("com.example.B", "1.0.0"), ("com.example.A", "1.0.0"),
                                      ("com.example.B", "0.9.0"))
        self.assertEqual(body["components"], {"com.example.A": {"componentVersion": "1.0.0"},
                                              "com.example.B": {"componentVersion": "0.9.0"}})
        self.assertEqual(refusal(body), "")

    def test_sends_every_name_and_version_that_a_job_may_have(self):
        for name, version in (("a", "0.0.0"), ("-_.", "1.0.0"), ("c" * 128, "999999.999999.999999")):
            with self.subTest(name=name, version=version):
                body = self.deploy_components((name, version))
                self.assertEqual(body["components"], {name: {"componentVersion": version}})
                self.assertEqual(refusal(body), "")

    def test_sends_a_version_as_the_service_returned_it(self):
        body = self.deploy_components(("com.example.A", "1" * 65))
        self.assertEqual(body["components"], {"com.example.A": {"componentVersion": "1" * 65}})
        self.assertIn("out of bounds", refusal(body))

    def test_deploys_nothing_if_no_job_made_a_component(self):
        for response in (job(status="FAILED"), job(name=""), job(version="")):
            with self.subTest(response=response):
                server = self.start_server(response)
                self.assertEqual(self.run_commands(self.wait), "null\n")
                self.run_commands(self.deploy, BAD_INPUT)
                self.assertEqual(len(server.finish()), 1)

    def test_may_begin_with_the_components_of_another_deployment(self):
        of_get = MODEL.operation_model("GetDeployment").output_shape.members["components"]
        self.assertEqual(of_get.name, CREATE_DEPLOYMENT.input_shape.members["components"].name)


class Model(unittest.TestCase):
    def refusal(self, components):
        return refusal({"targetArn": "arn:aws:iot:eu-west-1:123456789012:thinggroup/line-7", "components": components})

    def test_refuses_other_members_and_types(self):
        for specification in ({"version": "1.0.0"}, {"componentVersion": 1}, "1.0.0", None):
            self.assertTrue(self.refusal({"com.example.A": specification}), specification)

    def test_refuses_only_what_the_tool_refuses_too(self):
        for option, value, accepted in ((NAME, "", False), (NAME, "c" * 129, True), (NAME, "com example", True),
                                        (VERSION, "", False), (VERSION, "1.0." + "0" * 61, False),
                                        (VERSION, "1.0", True), (VERSION, "1.0.0-beta", True),
                                        (VERSION, "1000000.0.0", True)):
            with self.subTest(option=option, value=value):
                component = {NAME: "com.example.A", VERSION: "1.0.0", option: value}
                self.assertEqual(self.refusal({component[NAME]: {"componentVersion": component[VERSION]}}) == "",
                                 accepted)
                # Nothing listens there: without bad input, the tool would fail to connect.
                run = subprocess.run(
                    [PACKAGE_MODEL, "start", "--endpoint-url", "http://127.0.0.1:9", "--max-attempts", "1",
                     "--project-name", "circuit-boards", "--model-version", "1", "--s3-bucket", "my-bucket",
                     "--target-device", "jetson_xavier", NAME, component[NAME], VERSION, component[VERSION]],
                    env=ENVIRONMENT, timeout=WATCHDOG, capture_output=True, text=True, check=False)
                self.assertEqual(run.returncode, BAD_INPUT, run.stderr)
                self.assertIn(f"\n  {option}, ", run.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)

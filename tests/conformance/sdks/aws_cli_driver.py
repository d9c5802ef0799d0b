#!/usr/bin/python3
"""Makes the calls of scenario_test.py with the AWS CLI: a JSON line in, a JSON line out.

It calls the CLI's entry point, since a process per command would take a second each.
Usage: aws_cli_driver.py ENDPOINT_URL
"""

import contextlib
import io
import json
import os
import re
import sys
import time

from awscli.clidriver import create_clidriver

COMMANDS = {"StartModelPackagingJob": ["start-model-packaging-job"],
            "DescribeModelPackagingJob": ["describe-model-packaging-job"],
            "ListModelPackagingJobs": ["list-model-packaging-jobs", "--no-paginate"],
            "ListAllPages": ["list-model-packaging-jobs"]}
ERROR = re.compile(r"An error occurred \((\w+)\) when calling the \w+ operation(?: \(reached max retries: \d+\))?: (.*)", re.DOTALL)
waits = []
# Records the back-off instead of sleeping.
time.sleep = waits.append


def run(name, parameters):
    """The exit status, the output and the error output of the command."""
    arguments = COMMANDS[name]
    if name == "ListAllPages":
        parameters = dict(parameters)
        arguments = arguments + ["--page-size", str(parameters.pop("MaxResults"))]
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = create_clidriver().main(["lookoutvision", *arguments, "--endpoint-url", sys.argv[1], "--output",
                                          "json", "--cli-input-json", json.dumps(parameters)])
    return status, out.getvalue(), err.getvalue().strip()


def call(name, parameters):
    if name == "WaitUntilSucceeded":
        while True:
            outcome = call("DescribeModelPackagingJob", parameters)
            if "error" in outcome or outcome["result"]["ModelPackagingDescription"]["Status"] == "SUCCEEDED":
                return outcome
    status, out, err = run(name, parameters)
    if status == 0:
        return {"result": json.loads(out)}
    found = ERROR.match(err)
    if not found:
        return {"error": {"type": f"exit status {status}", "message": err}}
    return {"error": {"type": found.group(1), "message": found.group(2)}}


def main():
    for line in sys.stdin:
        step = json.loads(line)
        os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"] = step["key"]
        waits.clear()
        print(json.dumps({**call(step["call"], step["input"]), "waits": waits}), flush=True)


main()

#!/usr/bin/python3
"""Compares the outcomes of the same calls of SDKs of AWS and of this library to the mock service.

scenario.json has the calls and the expected outcomes. Each client has its own driver and its own mock service. SDKs
that are not installed or do not know the service are omitted, with a message. Is skipped if all are omitted; fails
instead in CI on Debian 12 if one is missing.
Usage: scenario_test.py MOCK_SERVICE_PROGRAM LOOKOUTVISION_DRIVER [JAVASCRIPT_SDK_FOLDER]
The SDKs are botocore and the AWS CLI, or with the folder the JavaScript SDK.
"""

import concurrent.futures
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import optional_sdks

# The errors of the service's model, each of which an SDK reports with its own type.
MODELLED = {"AccessDeniedException", "ConflictException", "InternalServerException", "ResourceNotFoundException",
            "ServiceQuotaExceededException", "ThrottlingException", "ValidationException"}
# Clients that report only type and message of an error, without status, request id and members.
REPORT_TYPE_AND_MESSAGE_ONLY = {"AWS CLI"}
# Seconds until a test that hangs fails.
WATCHDOG = 240
# Is replaced in a driver's command by the URL of its mock service.
ENDPOINT = object()


class Process:
    """A child process that prints lines."""

    ENDS_ON_SIGNAL = False

    def __init__(self, *command):
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._watchdog = threading.Timer(WATCHDOG, self._process.kill)
        self._watchdog.start()

    def read(self):
        line = self._process.stdout.readline()
        if not line:
            raise AssertionError(f"{self._process.args[0]} has ended")
        return line

    def exchange(self, line):
        self._process.stdin.write(json.dumps(line) + "\n")
        self._process.stdin.flush()
        return json.loads(self.read())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        """Ends a driver by the end of its input, the mock service by a signal."""
        self._process.stdin.close()
        if self.ENDS_ON_SIGNAL:
            self._process.terminate()
        status = self._process.wait()
        self._watchdog.cancel()
        self._process.stdout.close()
        if status != 0:
            raise AssertionError(f"{self._process.args[0]} has ended with status {status}")


class MockService(Process):
    ENDS_ON_SIGNAL = True

    def __init__(self, *arguments):
        super().__init__(MOCK_SERVICE, *arguments)
        self.url = self.read().removeprefix("# listening on ").strip()
        self._admin = self.read().removeprefix("# admin on ").strip()

    def admin(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._admin + path, data=data, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=WATCHDOG) as response:
            return response.read()

    def requests(self):
        return json.loads(self.admin("GET", "/state"))["counters"]["requests"]


def differences(expected, found, path=""):
    """A line for each expected member that is missing or differs. Additional members are accepted."""
    if expected == "*":
        return [] if found else [f"{path} is missing"]
    if isinstance(expected, dict) and isinstance(found, dict):
        return [each for name, value in expected.items()
                for each in differences(value, found.get(name), f"{path}.{name}".lstrip("."))]
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        return [each for i, value in enumerate(expected) for each in differences(value, found[i], f"{path}[{i}]")]
    return [] if expected == found else [f"{path} is {found!r}, not {expected!r}"]


def check(client, step, outcome, requests):
    """The differences between the outcome of a step and the expected one."""
    expected = {"requests": 1, "result": None, "error": None, **step, **step.get("differs", {}).get(client, {})}
    if expected["error"]:
        expected["result"] = None
    wrong = differences(expected["requests"], requests, "requests")
    # A minimum, because the JavaScript SDK converts Retry-After into a date and back, which loses time.
    shortest = expected.get("waits_at_least", {}).get(client, 0)
    if shortest and (not outcome["waits"] or min(outcome["waits"]) < shortest):
        wrong.append(f"waits are {outcome['waits']} s, not at least {shortest} s each")
    if expected["error"] is None:
        return wrong + differences(expected["result"], outcome.get("result") or outcome)
    if "error" not in outcome:
        return wrong + [f"no error but {outcome['result']}"]
    error = dict(expected["error"])
    if client in REPORT_TYPE_AND_MESSAGE_ONLY:
        error = {name: value for name, value in error.items() if name in ("type", "message")}
    else:
        error.update(request_id="*", modelled=error["type"] in MODELLED)
    return wrong + differences(dict({"message": "*"}, **error), outcome["error"])


def run_step(client, step, mock, driver):
    """The cell of the table, and the differences."""
    if "faults" in step:
        mock.admin("POST", "/faults", step["faults"])
    mock.admin("PUT", "/clock", {"skew_ms": step.get("clock_skew_ms", 0)})
    before = mock.requests()
    key = SCENARIO["keys"][step.get("as", "")]
    outcome = driver.exchange({"call": step["call"], "input": step["input"], "key": key})
    requests = mock.requests() - before
    wrong = check(client, step, outcome, requests)
    shown = outcome["error"]["type"] if "error" in outcome else "ok"
    return ("FAILED: " if wrong else "") + shown + (f" ({requests})" if requests != 1 else ""), wrong


def run_scenario(client, driver_command):
    """The client's cells by the name of the step, and the differences."""
    cells, problems = {}, []
    try:
        with contextlib.ExitStack() as stack:
            seed = stack.enter_context(tempfile.NamedTemporaryFile("w", suffix=".json"))
            json.dump(SCENARIO["seed"], seed)
            seed.flush()
            mock = stack.enter_context(MockService("--seed", seed.name, *SCENARIO["mock_service"]))
            driver = stack.enter_context(
                Process(*(mock.url if part is ENDPOINT else part for part in driver_command)))
            for step in SCENARIO["steps"]:
                cells[step["name"]], wrong = run_step(client, step, mock, driver)
                problems += [f"{client}: {step['name']}: {each}" for each in wrong]
    except (AssertionError, OSError, ValueError) as error:
        problems.append(f"{client} failed: {error!r}")
    return cells, problems


def print_table(columns):
    header = ["step (requests, if not 1)", *columns]
    rows = [[step["name"], *(columns[client].get(step["name"], "-") for client in columns)]
            for step in SCENARIO["steps"]]
    widths = [max(len(row[i]) for row in [header, *rows]) for i in range(len(header))]
    for row in [header, ["-" * width for width in widths], *rows]:
        print(" | ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


def list_sdks():
    """The driver of each SDK, and why it is omitted; empty if it is not."""
    if JAVASCRIPT_SDK:
        folder, = JAVASCRIPT_SDK
        return {"JavaScript SDK": (["node", str(HERE / "javascript" / "driver.mjs"), ENDPOINT, folder],
                                   optional_sdks.javascript_sdk_problem(folder))}
    return {"botocore": ([sys.executable, str(HERE / "botocore_driver.py"), ENDPOINT], optional_sdks.botocore_problem()),
            "AWS CLI": ([sys.executable, str(HERE / "aws_cli_driver.py"), ENDPOINT], optional_sdks.aws_cli_problem())}


def main():
    drivers, missing = {}, []
    for client, (driver, problem) in list_sdks().items():
        if problem:
            missing.append(client)
            print(f"{client} is omitted: {problem}")
        else:
            drivers[client] = driver
    drivers["lookoutvision"] = [OUR_DRIVER, ENDPOINT]
    problems = [] if optional_sdks.may_be_missing() else [f"{client} must not be missing here" for client in missing]
    with concurrent.futures.ThreadPoolExecutor() as pool:
        outcomes = dict(zip(drivers, pool.map(run_scenario, drivers, drivers.values())))
    print_table({client: cells for client, (cells, _) in outcomes.items()})
    problems += [each for _, wrong in outcomes.values() for each in wrong]
    print("\n" + "\n".join(problems or [f"{len(outcomes)} clients pass"]))
    if problems:
        return 1
    return 0 if len(outcomes) > 1 else optional_sdks.SKIPPED


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    MOCK_SERVICE, OUR_DRIVER, *JAVASCRIPT_SDK = sys.argv[1:]
    SCENARIO = json.loads((HERE / "scenario.json").read_text(encoding="utf-8"))
    # Removes the user's settings.
    for variable in list(os.environ):
        if variable.startswith("AWS_") or variable.lower().endswith("_proxy"):
            del os.environ[variable]
    os.environ.update(AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull, AWS_REGION="eu-west-1",
                      AWS_EC2_METADATA_DISABLED="true", AWS_PAGER="")
    sys.exit(main())

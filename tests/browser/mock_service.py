"""The program mock_service, and a client of it, for the tests of its page."""

import json
import os
import shlex
import subprocess
import tempfile
import threading
import urllib.request

from webdriver import OPENER, WATCHDOG


class MockService:
    """The program, from its start until end()."""

    def __init__(self, programs, *arguments):
        """`programs` are the paths of mock_service and of package_model."""
        self._client = programs[1]
        self._process = subprocess.Popen([programs[0], *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                         text=True)
        watchdog = threading.Timer(WATCHDOG, self._process.kill)
        watchdog.start()
        self.url = self._process.stdout.readline().removeprefix("# listening on ").strip()
        self.admin = self._process.stdout.readline().removeprefix("# admin on ").strip()
        watchdog.cancel()

    def end(self):
        self._process.terminate()
        with self._process:
            self._process.wait(WATCHDOG)

    def call(self, method, path, body=None):
        """Calls the admin server as curl would; returns the text of the response."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.admin + path, data=data, method=method)
        with OPENER.open(request, timeout=WATCHDOG) as response:
            return response.read().decode()

    def state(self):
        return json.loads(self.call("GET", "/state"))

    def package_model(self, *arguments, status=0):
        """Runs the tool with the variables that the page shows; returns its output."""
        words = shlex.split(self.call("GET", "/environment"), comments=True)
        variables = dict(word.split("=", 1) for word in words if word != "export")
        with tempfile.TemporaryDirectory() as home:
            environment = {"PATH": os.environ["PATH"], "HOME": home, "AWS_EC2_METADATA_DISABLED": "true", **variables}
            done = subprocess.run([self._client, *arguments], env=environment, capture_output=True, text=True,
                                  timeout=WATCHDOG, check=False)
        assert done.returncode == status, done.stderr
        return done.stdout

    def start_job(self, name, *arguments, status=0):
        return self.package_model("start", "--project-name", "boards", "--model-version", "1", "--job-name", name,
                                  "--component-name", f"com.example.{name}", "--s3-bucket", "my-bucket",
                                  "--target-device", "jetson_xavier", *arguments, status=status)

    def describe_job(self, name, *arguments):
        return self.package_model("describe", "--project-name", "boards", "--job-name", name, *arguments)

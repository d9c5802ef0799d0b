"""What the tests of the program mock_service share. Their first argument is the program."""

import datetime
import hashlib
import hmac
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
    sys.exit(f"Usage: {sys.argv[0]} MOCK_SERVICE_PROGRAM")
MOCK_SERVICE = sys.argv.pop(1)

# Seconds until a test that hangs fails.
WATCHDOG = 60
START = {"ProjectName": "boards", "ModelVersion": "1", "ClientToken": "token",
         "Configuration": {"Greengrass": {"ComponentName": "c", "TargetDevice": "jetson_xavier",
                                          "S3OutputLocation": {"Bucket": "my-bucket"}}}}
JOBS = "/2020-11-20/projects/boards/modelpackagingjobs"
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def fetch(url, method="GET", body=None, headers=None):
    """Returns status and body of the response."""
    request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
    try:
        with OPENER.open(request, timeout=WATCHDOG) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


class Running:
    """The program, from its start until end()."""

    def __init__(self, *arguments):
        self._process = subprocess.Popen([MOCK_SERVICE, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                         text=True)
        self._watchdog = threading.Timer(WATCHDOG, self._process.kill)
        self._watchdog.start()
        self.url = self._process.stdout.readline().removeprefix("# listening on ").strip()
        self.admin = self._process.stdout.readline().removeprefix("# admin on ").strip()

    def is_alive(self):
        return self._process.poll() is None

    def end(self, number=signal.SIGTERM):
        """Ends the program; returns exit status, output after the first two lines, and error output."""
        self._process.send_signal(number)
        # communicate() would omit the text that readline() has read in advance.
        with self._process:
            out, err = self._process.stdout.read(), self._process.stderr.read()
        self._watchdog.cancel()
        return self._process.returncode, out, err


def sign_and_send(url, method, path, body=None):
    """Sends a request that is signed with the program's own keys; returns status and body of the response."""
    text = json.dumps({name: value for name, value in body.items() if name != "ClientToken"}).encode() if body else b""
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    headers = {"host": url.split("//")[1], "x-amz-date": now}
    if body:
        headers["x-amzn-client-token"] = body["ClientToken"]
    names = ";".join(headers)
    canonical = "\n".join([method, path, "", *(f"{name}:{value}" for name, value in headers.items()), "", names,
                           hashlib.sha256(text).hexdigest()])
    scope = f"{now[:8]}/eu-west-1/lookoutvision/aws4_request"
    key = b"AWS4wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    for part in scope.split("/") + [f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"]:
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    headers["Authorization"] = (f"AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/{scope}, SignedHeaders={names}, "
                                f"Signature={key.hex()}")
    return fetch(url + path, method, text or None, headers)


class ProgramTest(unittest.TestCase):
    """A test with a folder of its own."""

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

    def described(self, running, name):
        status, body = sign_and_send(running.url, "GET", f"{JOBS}/{name}")
        self.assertEqual(status, 200)
        return json.loads(body)["ModelPackagingDescription"]["Status"]

    def jobs_of(self, running):
        return json.loads(fetch(running.admin + "/state")[1])["jobs"]

    def assert_refused(self, *arguments):
        """Returns the error output of the program, which must not start because of its arguments."""
        done = subprocess.run([MOCK_SERVICE, *arguments], capture_output=True, text=True, timeout=WATCHDOG, check=False)
        self.assertEqual(done.returncode, 252)
        self.assertTrue(done.stderr.startswith("error: bad input, the service was not started (see mock_service --help):\n  "),
                        done.stderr)
        self.assertEqual(done.stdout, "")
        return done.stderr

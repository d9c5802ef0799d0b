"""A headless Chromium, driven over the WebDriver protocol with the standard library. It reaches nothing but loopback."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "conformance"))
from optional_sdks import require  # noqa: E402

# Seconds until a browser, a program or a condition that hangs fails the test.
WATCHDOG = 60
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
# The member of a WebDriver element that has its id.
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run",
             "--no-default-browser-check", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--disable-extensions", "--disable-default-apps", "--no-proxy-server",
             "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"]


def require_chromium():
    """Skips the test, or fails it in CI on Debian 12, if Chromium or its driver is not installed."""
    missing = [name for name in ("chromium", "chromedriver") if not shutil.which(name)]
    require(f"not installed (Debian: chromium chromium-driver): {' '.join(missing)}" if missing else "")


def wait_until(condition, what):
    """Returns the first true value of `condition()`, which it calls again and again."""
    deadline = time.monotonic() + WATCHDOG
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {WATCHDOG} s: {what}")
        time.sleep(0.05)
    return value


class Browser:
    """One session, from its start until end()."""

    def __init__(self):
        # The driver and the browser keep their profile and caches here.
        self._folder = tempfile.TemporaryDirectory(prefix="browser", ignore_cleanup_errors=True)
        environment = {"PATH": os.environ["PATH"], "HOME": self._folder.name, "TMPDIR": self._folder.name}
        self._driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        text=True, env=environment, cwd=self._folder.name)
        self._session = None
        watchdog = threading.Timer(WATCHDOG, self._driver.kill)
        watchdog.start()
        for line in self._driver.stdout:
            if "successfully on port " in line:
                port = line.rsplit(" ", 1)[1].strip().rstrip(".")
                break
        else:
            raise AssertionError("chromedriver does not start")
        watchdog.cancel()
        self._url = f"http://127.0.0.1:{port}/session"
        options = {"args": ARGUMENTS + [f"--user-data-dir={self._folder.name}/profile"]}
        value = self._send("POST", "", {"capabilities": {"alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}}})
        self._url += "/" + value["sessionId"]
        self._session = value["sessionId"]

    def _send(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._url + path, data=data, method=method)
        try:
            with OPENER.open(request, timeout=WATCHDOG) as response:
                return json.load(response)["value"]
        except urllib.error.HTTPError as error:
            with error:
                raise AssertionError(f"{method} {path}: {error.read().decode()[:500]}") from None

    def end(self):
        """Ends the browser and its driver."""
        try:
            if self._session:
                self._send("DELETE", "")
        finally:
            self._driver.terminate()
            self._driver.wait(WATCHDOG)
            self._driver.stdout.close()
            self._folder.cleanup()

    def open(self, url):
        self._send("POST", "/url", {"url": url})

    def run(self, script, *arguments):
        """Runs the body of a function in the page; returns its value."""
        return self._send("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def devtools(self, command, **parameters):
        return self._send("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def find(self, xpath):
        return self._send("POST", "/element", {"using": "xpath", "value": xpath})[ELEMENT]

    def click(self, xpath):
        self._send("POST", f"/element/{self.find(xpath)}/click", {})

    def press(self, key):
        """Presses a key: a character, or a code of WebDriver such as \\ue004 for Tab."""
        self._send("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": [
            {"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]}]})

    def texts(self, selector):
        """The text of each element that matches, without what is not shown."""
        return self.run("return [...document.querySelectorAll(arguments[0])].map(e => e.innerText)", selector)

    def log(self):
        """The messages of the console since the last call, violations of a content security policy among them."""
        return [entry["message"] for entry in self._send("POST", "/se/log", {"type": "browser"})]

    def show(self, width, scheme="light", height=900):
        """Sets the width of the page in CSS pixels, and the preferred colour scheme."""
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        # Without transitions, colours are final at once.
        self.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme},
                                                              {"name": "prefers-reduced-motion", "value": "reduce"}])

    def screenshot(self):
        """A PNG of the whole page, in base 64."""
        self.devtools("Emulation.setScrollbarsHidden", hidden=True)
        return self.devtools("Page.captureScreenshot", captureBeyondViewport=True)["data"]

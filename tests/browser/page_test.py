#!/usr/bin/env python3
"""Tests the mock service's page in a headless Chromium, as its users see it.

Usage: page_test.py MOCK_SERVICE_PROGRAM PACKAGE_MODEL_PROGRAM. Is skipped if Chromium is not installed; fails instead in CI
on Debian 12.
"""

import http.client
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

from mock_service import MockService
from webdriver import WATCHDOG, Browser, require_chromium, wait_until

if len(sys.argv) < 3:
    sys.exit(__doc__)
PROGRAMS = [sys.argv.pop(1), sys.argv.pop(1)]
require_chromium()

TAB, ENTER, SPACE = "\ue004", "\ue007", " "
MARKUP = "<img src=x onerror=\"document.title='hit'\"><b>bold</b>"
# For each visible text: its contrast with the background behind it, the size of the text and the text.
CONTRASTS = pathlib.Path(__file__).with_name("contrasts.js").read_text(encoding="utf-8")
# Lets the page believe that it is hidden, or shown.
HIDE = ("Object.defineProperty(document, 'hidden', {value: arguments[0], configurable: true});"
        "document.dispatchEvent(new Event('visibilitychange'))")


def button(label):
    return f"//button[.='{label}']"


class PageTest(unittest.TestCase):
    """Each test has a service and a page of its own; the browser is shared."""

    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.end)

    def serve(self, *arguments):
        self.service = MockService(PROGRAMS, *arguments)
        self.addCleanup(self.service.end)
        self.browser.show(1280)
        self.open()

    def open(self):
        self.browser.log()
        self.browser.open(self.service.admin + "/")
        self.wait_for_live()

    def wait_for_live(self):
        self.wait_for("#live[data-state=live]")

    def texts(self, selector):
        return self.browser.texts(selector)

    def wait_for(self, selector, *parts):
        """Waits until an element that matches contains all `parts`; returns its text."""
        return wait_until(lambda: next((text for text in self.texts(selector) if all(part in text for part in parts)), None),
                          f"{selector} with {parts}; now {self.texts(selector)}")

    def assert_no_messages(self):
        """The console has neither errors nor violations of the page's policy."""
        self.assertEqual(self.browser.log(), [])

    def status_for_clients(self, name):
        described = json.loads(self.service.describe_job(name, "--output", "json"))
        return described["ModelPackagingDescription"]["Status"]

    def focused(self):
        return self.browser.run("return document.activeElement.getAttribute('aria-label') || document.activeElement.innerText")

    def tab_to(self, name):
        for _ in range(60):
            if self.focused().startswith(name):
                return
            self.browser.press(TAB)
        self.fail(f"the Tab key does not reach {name}")


class Jobs(PageTest):
    def test_a_job_advances_without_a_reload(self):
        self.serve()
        self.assertEqual(self.texts("#jobs tbody tr"), [])
        self.service.start_job("nightly")
        self.wait_for("#jobs tbody tr", "nightly", "boards", "com.example.nightly", "CREATED")
        for status in ("RUNNING", "SUCCEEDED"):
            self.service.describe_job("nightly")
            if status == "RUNNING":
                self.service.describe_job("nightly")
            self.wait_for("#jobs tbody tr", "nightly", status)
        self.assert_no_messages()

    def test_a_job_is_failed_with_the_keyboard_and_healed_with_a_click(self):
        self.serve()
        self.service.start_job("nightly")
        self.wait_for("#jobs tbody tr", "nightly")
        self.tab_to("Fail: let job nightly")
        self.browser.press(ENTER)
        self.wait_for("#jobs tbody tr", "FAILED")
        self.wait_for("#result", "nightly is FAILED now.")
        self.assertEqual(self.status_for_clients("nightly"), "FAILED")
        # Also after another job has arrived, the focus is where it was.
        self.service.start_job("second")
        self.wait_for("#jobs tbody tr", "second")
        self.assertTrue(self.focused().startswith("Fail: let job nightly"), self.focused())
        self.browser.click("//button[starts-with(@aria-label, 'Succeed: let job nightly')]")
        self.wait_for("#jobs tbody tr", "nightly", "SUCCEEDED")
        self.assertEqual(self.status_for_clients("nightly"), "SUCCEEDED")
        self.assert_no_messages()

    def test_the_lines_on_the_page_start_a_job(self):
        self.serve()
        lines = self.browser.run("return document.getElementById('environment').textContent + '\\n' + "
                                 "document.getElementById('command').textContent")
        with tempfile.TemporaryDirectory() as home:
            path = f"{os.path.dirname(PROGRAMS[1])}:{os.environ['PATH']}"
            subprocess.run(["bash", "-ec", lines], env={"PATH": path, "HOME": home, "AWS_EC2_METADATA_DISABLED": "true"},
                           check=True, stdout=subprocess.DEVNULL, timeout=WATCHDOG)
        self.wait_for("#jobs tbody tr", "com.example.Inspector")
        self.assertFalse(self.browser.run("return document.getElementById('start').open"))

    def test_the_clock_advances_jobs(self):
        self.serve("--job-seconds", "3000")
        self.service.start_job("nightly")
        self.wait_for("#jobs tbody tr", "CREATED")
        self.browser.click(button("+ 1 hour"))
        self.wait_for("#jobs tbody tr", "SUCCEEDED")
        self.wait_for("#clock", "jobs 3600 s ahead")

    def test_a_reset_leaves_nothing(self):
        self.serve()
        self.service.start_job("nightly")
        self.wait_for("#jobs tbody tr", "nightly")
        self.wait_for("#requests tbody tr", "StartModelPackagingJob")
        self.tab_to("Succeed: let job nightly")
        self.service.call("POST", "/reset")
        wait_until(lambda: not self.texts("#jobs tbody tr") and not self.texts("#requests tbody tr"), "no row remains")
        # The focus is not lost with the button that had it.
        self.assertEqual(self.focused(), "Jobs")
        self.service.start_job("nightly")
        self.wait_for("#jobs tbody tr", "nightly")
        self.browser.click(button("Reset to the start"))
        wait_until(lambda: not self.texts("#jobs tbody tr"), "no job remains")
        self.assertTrue(self.browser.run("return document.getElementById('start').open"))
        self.assert_no_messages()


class Faults(PageTest):
    def test_a_fault_of_the_page_applies_to_the_next_request(self):
        self.serve()
        self.browser.click(button("Next request fails with 500"))
        self.wait_for("#faults li", "status 500")
        self.service.start_job("nightly")
        failed = self.wait_for("#requests tbody tr", "500", "InternalServerException: A fault of the mock service.")
        self.assertIn("fault 1", failed)
        self.wait_for("#requests tbody tr", "202", "attempt 2", "accepted")
        wait_until(lambda: not self.texts("#faults li"), "the fault is used up")
        self.assert_no_messages()

    def test_an_attempt_is_shown_by_its_whole_number(self):
        self.serve()
        client = http.client.HTTPConnection(self.service.url.removeprefix("http://"), timeout=WATCHDOG)
        self.addCleanup(client.close)
        for attempt in (1, 2, 10, 25):
            client.request("GET", "/", headers={"amz-sdk-request": f"attempt={attempt}; max=30"})
            client.getresponse().read()
        wait_until(lambda: len(self.texts("#requests tbody tr")) == 4, "four requests")
        self.assertEqual(self.texts("#requests td:nth-child(2)"),
                         ["404\nattempt 25", "404\nattempt 10", "404\nattempt 2", "404"])

    def test_faults_are_removed_one_by_one_or_all(self):
        self.serve()
        for label in ("One in ten is throttled", "Outage of 30 s: connections are reset", "Responses are slower by 2 s"):
            self.browser.click(button(label))
        wait_until(lambda: len(self.texts("#faults li")) == 3, "three faults")
        self.tab_to("Remove fault 2")
        self.browser.press(SPACE)
        wait_until(lambda: len(self.texts("#faults li")) == 2, "two faults")
        self.assertNotIn("reset", "".join(self.texts("#faults li")))
        self.assertEqual(self.focused(), "Faults now")
        self.browser.click(button("Remove all faults"))
        wait_until(lambda: not self.texts("#faults li"), "no fault")
        self.assert_no_messages()

    def test_what_fails_is_reported(self):
        self.serve()
        self.browser.click(button("Next request fails with 500"))
        self.wait_for("#faults li", "status 500")
        # A hidden page does not poll, so it shows the fault longer than the service has it.
        self.browser.run(HIDE, True)
        self.service.call("DELETE", "/faults/1")
        self.browser.run("document.querySelector('#faults button').click()")
        self.wait_for("#result.bad", "Not done: ")

    def test_verdicts_name_signatures_and_conflicts(self):
        self.serve()
        self.service.package_model("list", "--project-name", "boards", "--no-sign-request", status=254)
        self.wait_for("#requests tbody tr", "signature missing", "MissingAuthenticationTokenException")
        self.service.start_job("nightly")
        self.service.start_job("nightly", status=254)
        self.wait_for("#requests tbody tr", "conflict", "ConflictException: ")


class Texts(PageTest):
    def test_markup_in_names_is_text(self):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as seed:
            json.dump({"projects": {MARKUP: [], "boards": []}}, seed)
            seed.flush()
            self.serve("--seed", seed.name)
        self.service.start_job("nightly")
        self.service.call("PUT", "/jobs", {"ProjectName": "boards", "JobName": "nightly", "Status": "FAILED",
                                           "StatusMessage": MARKUP})
        self.service.call("POST", "/faults", {"response": {"status": 500, "error_type": "<i>T</i>", "message": MARKUP}})
        with socket.create_connection(("127.0.0.1", urllib.parse.urlsplit(self.service.url).port), WATCHDOG) as client:
            client.sendall(b"GET /<b>bold</b>?<script>hit</script> HTTP/1.1\r\nHost: <b>\r\n\r\n")
            client.recv(4096)
        self.wait_for("#projects", MARKUP)
        self.wait_for("#jobs tbody tr", MARKUP)
        self.wait_for("#requests tbody tr", "GET /<b>bold</b>?<script>hit</script>", "<i>T</i>: " + MARKUP)
        self.assertEqual(self.browser.run("return document.querySelectorAll('img, b, i, script:not([nonce])').length"), 0)
        self.assertEqual(self.browser.run("return document.title"), "Mock service")
        self.assert_no_messages()

    def test_the_page_is_legible_at_every_width_in_both_colour_schemes(self):
        self.serve()
        self.service.start_job("nightly")
        self.service.start_job("A" * 60, "--component-version", "123.456.789")
        self.service.start_job("nightly", status=254)
        self.service.call("POST", "/faults", {"share": 0.5, "response": {"status": 503}})
        self.browser.click(button("Reset to the start") + "/preceding::button[1]")
        self.wait_for("#faults li", "503")
        backgrounds = set()
        for scheme in ("light", "dark"):
            for width in (320, 768, 1280):
                self.browser.show(width, scheme)
                with self.subTest(width=width, scheme=scheme):
                    self.assertLessEqual(self.browser.run("return document.documentElement.scrollWidth - innerWidth"), 0)
                    low = [entry for entry in self.browser.run(CONTRASTS) if entry["contrast"] < 4.5]
                    self.assertEqual(low, [])
            backgrounds.add(self.browser.run("return getComputedStyle(document.body).backgroundColor"))
        self.assertEqual(len(backgrounds), 2)

    def test_every_control_has_a_name_and_a_visible_focus(self):
        self.serve()
        self.service.start_job("nightly")
        self.wait_for("#jobs tbody tr", "nightly")
        names = set()
        for _ in range(40):
            self.browser.press(TAB)
            if self.browser.run("return document.activeElement === document.body"):
                break
            names.add(self.focused())
            outline = self.browser.run("const s = getComputedStyle(document.activeElement); return [s.outlineStyle, s.outlineWidth]")
            self.assertEqual(outline, ["solid", "3px"], self.focused())
        self.assertNotIn("", names)
        self.assertGreaterEqual(len(names), 13)


class Connections(PageTest):
    def test_the_page_reports_that_the_service_has_ended_and_recovers(self):
        self.serve()
        port = str(urllib.parse.urlsplit(self.service.admin).port)
        self.service.end()
        self.wait_for("#problem", "cannot be reached since", "it has ended")
        self.assertEqual(self.texts("#live"), ["not connected"])
        self.assertTrue(self.browser.run("return document.title").startswith("(no connection)"))
        self.browser.click(button("Remove all faults"))
        self.wait_for("#result.bad", "Not done: the service cannot be reached")
        # Another service has another token, so the page loads itself again, and its buttons work.
        self.service = MockService(PROGRAMS, "--admin-port", port)
        self.addCleanup(self.service.end)
        wait_until(lambda: self.texts("#live[data-state=live]") and not self.texts("#result.bad"), "the page is live again")
        self.browser.click(button("Next request fails with 500"))
        self.wait_for("#faults li", "status 500")

    def test_a_page_of_another_site_can_open_the_page_and_nothing_else(self):
        self.serve()
        self.service.start_job("nightly")
        self.browser.open(f"data:text/html,<a href='{self.service.admin}/'>open</a>")
        script = "return fetch(arguments[0], {method: 'POST', mode: arguments[1]}).then(r => r.type, () => 'failed')"
        for mode in ("no-cors", "cors"):
            self.assertEqual(self.browser.run(script, self.service.admin + "/reset", mode), "failed")
        self.assertEqual(len(self.service.state()["jobs"]), 1)
        self.browser.click("//a")
        self.wait_for("#jobs tbody tr", "nightly")

    def test_the_page_pauses_while_it_is_hidden(self):
        self.serve()
        self.browser.run(HIDE, True)
        self.wait_for("#live[data-state=paused]", "paused")
        self.service.start_job("nightly")
        self.assertEqual(self.texts("#jobs tbody tr"), [])
        self.browser.run(HIDE, False)
        self.wait_for("#jobs tbody tr", "nightly")


if __name__ == "__main__":
    unittest.main(verbosity=2)

#!/usr/bin/env python3
"""Writes screenshots of the mock service's page, in all widths and colour schemes, for people to look at.

usage: screenshot.py MOCK_SERVICE_PROGRAM PACKAGE_MODEL_PROGRAM FOLDER
"""

import base64
import pathlib
import sys
import urllib.error
import urllib.request

import webdriver
from mock_service import MockService

WIDTHS = (320, 768, 1280)


def fill(service):
    """Makes what a day of work makes: jobs in all states, faults, and requests with various verdicts."""
    for name in ("nightly", "LabelInspector", "casings-2026-11"):
        service.start_job(name)
    for _ in range(3):
        service.describe_job("nightly")
    service.describe_job("LabelInspector")
    service.call("PUT", "/jobs", {"ProjectName": "boards", "JobName": "casings-2026-11", "Status": "FAILED",
                                  "StatusMessage": "The bucket my-bucket does not exist or is in another region."})
    service.describe_job("casings-2026-11")
    service.call("POST", "/faults", {"response": {"status": 500, "error_type": "InternalServerException",
                                                  "message": "A fault of the mock service."}})
    service.start_job("boards-2026-11")
    for path in ("/2020-11-20/projects/boards/modelpackagingjobs", "/nothing?<b>markup</b>"):
        try:
            webdriver.OPENER.open(service.url + path).close()
        except urllib.error.HTTPError as error:
            error.close()
    service.call("POST", "/faults", [{"delay_ms": 2000, "share": 1},
                                     {"at": "request_start", "then": "reset", "lasts_ms": 30000}])


def main(programs, folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    service, browser = MockService(programs), webdriver.Browser()
    try:
        for content in ("empty", "full"):
            browser.open(service.admin + "/")
            webdriver.wait_until(lambda: browser.texts("#counters dd"), "the state is shown")
            for width in WIDTHS:
                for scheme in ("light", "dark"):
                    browser.show(width, scheme, height=800)
                    data = browser.screenshot()
                    (folder / f"{content}-{width}-{scheme}.png").write_bytes(base64.b64decode(data))
            if content == "empty":
                fill(service)
    finally:
        browser.end()
        service.end()


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(sys.argv[1:3], sys.argv[3])

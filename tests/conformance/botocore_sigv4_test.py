#!/usr/bin/python3
"""Compares our signatures with those of botocore for a table of requests.

Usage: botocore_sigv4_test.py SIGN_REQUEST_PROGRAM. Prints the differences, and fails if there are any. Is skipped if
botocore is not installed; fails instead in CI on Debian 12. It sends nothing.
"""

import datetime
import json
import subprocess
import sys
from urllib.parse import quote

import optional_sdks
from stopped_clock import stopped_clock

optional_sdks.require(optional_sdks.botocore_problem(service=None))
import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

ACCESS_KEY_ID = "AKIDEXAMPLE"
SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
SESSION_TOKEN = "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwA=="
TIME = "2026-02-28T23:59:59"
PROJECT = "/2020-11-20/projects/circuit-boards/modelpackagingjobs"

START_BODY = json.dumps({"ModelVersion": "1", "Configuration": {"Greengrass": {
    "ComponentName": "com.example.BoardInspector",
    "S3OutputLocation": {"Bucket": "my-bucket", "Prefix": "models"},
    "TargetDevice": "jetson_xavier"}}})
UNICODE_BODY = json.dumps({"Tags": [{"Key": "Stra\u00dfe", "Value": "\u4e00\u865f\u7dda \U0001d7d8"}]},
                          ensure_ascii=False)


def case(name, method="GET", path="/", params=None, query=None, headers=(), body="", token=None,
         secret=SECRET_ACCESS_KEY, region="eu-west-1", service="lookoutvision", host="example.com",
         time=TIME):
    """One request. `params` are names and values that botocore encodes; `query` is the query that is sent,
    by default the same parameters in the same order."""
    params = list(params or [])
    if query is None:
        query = "&".join(f"{quote(n, safe='-_.~')}={quote(v, safe='-_.~')}" for n, v in params)
    return dict(locals())


CASES = [
    case("a bare GET"),
    case("describe", path=PROJECT + "/job-1"),
    case("start", "POST", PROJECT, headers=[("Content-Type", "application/json"),
                                            ("X-Amzn-Client-Token", "0b5c7b3e-7c6b-4f7e-8f0e-6a1c2d3e4f50")],
         body=START_BODY),
    case("start with everything a call signs", "POST", PROJECT, token=SESSION_TOKEN, body=START_BODY,
         headers=[("amz-sdk-request", "attempt=1; max=3"), ("Content-Type", "application/json"),
                  ("amz-sdk-invocation-id", "5a0d1f4e-3b1f-4d0a-9a43-5e2b4c9d8f10"),
                  ("X-Amzn-Client-Token", "0b5c7b3e")]),
    case("a Unicode tag in the body", "POST", PROJECT, headers=[("Content-Type", "application/json")],
         body=UNICODE_BODY),
    case("a session token", path=PROJECT + "/job-1", token=SESSION_TOKEN),
    case("list", path=PROJECT, params=[("nextToken", "abc/+=="), ("maxResults", "100")]),
    case("repeated and unordered names", params=[("b", "2"), ("a", "z"), ("b", "1"), ("a", "a"), ("A", "0")]),
    case("a name that begins with another", params=[("a-b", "1"), ("a", "2"), ("a0", "3"), ("a.", "4")]),
    case("names that sort otherwise when encoded", params=[("~", "1"), ("@", "2"), ("A", "3"), ("\u1234", "4")]),
    case("values that sort otherwise when encoded", params=[("a", "~"), ("a", "@"), ("a", "A"), ("a", "\u00e9")]),
    case("separators inside names and values", params=[("a&b=c", "d&e=f"), ("?", "/"), ("%", "100%"), ("+", "a b")]),
    case("an empty value and a missing one", params=[("b", ""), ("a", "")], query="b=&a"),
    case("a query sent raw", params=[("p q", "v w"), ("\u1234", "bar")], query="p q=v w&\u1234=bar"),
    case("escapes in lower case", params=[("k", "/~")], query="k=%2f%7e"),
    case("a base path to encode twice", path="/plant%207/caf%C3%A9" + PROJECT + "/job-1"),
    case("a base path of reserved characters", "POST", "/a+b=c&d;e@f:g,h!i*j'k(l)$/m" + PROJECT, body=START_BODY),
    case("a path with a space and raw Unicode", path="/example space/\u1234"),
    case("dot segments", path="/a/./b/../c/"),
    case("segments above the root", path="/../../a/.."),
    case("empty segments", path="//example//x//"),
    case("dots that are no dot segments", path="/.../a./..b/%2E%2E/c"),
    case("unreserved characters", path="/-._~0Az", params=[("-._~0Az", "-._~0Az")]),
    case("a repeated header", headers=[("My-Header1", "value2"), ("X-Other", "x"), ("my-header1", "value2"),
                                       ("MY-HEADER1", "value1")]),
    case("header values to trim and fold", headers=[("My-Header1", "  a   b  c "), ("My-Header2", '"a   b"'),
                                                    ("My-Header3", "a\t \tb"), ("My-Header4", "")]),
    case("a header beyond ASCII", headers=[("X-Amz-Meta-City", "K\u00f6ln \u2713")]),
    case("headers that neither signs", headers=[("User-Agent", "test"), ("Expect", "100-continue"),
                                                ("X-Amzn-Trace-Id", "Root=1")]),
    case("another service, region and day", "POST", service="sts", region="us-gov-west-1",
         time="2024-02-29T00:00:00", headers=[("Content-Type", "application/x-www-form-urlencoded")],
         body="Action=AssumeRole&Version=2011-06-15"),
    case("a long secret", secret="k" * 100),
    case("a port that is not the default", host="localhost:8443"),
]


def epoch(time):
    return int(datetime.datetime.fromisoformat(time + "+00:00").timestamp())


def ours(program, cases):
    """Canonical request and Authorization of each case, by our signer."""
    descriptions = []
    for c in cases:
        headers = [["Host", c["host"]],
                   ["X-Amz-Date", c["time"].replace("-", "").replace(":", "") + "Z"], *c["headers"]]
        if c["token"]:
            headers.append(["X-Amz-Security-Token", c["token"]])
        descriptions.append({
            "method": c["method"], "path": c["path"], "query": c["query"], "headers": headers,
            "body": c["body"], "access_key_id": ACCESS_KEY_ID, "secret_access_key": c["secret"],
            "region": c["region"], "service": c["service"], "time": epoch(c["time"])})
    run = subprocess.run([program], input=json.dumps(descriptions), stdout=subprocess.PIPE, text=True,
                         encoding="utf-8", check=True)
    results = json.loads(run.stdout)
    return [(r["canonical_request"], r["authorization"]) for r in results]


def theirs(c):
    """Canonical request and Authorization of one case, by botocore."""
    request = AWSRequest(method=c["method"], url=f"https://{c['host']}{c['path']}",
                         params=c["params"], data=c["body"].encode())
    for name, value in c["headers"]:
        request.headers.add_header(name, value)
    signer = botocore.auth.SigV4Auth(Credentials(ACCESS_KEY_ID, c["secret"], c["token"]), c["service"],
                                     c["region"])
    canonical = []
    make = signer.canonical_request
    signer.canonical_request = lambda r: canonical.append(make(r)) or canonical[-1]
    with stopped_clock(datetime.datetime.fromisoformat(c["time"])):
        signer.add_auth(request)
    return canonical[0], request.headers["Authorization"]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    different = 0
    results = ours(sys.argv[1], CASES)
    if len(results) != len(CASES):
        sys.exit(f"{len(CASES)} requests, but {len(results)} results")
    for c, our in zip(CASES, results):
        for stage, a, b in zip(("canonical request", "Authorization"), our, theirs(c)):
            if a != b:
                different += 1
                print(f"case {c['name']!r}: {stage} differs\n--- ours\n{a}\n--- botocore's\n{b}\n")
    print(f"{len(CASES)} requests compared with botocore {botocore.__version__}, {different} differences")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())

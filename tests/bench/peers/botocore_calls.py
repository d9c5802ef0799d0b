#!/usr/bin/python3
"""Makes calls with botocore of the request of usual_request.h, and prints their cost.

Usage: botocore_calls.py URL CA_BUNDLE CALLS
Makes one call and, if CALLS is not 0, more calls, of which CALLS are measured. Prints one line of JSON.
"""

import json
import re
import statistics
import sys
import time

import botocore.session
from botocore.config import Config

WARM_UP_CALLS = 20
REQUEST = {
    "ProjectName": "circuit-boards",
    "ModelVersion": "1",
    "Configuration": {"Greengrass": {
        "ComponentName": "com.example.BoardInspector",
        "ComponentVersion": "1.0.0",
        "S3OutputLocation": {"Bucket": "my-bucket", "Prefix": "models"},
        "TargetDevice": "jetson_xavier"}},
}


def main():
    url, ca_bundle, calls = sys.argv[1], sys.argv[2], int(sys.argv[3])
    client = botocore.session.Session().create_client(
        "lookoutvision", region_name="eu-west-1", endpoint_url=url, verify=ca_bundle or None,
        aws_access_key_id="AKIDEXAMPLE", aws_secret_access_key="wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        config=Config(retries={"mode": "standard"}))
    client.start_model_packaging_job(**REQUEST)
    measured = {}
    if calls:
        for _ in range(WARM_UP_CALLS):
            client.start_model_packaging_job(**REQUEST)
        latencies = []
        cpu_before = time.process_time()
        for _ in range(calls):
            start = time.perf_counter()
            client.start_model_packaging_job(**REQUEST)
            latencies.append((time.perf_counter() - start) * 1e6)
        measured = {"cpu_us": (time.process_time() - cpu_before) / calls * 1e6, "p50_us": statistics.median(latencies)}
    with open("/proc/self/status", encoding="ascii") as status:
        measured["peak_kib"] = int(re.search(r"VmHWM:\s*(\d+)", status.read())[1])
    print(json.dumps(measured))


if __name__ == "__main__":
    main()

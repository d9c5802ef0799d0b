#!/usr/bin/python3
"""Makes the calls of scenario_test.py with botocore: a JSON line in, a JSON line out.

Usage: botocore_driver.py ENDPOINT_URL
"""

import json
import sys
import time

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

OPERATIONS = {"StartModelPackagingJob": "start_model_packaging_job",
              "DescribeModelPackagingJob": "describe_model_packaging_job",
              "ListModelPackagingJobs": "list_model_packaging_jobs"}
waits = []
# Records the back-off instead of sleeping.
time.sleep = waits.append


def call(client, name, parameters):
    if name == "WaitUntilSucceeded":
        while True:
            described = client.describe_model_packaging_job(**parameters)
            if described["ModelPackagingDescription"]["Status"] == "SUCCEEDED":
                return described
    if name == "ListAllPages":
        pages = client.get_paginator("list_model_packaging_jobs").paginate(
            ProjectName=parameters["ProjectName"], PaginationConfig={"PageSize": parameters["MaxResults"]})
        return pages.build_full_result()
    return getattr(client, OPERATIONS[name])(**parameters)


def describe(client, error):
    response = error.response
    code = response["Error"]["Code"]
    members = {name: value for name, value in response.items() if name not in ("Error", "ResponseMetadata")}
    return {"type": code,
            "modelled": type(error).__name__ == code and isinstance(error, getattr(client.exceptions, code)),
            "status": response["ResponseMetadata"]["HTTPStatusCode"],
            "request_id": response["ResponseMetadata"].get("RequestId"),
            "message": response["Error"]["Message"],
            "members": members}


def main():
    clients = {}
    for line in sys.stdin:
        step = json.loads(line)
        key, secret = step["key"]
        if (key, secret) not in clients:
            clients[key, secret] = botocore.session.Session().create_client(
                "lookoutvision", region_name="eu-west-1", endpoint_url=sys.argv[1], aws_access_key_id=key,
                aws_secret_access_key=secret, config=Config(retries={"mode": "standard"}))
        client = clients[key, secret]
        waits.clear()
        try:
            outcome = {"result": call(client, step["call"], step["input"])}
        except ClientError as error:
            outcome = {"error": describe(client, error)}
        except BotoCoreError as error:
            outcome = {"error": {"type": type(error).__name__, "message": str(error)}}
        outcome["waits"] = waits
        print(json.dumps(outcome, default=str), flush=True)


main()

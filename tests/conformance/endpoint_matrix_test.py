#!/usr/bin/python3
"""Compares our endpoints with those of botocore for all regions and many invalid ones, with and without FIPS and
dual stack.

Usage: endpoint_matrix_test.py RESOLVE_ENDPOINT_PROGRAM CONFORMANCE_FOLDER. Both resolvers have the
partitions of that folder; without it, the test is skipped. Prints the differences, and fails if there are any. Is
skipped if botocore is not installed or does not know the service; fails instead in CI on Debian 12. It sends nothing.
"""

import itertools
import json
import pathlib
import subprocess
import sys

import optional_sdks

optional_sdks.require(optional_sdks.botocore_problem())
import botocore
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import EndpointProviderError, InvalidRegionError
from botocore.loaders import Loader
from botocore.utils import validate_region_name

# Our names of the services, and those of botocore.
SERVICES = {"lookoutvision": "lookoutvision", "sts": "sts", "sso": "sso", "sso_oidc": "sso-oidc"}

# Names that no partition lists, and names that cannot be part of a host name.
OTHER_REGIONS = [
    "plant7", "x", "a" * 63, "xx-north-1", "us", "us-1", "us-east", "us--1", "us-iso-1", "us-gov-1", "eusc-fr-east-1",
    "cn-north-1-1", "eu-isoe-1", "aws", "global",
    "a" * 64, "-us-east-1", "us-east-1-", "us_east-1", "us-ea_st-1", "us.east-1", "us-east-1.", "us east 1",
    "us-east-1/", "us-east-1:443", "user@us-east-1", "us-east-1#", "us-east-1?", "%75s-east-1", "us-east-\u0661",
    "\u00fcs-east-1",
]


def is_comparable(service, region, fips, dualstack):
    """False for intended differences."""
    # For STS, aws-global is the global endpoint.
    if service == "sts":
        return region != "aws-global"
    # Only versions of botocore after 1.29 know that the plain hosts of GovCloud are also the FIPS ones.
    return service == "lookoutvision" or "us-gov" not in region or not fips or dualstack


def near(region):
    """Names similar to `region`: some match the pattern of its partition, some almost do."""
    head, word, number = region.rsplit("-", 2)
    return [f"{head}-{word}-99", f"{head}-{word}0-{number}", f"{region}0", f"{region}x", f"x{region}", f"{head}-{word}",
            f"{head}-{word}-", f"{head}--{number}", f"{head}{word}-{number}", f"{head}-a-{word}-{number}",
            f"{head}x-{word}-{number}", region.upper()]


def all_regions(partitions):
    regions = list(OTHER_REGIONS)
    for partition in partitions:
        regions += [*partition["regions"], partition["id"] + "-global"]
        for region in partition["regions"]:
            if not region.endswith("-global"):
                regions += near(region)
    return list(dict.fromkeys(regions))


def ours(program, cases):
    """The endpoint of each case as (origin, Host header); None if it is rejected."""
    lines = "".join(f"{service}\t{region}\t{str(fips).lower()}\t{str(dualstack).lower()}\n"
                    for service, region, fips, dualstack in cases)
    run = subprocess.run([program], input=lines, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True)
    results = [line.split("\t") for line in run.stdout.split("\n")[:-1]]
    return [tuple(result[1:]) if result[0] == "ok" else None for result in results]


def theirs(providers, service, region, fips, dualstack):
    try:
        validate_region_name(region)
        url = providers[service].resolve_endpoint(Region=region, UseFIPS=fips, UseDualStack=dualstack).url
    except (EndpointProviderError, InvalidRegionError):
        return None
    return url, url.removeprefix("https://")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[2])
    if not folder.is_dir():
        print(f"NOTICE: no conformance vectors in {folder}")
        sys.exit(optional_sdks.SKIPPED)
    partitions = json.loads((folder / "endpoint/partitions.json").read_text(encoding="utf-8"))
    rules = Loader()
    providers = {service: EndpointProvider(rules.load_service_model(name, "endpoint-rule-set-1"), partitions)
                 for service, name in SERVICES.items()}

    regions = all_regions(partitions["partitions"])
    cases = [case for case in itertools.product(SERVICES, regions, (False, True), (False, True))
             if is_comparable(*case)]
    results = ours(sys.argv[1], cases)
    if len(results) != len(cases):
        sys.exit(f"{len(cases)} cases, but {len(results)} results")
    different = 0
    for case, our in zip(cases, results):
        their = theirs(providers, *case)
        if our != their:
            different += 1
            print(f"{case[0]} in {case[1]!r}, FIPS {case[2]}, dual stack {case[3]}: ours {our}, botocore's {their}")
    resolved = sum(result is not None for result in results)
    print(f"{len(cases)} endpoints ({resolved} resolved, {len(cases) - resolved} rejected) compared with botocore "
          f"{botocore.__version__}, {different} differences")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())

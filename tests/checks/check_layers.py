#!/usr/bin/env python3
"""Checks every #include of src and include against the modules and layers of docs/architecture.md.

Also checks that only the permitted files use third-party headers, clocks, sleeps, randomness, files and the
environment. It does not expand macros.
usage: check_layers.py ROOT | --self-test
"""

import pathlib
import re
import sys
import tempfile

LAYERS = {
    "base": 1,
    "http": 2,
    "model": 2,
    "retry": 2,
    "config": 3,
    "protocol": 3,
    "signing": 3,
    "pipeline": 4,
    "credentials": 5,
    "client": 6,
    "testing": 7,
}

# The module of each public header.
PUBLIC_HEADERS = {
    "async.h": "client",
    "client.h": "client",
    "client_config.h": "config",
    "compiler_options.h": "model",
    "credentials.h": "base",
    "credentials_providers.h": "credentials",
    "describe_model_packaging_job.h": "model",
    "error.h": "base",
    "export.h": "base",
    "greengrass_component.h": "model",
    "http_headers.h": "http",
    "http_transport.h": "http",
    "json.h": "protocol",
    "list_model_packaging_jobs.h": "model",
    "list_model_packaging_jobs_paginator.h": "client",
    "open_enum.h": "base",
    "outcome.h": "base",
    "packaging_job_watch.h": "client",
    "platform.h": "base",
    "retry_config.h": "retry",
    "shapes.h": "model",
    "start_model_packaging_job.h": "model",
    "testing/fault.h": "testing",
    "testing/mock_service.h": "testing",
    "testing/recorded_request.h": "testing",
    "testing/recording_transport.h": "testing",
    "testing/replay_transport.h": "testing",
    "testing/scripted_transport.h": "testing",
    "validation.h": "model",
    "version.h": "base",
    "wait.h": "client",
}

# The prefixes of third-party headers, and the prefixes of the paths below src that may include them.
THIRD_PARTY = [
    (r"curl/", r"http/"),
    (r"openssl/", r"base/(crypto|tls)\.cpp|testing/"),
    (r"nlohmann/", r"base/json\.cpp"),
    (r"boost/", r"testing/"),
    (r"(fcntl|unistd|pthread|stdlib)\.h$|(arpa|netinet|sys)/",
     r"base/(files|io_wait|ip_address|process|random|real_platform)\.cpp|base/shell\.|http/|testing/"),
    (r"poll\.h$", r"base/io_wait\.cpp"),
    (r"(crt_externs|spawn|termios)\.h$", r"base/shell\."),
]

# Calls of the operating system, and the paths below src that may make them. Members of the same name
# (`platform.getenv(..)`) are allowed everywhere.
NOT_A_MEMBER = r"(?<![.\w>])(?:std::)?"
SYSTEM_CALLS = [
    (NOT_A_MEMBER + r"(?:getenv|secure_getenv|setenv|putenv|unsetenv)\s*\(", r"base/real_platform\.cpp"),
    (NOT_A_MEMBER + r"(?:time|gettimeofday|clock_gettime)\s*\(|_clock::now\b|\bClock::now\b",
     r"base/(?:io_wait|real_platform|stream_reader)\.cpp"),
    (NOT_A_MEMBER + r"(?:sleep|usleep|nanosleep)\s*\(|\bsleep_(?:for|until)\b", r"base/real_platform\.cpp"),
    (NOT_A_MEMBER + r"(?:rand|srand|random|getrandom|getentropy)\s*\(|\brandom_device\b",
     r"base/random\.cpp"),
    # The mock service's faults draw from a seed, so that they repeat.
    (r"\bmt19937\w*", r"base/random\.cpp|testing/fault_queue\.\w+"),
    # OpenSSL generates the mock service's keys there, too.
    (r"\bRAND_\w*bytes\s*\(", r"testing/certificates\.cpp"),
    (NOT_A_MEMBER + r"f?open\s*\(|\b[io]?fstream\b",
     r"base/(?:files|random|shell)\.cpp|testing/(?:recording_transport|temporary_file)\.cpp"),
    # A timed wait for a condition reads a clock; the mock service has watchdogs.
    (r"[.>]wait_(?:for|until)\s*\(", r"base/(?:real_platform|stream_reader)\.cpp|testing/"),
]

INCLUDE = re.compile(r'^\s*#\s*include\s*(<[^>]+>|"[^"]+")', re.MULTILINE)
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
STANDARD = re.compile(r"[a-z_0-9]+$")


def blank_comments(text):
    return COMMENT.sub(lambda found: "\n" * found.group().count("\n"), text)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def include_violation(header, file, module, public):
    """Returns the violation of one include of `file` (relative to src or to include/lookoutvision), or None."""
    name = header[1:-1]
    if header[0] == "<" and name.startswith("lookoutvision/"):
        target = PUBLIC_HEADERS.get(name.removeprefix("lookoutvision/"))
        if target is None:
            return f"{name} is in no module: add it to the table of check_layers.py"
    elif header[0] == '"':
        target = name.split("/")[0]
        if public:
            return f"a public header includes the internal {header}"
        if target not in LAYERS or "/" not in name:
            return f'{header} is not of the form "module/file.h"'
    else:
        if STANDARD.match(name):
            return None
        allowed = [where for what, where in THIRD_PARTY if re.match(what, name)]
        if public or not any(re.match(where, file) for where in allowed):
            return f"{header} may not be included here"
        return None
    if target != module and LAYERS[target] >= LAYERS[module]:
        return f"{module} (layer {LAYERS[module]}) includes {header} of {target} (layer {LAYERS[target]})"
    return None


def check_file(path, file, module, public):
    text = blank_comments(path.read_text(encoding="utf-8"))
    for found in INCLUDE.finditer(text):
        wrong = include_violation(found.group(1), file, module, public)
        if wrong:
            yield line_of(text, found.start(1)), wrong
    for pattern, allowed in SYSTEM_CALLS:
        if public or not re.match(allowed, file):
            for found in re.finditer(pattern, text):
                yield line_of(text, found.start()), f"`{found.group().strip()}` is not allowed in this file"


def check(root):
    """Returns all violations below `root`, as `path:line: violation`."""
    violations = []
    public_headers = root / "include" / "lookoutvision"
    for folder, public in ((public_headers, True), (root / "src", False)):
        for path in sorted(folder.rglob("*")):
            if path.suffix not in (".h", ".cpp"):
                continue
            file = path.relative_to(folder).as_posix()
            module = PUBLIC_HEADERS.get(file) if public else file.split("/")[0]
            if module not in LAYERS:
                violations.append(f"{path}:1: is in no module: see the tables of check_layers.py")
                continue
            violations += [f"{path}:{line}: {wrong}" for line, wrong in check_file(path, file, module, public)]
    for path in sorted((root / "examples").rglob("*")):
        if path.suffix in (".h", ".cpp") and "<nlohmann/" in blank_comments(path.read_text(encoding="utf-8")):
            violations.append(f"{path}:1: <nlohmann/json.hpp> is for base/json.cpp")
    violations += [f"{public_headers / file}:1: is in the table of check_layers.py and does not exist"
                   for file in PUBLIC_HEADERS if not (public_headers / file).exists()]
    return violations


PLANTED = [
    ("src/base/text.cpp", '#include "http/curl_transport.h"'),
    ("src/http/pool.cpp", '#include "model/constraints.h"'),
    ("src/http/pool.cpp", "#include <lookoutvision/shapes.h>"),
    ("src/signing/sigv4.cpp", "#include <lookoutvision/client_config.h>"),
    ("src/pipeline/call.cpp", '#include "client/impl.h"'),
    ("src/pipeline/call.cpp", "#include <curl/curl.h>"),
    ("src/http/pool.cpp", "#include <openssl/ssl.h>"),
    ("src/base/json.h", "#include <nlohmann/json.hpp>"),
    ("src/protocol/parse.cpp", "#include <nlohmann/json.hpp>"),
    ("src/base/json_reader.h", "#include <nlohmann/json_fwd.hpp>"),
    ("src/testing/seed.cpp", "#include <nlohmann/json.hpp>"),
    ("src/testing/seed.h", "#include <nlohmann/json.hpp>"),
    ("examples/package_model/output.cpp", "#include <nlohmann/json.hpp>"),
    ("src/client/client.cpp", "#include <boost/asio.hpp>"),
    ("src/model/shapes.cpp", "#include <sys/socket.h>"),
    ("src/model/shapes.cpp", '#include "shapes.h"'),
    ("src/attic/old.cpp", ""),
    ("include/lookoutvision/shapes.h", '#include "base/text.h"'),
    ("include/lookoutvision/shapes.h", "#include <nlohmann/json_fwd.hpp>"),
    ("include/lookoutvision/retry_config.h", "#include <lookoutvision/client.h>"),
    ("include/lookoutvision/stray.h", ""),
    ("src/client/client.cpp", "auto now = std::chrono::system_clock::now();"),
    ("src/client/client.cpp", "std::this_thread::sleep_for(1s);"),
    ("src/config/settings.cpp", 'auto region = std::getenv("AWS_REGION");'),
    ("src/retry/backoff.cpp", "std::random_device device;"),
    ("src/testing/clock.cpp", "auto now = time (nullptr);"),
    ("src/http/pool.cpp", "wake_.wait_for(lock, 1s);"),
    ("src/base/crypto.cpp", "RAND_bytes(bytes, 16);"),
    ("src/config/settings.cpp", "std::ifstream file(path);"),
    ("src/config/profiles.cpp", "const int file = open(path, 0);"),
    ("src/config/profiles.cpp", "#include <fcntl.h>"),
    ("src/base/files.cpp", "#include <spawn.h>"),
    ("src/credentials/cache.cpp", "const auto now = Clock::now();"),
    ("include/lookoutvision/platform.h", "inline auto Now() { return std::chrono::steady_clock::now(); }"),
]

ALLOWED = [
    ("src/base/real_platform.cpp", '#include "base/text.h"\nauto a = std::getenv("A");'),
    ("src/base/random.cpp", "std::random_device device;"),
    ("src/base/crypto.cpp", "#include <openssl/evp.h>"),
    ("src/base/files.cpp", "#include <fcntl.h>\nconst int file = open(path, 0);"),
    ("src/base/shell.cpp", "#include <spawn.h>\nstd::ifstream children(path);"),
    ("src/base/io_wait.cpp", "#include <poll.h>\nauto now = Clock::now();"),
    ("src/base/stream_reader.cpp", "changed.wait_until(lock, end); auto now = Clock::now();"),
    ("src/base/json.cpp", "#include <nlohmann/json.hpp>"),
    ("src/http/pool.cpp", "#include <curl/curl.h>\n#include <arpa/inet.h>\n#include <vector>\n// std::getenv(A)"),
    ("src/config/settings.cpp", 'auto region = platform.getenv("AWS_REGION"); platform->sleep(1);'),
    ("src/pipeline/call.cpp", '#include <lookoutvision/client_config.h>\n#include "protocol/rest_json.h"'),
    ("src/testing/mock_service.cpp", "#include <boost/asio.hpp>\nvoid f() { changed_.wait_for(lock, watchdog); }"),
]


def plant(root, file, text):
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")


def self_test():
    """Plants each violation alone in a valid tree, and fails if it is not the only one that is found."""
    failures = []
    for planted in [None] + PLANTED:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for file in PUBLIC_HEADERS:
                plant(root, f"include/lookoutvision/{file}", "#pragma once")
            for file, text in ALLOWED + ([planted] if planted else []):
                plant(root, file, text)
            found = check(root)
            if len(found) != (planted is not None) or not all(f"/{planted[0]}:" in line for line in found):
                failures.append(f"planted {planted}, found {found}")
    with tempfile.TemporaryDirectory() as folder:
        if len(check(pathlib.Path(folder))) != len(PUBLIC_HEADERS):
            failures.append("missing headers are not reported")
    return failures


def main():
    found = self_test() if sys.argv[1] == "--self-test" else check(pathlib.Path(sys.argv[1]))
    print("\n".join(found) or "no violations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

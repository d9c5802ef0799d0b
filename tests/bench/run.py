#!/usr/bin/env python3
"""Measures the cost of a call of the library, as a ratio to libcurl alone that sends the same bytes.

usage: run.py PROGRAMS_FOLDER SMALL_PROGRAMS_FOLDER [--rounds N] [--calls N] [--only TEXT]

Each round runs the floor (libcurl alone) and the library one after the other with the same nginx on loopback, so that other
load on the machine slows both. Prints the median and the quartiles of the ratios. If they are installed, botocore and the
JavaScript SDK run, too. SMALL_PROGRAMS_FOLDER has the programs of a MinSizeRel, whose size is measured. run.sh installs and
builds everything.
"""
import argparse
import contextlib
import dataclasses
import json
import os
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

SOURCES = pathlib.Path(__file__).resolve().parent
TOP = SOURCES.parent.parent
JAVASCRIPT_SDK = TOP / "build" / "javascript-sdk"
SYSTEM_CA_BUNDLE = pathlib.Path("/etc/ssl/certs/ca-certificates.crt")


def free_ports(count):
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [each.getsockname()[1] for each in sockets]


class Server:
    """nginx in its own folder, on both http and https, pinned to the last core by default."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "empty").mkdir()
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
             "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / "server.key",
             "-out", folder / "server.pem"], check=True, capture_output=True)
        # As large as the CA bundle of a real system.
        self.ca_bundle = folder / "authorities.pem"
        self.ca_bundle.write_text(SYSTEM_CA_BUNDLE.read_text() + (folder / "server.pem").read_text())
        self.plain_port, self.tls_port = free_ports(2)
        text = (SOURCES / "nginx.conf.in").read_text()
        for name, value in {"FOLDER": folder, "PLAIN_PORT": self.plain_port, "TLS_PORT": self.tls_port}.items():
            text = text.replace(f"@{name}@", str(value))
        (folder / "nginx.conf").write_text(text)
        self.process = subprocess.Popen(["nginx", "-p", folder, "-c", folder / "nginx.conf"])
        self.pin(True)
        for port in (self.plain_port, self.tls_port):
            self.await_port(port)

    def await_port(self, port):
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        self.stop()
        sys.exit("run.py: nginx does not respond; its messages are above")

    def pin(self, pinned):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(self.process.pid, {cores[-1]} if pinned else cores)

    def url(self, scheme):
        return f"{scheme}://127.0.0.1:{self.tls_port if scheme == 'https' else self.plain_port}"

    def stop(self):
        self.process.terminate()
        self.process.wait()


def find_peers():
    """Returns the commands of the installed SDKs; their arguments are a URL, a CA bundle and a number of calls."""
    peers = {}
    python = ["/usr/bin/python3", SOURCES / "peers" / "botocore_calls.py"]
    # Later versions no longer know the service.
    knows_service = ("from botocore.loaders import Loader\n"
                     "assert 'lookoutvision' in Loader().list_available_services('service-2')")
    if subprocess.run([python[0], "-c", knows_service], capture_output=True).returncode == 0:
        peers["botocore"] = python
    if shutil.which("node") and (JAVASCRIPT_SDK / "installed").exists():
        peers["JavaScript SDK"] = ["node", SOURCES / "peers" / "javascript_calls.mjs", JAVASCRIPT_SDK]
    return peers


@contextlib.contextmanager
def on_core(core):
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


class Programs:
    """The commands of the measured programs."""

    def __init__(self, arguments, server, work):
        self.folder = arguments.programs.resolve()
        self.small_folder = arguments.small_programs.resolve()
        self.server = server
        self.work = work
        self.first_core = min(os.sched_getaffinity(0))
        self.environment = {"PATH": os.environ["PATH"], "AWS_EC2_METADATA_DISABLED": "true",
                            "CCACHE_DISABLE": "1"}
        self.peers = find_peers()

    def run(self, command, pinned=True, environment={}):
        # The child inherits the core of this process. With taskset, that process would be measured, too.
        with on_core(self.first_core) if pinned else contextlib.nullcontext():
            done = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                                  env=self.environment | environment)
        if done.returncode != 0:
            sys.exit(f"run.py: {command[0]} ended with {done.returncode}: {done.stderr[-2000:]}")
        return done

    def request_file(self, scheme, tags):
        path = self.work / f"request-{scheme}-{tags}"
        if not path.exists():
            path.write_text(self.run([self.folder / "calls", "record", self.server.url(scheme), self.server.ca_bundle,
                                      tags, 1, 1]).stdout)
        return path

    def calls(self, which, mode="shared", scheme="http", tags=0, threads=1, calls=1):
        """Returns the command of `ours`, of the `floor` or of a peer that makes `calls` calls per thread."""
        if which in self.peers:
            return self.peers[which] + [self.server.url(scheme), self.server.ca_bundle, calls]
        if which == "ours":
            return [self.folder / "calls", mode, self.server.url(scheme), self.server.ca_bundle, tags, threads, calls]
        return [self.folder / "calls_floor", mode, self.request_file(scheme, tags), self.server.ca_bundle, threads,
                calls]

    def one_call(self, which, scheme):
        ca_bundle = self.server.ca_bundle if scheme == "https" else ""
        if which in self.peers:
            return self.peers[which] + [self.server.url(scheme), ca_bundle, 0]
        if which == "ours":
            return [self.folder / "one_call", self.server.url(scheme), ca_bundle]
        url, *headers, _, body = self.request_file(scheme, 0).read_text().split("\n")
        return [self.folder / "one_call_floor", url, ca_bundle, *headers, body]


@dataclasses.dataclass
class Row:
    name: str
    unit: str
    goal: float | None
    measure: object  # which -> value
    rounds: int | None = None
    plus: float = 0  # the goal is `goal` times the floor, plus this
    with_peers: bool = False


def measured(programs, key, pinned=True, **arguments):
    return lambda which: json.loads(programs.run(programs.calls(which, **arguments), pinned).stdout)[key]


def unpinned(programs, measure):
    def run(which):
        programs.server.pin(False)
        try:
            return measure(which)
        finally:
            programs.server.pin(True)
    return run


def preloading(which, library):
    """Returns the environment, in which only the floor also loads `library`."""
    return {"LD_PRELOAD": library} if library and which == "floor" else {}


def wall_milliseconds(programs, scheme, preloaded_into_floor=""):
    def run(which):
        command = programs.one_call(which, scheme)
        environment = preloading(which, preloaded_into_floor)
        times = []
        for _ in range(10):
            start = time.perf_counter()
            programs.run(command, environment=environment)
            times.append((time.perf_counter() - start) * 1e3)
        return statistics.median(times)
    return run


def peak_mebibytes(programs, preloaded_into_floor=""):
    def run(which):
        output = programs.run(programs.one_call(which, "https"),
                              environment=preloading(which, preloaded_into_floor)).stdout
        return int(re.search(r'(?:VmHWM:|"peak_kib":)\s*(\d+)', output)[1]) / 1024
    return run


def find_cpp_library(programs, compiler):
    """Returns the path of the C++ standard library."""
    return programs.run([compiler, "-print-file-name=libstdc++.so.6"], pinned=False).stdout.strip()


def difference_per_call(programs, tool, pattern, few=100, many=600):
    """Counts with a `tool` of valgrind per call: the difference between many and few calls excludes start and end."""
    def count(which, calls):
        mode = "hashing" if which == "floor" and tool == "callgrind" else "shared"
        output = programs.work / "valgrind.out"
        command = ["valgrind", f"--tool={tool}", f"--log-file={output}"]
        if tool == "callgrind":
            command.append(f"--callgrind-out-file={programs.work / 'callgrind.out'}")
        programs.run(command + programs.calls(which, mode=mode, calls=calls))
        return int(re.search(pattern, output.read_text())[1].replace(",", ""))
    return lambda which: (count(which, many) - count(which, few)) / (many - few)


def stripped_kilobytes(programs, folder):
    def run(which):
        source = folder / "one_call" if which == "ours" else programs.folder / "one_call_floor"
        copy = programs.work / "stripped"
        subprocess.run(["strip", "-o", copy, source], check=True)
        return copy.stat().st_size / 1000
    return run


def clean_build_seconds(programs, compiler):
    """Builds the library with two jobs and without a compiler cache; the floor is one file."""
    def run(which):
        if which == "floor":
            return compile_seconds(programs, compiler)(which)
        with tempfile.TemporaryDirectory() as folder:
            configure = ["cmake", "--preset", "release", "-S", TOP, "-B", folder, "-DCMAKE_CXX_COMPILER_LAUNCHER=",
                         f"-DCMAKE_CXX_COMPILER={compiler}", "-DLOOKOUTVISION_BUILD_TESTING_LIBRARY=OFF",
                         "-DLOOKOUTVISION_BUILD_EXAMPLES=OFF"]
            programs.run(configure, pinned=False)
            start = time.perf_counter()
            programs.run(["cmake", "--build", folder, "--target", "lookoutvision", "--parallel", 2], pinned=False)
            return time.perf_counter() - start
    return run


def compile_seconds(programs, compiler):
    def run(which):
        source = SOURCES / ("one_call.cpp" if which == "ours" else "one_call_floor.c")
        command = compiler_command(compiler, source) + ["-c", "-o", os.devnull, source]
        start = time.perf_counter()
        programs.run(command, pinned=False)
        return time.perf_counter() - start
    return run


def compiler_command(compiler, source):
    language = ["-x", "c"] if source.suffix == ".c" else ["-std=c++20"]
    return [compiler, *language, "-O2", f"-I{TOP / 'include'}"]


def preprocessed_lines(programs, compiler):
    def run(which):
        source = SOURCES / ("one_call.cpp" if which == "ours" else "one_call_floor.c")
        text = programs.run(compiler_command(compiler, source) + ["-E", "-P", source], pinned=False).stdout
        return text.count("\n") / 1000
    return run


def part_microseconds(programs):
    """Compares one signature with its hashes, each in a run of the benchmark of parts."""
    names = {"ours": "OneSignature", "floor": "HashesOfOneSignature"}

    def run(which):
        output = programs.run([programs.folder / "parts", f"--benchmark_filter=^{names[which]}$",
                               "--benchmark_min_time=0.2", "--benchmark_format=json"]).stdout
        return json.loads(output)["benchmarks"][0]["cpu_time"] / 1000
    return run


def list_rows(programs, calls, compiler):
    cpp_library = find_cpp_library(programs, compiler)

    def cpu(**arguments):
        return measured(programs, "cpu_us", calls=calls, **arguments)

    def many_threads(key, threads):
        measure = measured(programs, key, pinned=False, threads=threads, calls=max(calls // threads, 200))
        return unpinned(programs, measure)

    rows = [
        Row("CPU per call, http", "us", 0.95, cpu(), with_peers=True),
        Row("CPU per call, https", "us", 0.95, cpu(scheme="https"), with_peers=True),
        Row("instructions per call, http, with the hashes", "k", 1.22,
            lambda which: difference_per_call(programs, "callgrind", r"Collected : (\d+)")(which) / 1000, rounds=1),
        Row("p50 latency, http", "us", 1.10, measured(programs, "p50_us", calls=calls), with_peers=True),
        Row("p99 latency, http", "us", None, measured(programs, "p99_us", calls=calls)),
        Row("CPU per call, 8 threads, one client, http", "us", 1.30, many_threads("cpu_us", 8)),
        Row("heap allocations per call, http", "", 0,
            difference_per_call(programs, "memcheck", r"total heap usage: ([\d,]+) allocs"), rounds=1, plus=110),
        Row("one signature, over its hashes alone", "us", 2.5, part_microseconds(programs)),
        Row("cold process, one call, http", "ms", 1.20, wall_milliseconds(programs, "http"), with_peers=True),
        Row("cold process, http, floor with C++ library", "ms", None, wall_milliseconds(programs, "http", cpp_library)),
        Row("cold process, one call, https", "ms", 1.10, wall_milliseconds(programs, "https"), with_peers=True),
        Row("peak memory of that process", "MiB", 1.0, peak_mebibytes(programs), plus=1.5, with_peers=True),
        Row("peak memory, floor with C++ library", "MiB", None, peak_mebibytes(programs, cpp_library)),
        Row("stripped program, MinSizeRel", "kB", 0, stripped_kilobytes(programs, programs.small_folder), rounds=1,
            plus=400),
        Row("stripped program, Release", "kB", None, stripped_kilobytes(programs, programs.folder), rounds=1),
        Row("clean build of the library, -j2", "s", 0, clean_build_seconds(programs, compiler), rounds=1, plus=25),
        Row("compile one file that makes the call", "s", 0, compile_seconds(programs, compiler), plus=0.8),
        Row("preprocessed lines of that file", "k", None, preprocessed_lines(programs, compiler), rounds=1),
        Row("CPU per call, 200 tags, http", "us", None, cpu(tags=200)),
        Row("CPU per client and its first call, http", "us", None,
            measured(programs, "cpu_us", mode="fresh", calls=1000)),
        Row("peak memory after 100,000 calls", "MiB", None,
            lambda which: measured(programs, "peak_kib", calls=100_000)(which) / 1024, rounds=1),
    ]
    for threads in (1, 2, 4, 8, 16, 64):
        rows.append(Row(f"wall time per call, {threads} threads, http", "us", None, many_threads("wall_us", threads)))
    return rows


def measure_row(row, rounds, peers):
    """Returns the values of each round by name."""
    values = []
    for number in range(row.rounds or rounds):
        # The order alternates, so that neither always runs on the warmer machine.
        order = ("floor", "ours") if number % 2 == 0 else ("ours", "floor")
        values.append({which: row.measure(which) for which in [*order, *(peers if row.with_peers else [])]})
    return values


def ratios(values, which):
    return quartiles([each[which] / each["floor"] for each in values])


def middle_of(values, which):
    return statistics.median(each[which] for each in values)


def quartiles(values):
    return statistics.quantiles(values, n=4, method="inclusive") if len(values) > 1 else values * 3


def verdict(row, values):
    if row.goal is None:
        return ""
    met = statistics.median(each["ours"] - row.goal * each["floor"] for each in values) <= row.plus
    if row.goal == 0:
        goal = f"<= {row.plus} {row.unit}".rstrip()
    else:
        goal = f"<= {row.goal:.2f} x" if not row.plus else f"<= floor + {row.plus} {row.unit}"
    return f"{goal}  {'met' if met else 'NOT MET'}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", type=pathlib.Path)
    parser.add_argument("small_programs", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--calls", type=int, default=5000)
    parser.add_argument("--only", default="", help="rows whose name contains this")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        server = Server(work)
        try:
            programs = Programs(arguments, server, work)
            print(f"{'':46} {'floor':>9} {'ours':>9}     {'ratio':>6}  (quartiles)    goal")
            for row in list_rows(programs, arguments.calls, shutil.which("g++")):
                if arguments.only not in row.name:
                    continue
                values = measure_row(row, arguments.rounds, programs.peers)
                low, middle, high = ratios(values, "ours")
                print(f"{row.name:46} {middle_of(values, 'floor'):9.2f} {middle_of(values, 'ours'):9.2f} {row.unit:3} "
                      f"{middle:6.2f}  ({low:.2f}-{high:.2f})    {verdict(row, values)}", flush=True)
                for peer in programs.peers if row.with_peers else ():
                    low, middle, high = ratios(values, peer)
                    print(f"{'  compared with ' + peer:56} {middle_of(values, peer):9.2f} {row.unit:3} {middle:6.2f}  "
                          f"({low:.2f}-{high:.2f})", flush=True)
        finally:
            server.stop()


if __name__ == "__main__":
    main()

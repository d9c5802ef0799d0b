#!/usr/bin/env python3
"""Counts the instructions that a compiler executes for a file that includes client.h, and for one that includes the standard
headers of the public headers alone; fails if their ratio is above its goal. With --time, compares their CPU time instead, in
turn, and fails for no ratio. With --module, compares the CPU time of a file that includes client.h with one that imports the
module; the compiler is clang 19.

usage: header.py [--time|--module] [COMPILER]     by default g++
"""
import argparse
import pathlib
import re
import resource
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = TOP / "include"
GOAL = 1.18    # of instructions: with it, the ratio of CPU time, which varies too much for a check, is at most 1.25
ROUNDS = 25
sys.path.insert(0, str(TOP / "tests" / "checks"))
import check_public_headers  # noqa: E402


def instructions(compiler, source):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--trace-children=yes", compiler,
               "-std=c++20", "-fsyntax-only", f"-I{INCLUDE}", source]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return sum(int(count) for count in re.findall(r"Collected : (\d+)", done.stderr))


def write_both(folder):
    """Writes the file that includes the standard headers, and the one that includes client.h."""
    standard, ours = folder / "standard.cpp", folder / "ours.cpp"
    names = check_public_headers.standard_headers(INCLUDE, "lookoutvision/client.h")
    standard.write_text("".join(f"#include <{name}>\n" for name in names))
    ours.write_text("#include <lookoutvision/client.h>\n")
    return standard, ours


def limit_instructions(compiler, folder):
    floor, header = (instructions(compiler, source) for source in write_both(folder))
    ratio = header / floor
    print(f"{compiler}, instructions: standard headers {floor / 1e6:.0f} M, client.h {header / 1e6:.0f} M, "
          f"ratio {ratio:.3f}, at most {GOAL}")
    return int(ratio > GOAL)


def cpu_seconds(command, folder):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(first, second, folder):
    """Returns the least CPU time of both commands in rounds in turn, and the ratio: other load on a machine only adds to it."""
    pairs = [(cpu_seconds(first, folder), cpu_seconds(second, folder)) for _ in range(ROUNDS)]
    before, after = (min(values) for values in zip(*pairs))
    return before, after, after / before


def compare_time(compiler, folder):
    commands = ([compiler, "-std=c++20", f"-I{INCLUDE}", "-c", source, "-o", "both.o"] for source in write_both(folder))
    floor, header, ratio = compare(*commands, folder)
    print(f"{compiler}, CPU time: standard headers {floor:.2f} s, client.h {header:.2f} s, ratio {ratio:.2f}")
    return 0


def module_commands(compiler):
    """Returns the commands that compile the module, and a file that imports it."""
    interface = INCLUDE / "lookoutvision" / "lookoutvision.cppm"
    command = [compiler, "-std=c++20", f"-I{INCLUDE}"]
    return ([*command, "-x", "c++-module", "--precompile", interface, "-o", "lookoutvision.pcm"],
            [*command, "-fmodule-file=lookoutvision=lookoutvision.pcm", "-c", "import.cpp"])


def compare_module(compiler, folder):
    body = (TOP / "examples" / "start_with_module.cpp").read_text()
    (folder / "import.cpp").write_text(body)
    (folder / "include.cpp").write_text(body.replace("import lookoutvision;", "#include <lookoutvision/client.h>"))
    compile_module, compile_import = module_commands(compiler)
    once = cpu_seconds(compile_module, folder)
    compile_include = [compiler, "-std=c++20", f"-I{INCLUDE}", "-c", "include.cpp"]
    included, imported, ratio = compare(compile_include, compile_import, folder)
    print(f"{compiler}, CPU time: include {included:.2f} s, import {imported:.2f} s, ratio {ratio:.2f}, the module once "
          f"{once:.2f} s")
    return 0


def main():
    parser = argparse.ArgumentParser()
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--time", dest="measure", action="store_const", const=compare_time)
    mode.add_argument("--module", dest="measure", action="store_const", const=compare_module)
    parser.add_argument("compiler", nargs="?", default="g++")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return (arguments.measure or limit_instructions)(arguments.compiler, pathlib.Path(folder))


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Compiles each public header alone, with invalid macros in place of those of windows.h; as C++17 it must fail with
the message that C++20 is needed.

The standard headers are included before the macros, because they may use such names. Also compares the installed
headers with those in the tree, and looks for their copyright and licence.
usage: check_public_headers.py COMPILER INCLUDE_DIRECTORY INSTALLED_HEADER... | COMPILER --self-test
COMPILER may contain flags, quoted as for a shell: "clang++ -stdlib=libc++ -fexperimental-library".
"""

import concurrent.futures
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

FUNCTION_MACROS = "min max".split()
NAME_MACROS = """
    cdecl CONST CopyFile CreateDirectory CreateEvent CreateFile CreateMutex CreateProcess CreateSemaphore DELETE
    DeleteFile DIFFERENCE DOMAIN DrawText EncryptFile ERROR ExitProcess FALSE FAR far FindResource FindText
    GetClassName GetCommandLine GetComputerName GetCurrentDirectory GetCurrentTime GetEnvironmentVariable
    GetFileAttributes GetFirstChild GetFreeSpace GetJob GetMessage GetModuleHandle GetObject GetProfileString
    GetProp GetTempPath GetUserName GetVersionEx hyper IGNORE IN INFINITE interface LoadImage LoadLibrary
    LoadString MessageBox MoveFile NEAR near NO_ERROR OpenEvent OPTIONAL OUT OVERFLOW PASCAL pascal PostMessage
    RegisterClass RemoveDirectory ReplaceFile ReportEvent SearchPath SendMessage SetCurrentDirectory SetJob
    SetPort SetProp small StartService STRICT TRANSPARENT TRUE UNDERFLOW UpdateResource VOID Yield
""".split()

# The lines of REUSE, by which tools find copyright and licence.
LICENCE = ("// SPDX-FileCopyrightText", "// SPDX-License-Identifier")
INCLUDE = re.compile(r"^\s*#\s*include\s*<([^>]+)>", re.MULTILINE)


def standard_headers(include_directory, header, seen=None):
    """Returns the standard headers that `header` includes, directly or through other public headers."""
    seen = set() if seen is None else seen
    for name in INCLUDE.findall((include_directory / header).read_text(encoding="utf-8")):
        if name in seen:
            continue
        seen.add(name)
        if (include_directory / name).exists():
            standard_headers(include_directory, name, seen)
    return sorted(name for name in seen if not (include_directory / name).exists())


def translation_unit(include_directory, header):
    lines = [f"#include <{name}>" for name in standard_headers(include_directory, header)]
    lines += [f"#define {name}(a, b) @{name}" for name in FUNCTION_MACROS]
    lines += [f"#undef {name}\n#define {name} @{name}" for name in NAME_MACROS]
    return "\n".join(lines + [f"#include <{header}>", f"#include <{header}>", ""])


def compile_text(compiler, standard, include_directory, text):
    return subprocess.run(
        [*shlex.split(compiler), f"-std={standard}", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", f"-I{include_directory}",
         "-xc++", "-"], input=text, capture_output=True, text=True, check=False)


def compile_header(compiler, include_directory, header):
    """Returns the errors of the compiler; empty if there are none."""
    done = compile_text(compiler, "c++20", include_directory, translation_unit(include_directory, header))
    if done.returncode:
        return f"{header}:\n{done.stderr}"
    older = compile_text(compiler, "c++17", include_directory, f"#include <{header}>\n").stderr
    errors = [line for line in older.splitlines() if "error:" in line]
    return "" if errors and "needs C++20" in errors[0] else f"{header}: C++17 is not refused first:\n{older}"


def check(compiler, include_directory, installed):
    in_tree = {path.relative_to(include_directory).as_posix() for path in include_directory.rglob("*.h")}
    violations = [f"{header}: is in the tree and not installed, or the reverse" for header in sorted(in_tree ^ installed)]
    for header in sorted(in_tree):
        text = (include_directory / header).read_text(encoding="utf-8")
        violations += [f"{header}: has no line that begins with {tag}" for tag in LICENCE if f"{tag}: " not in text]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        compiled = pool.map(lambda header: compile_header(compiler, include_directory, header), sorted(in_tree))
    return violations + [text for text in compiled if text]


HEAD = "".join(f"{tag}: any\n" for tag in LICENCE) + "#pragma once\n"
CLEAN = HEAD + """\
#if __cplusplus < 202002L
#error "needs C++20"
#endif
#include <algorithm>
struct Job { int Smaller(int a, int b) const { return (std::min)(a, b); } };
"""

PLANTED = [
    "struct Job { int GetMessage() const; };",
    "struct Job { int GetObject() const; };",
    "enum class Kind { ERROR, kNone };",
    "#include <algorithm>\ninline int Smaller(int a, int b) { return std::min(a, b); }",
    "#include <limits>\ninline int Largest() { return std::numeric_limits<int>::max(); }",
    "template <typename T> struct Pair { T near; };",
    "std::string name;",
    "inline int Ignore(int value) { return 0; }",
]


def self_test(compiler):
    """Fails unless each planted header, and no other, is rejected."""
    failures = []
    for planted in PLANTED:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "clean.h").write_text(CLEAN, encoding="utf-8")
            (root / "planted.h").write_text(HEAD + "#include <clean.h>\n" + planted + "\n", encoding="utf-8")
            found = check(compiler, root, {"clean.h", "planted.h"})
            if len(found) != 1 or not found[0].startswith("planted.h:"):
                failures.append(f"planted {planted!r}, found {found}")
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "old.h").write_text(HEAD, encoding="utf-8")
        if len(check(compiler, root, {"old.h"})) != 1:
            failures.append("a header that accepts C++17 is not reported")
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "bare.h").write_text(CLEAN.replace(HEAD, "#pragma once\n"), encoding="utf-8")
        if len(check(compiler, root, {"bare.h"})) != len(LICENCE):
            failures.append("a header without copyright and licence is not reported")
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "clean.h").write_text(CLEAN, encoding="utf-8")
        if len(check(compiler, root, {"gone.h"})) != 2:
            failures.append("headers that are not installed, or not in the tree, are not found")
    return failures


def main():
    compiler, include_directory, *installed = sys.argv[1:]
    if include_directory == "--self-test":
        found = self_test(compiler)
    else:
        root = pathlib.Path(include_directory)
        found = check(compiler, root, {pathlib.Path(path).relative_to(root).as_posix() for path in installed})
    print("\n".join(found) or "no violations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Checks the pages, *.md and docs/*.md, against the tree: code blocks, links, names of the API and of tests.

A block with an #include must equal a file that the tests compile, and each recipe of the cookbook must be such a block. Any
other C++ block is compiled as the body of a function, after page_snippets.h, and so is the indented code in the comments of
public headers. Shell blocks are parsed; the scripts, presets and options in them must exist. A block
must name its language; `text` and `ini` are not checked. YAML is only checked if Python has PyYAML.
usage: check_pages.py COMPILER ROOT | COMPILER --self-test
COMPILER may contain flags, quoted as for a shell.
"""

import dataclasses
import json
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

from page_blocks import check_cpp, read, split

try:
    import yaml
except ImportError:
    yaml = None

PROGRAMS = {"package_model": "examples/package_model/*.cpp", "mock_service": "examples/mock_service*.cpp"}

LINK = re.compile(r"\]\(([^)\s]+)\)")
TEST_NAME = re.compile(r"`([A-Z]\w+)\.([A-Z]\w+)`")
VARIABLE = re.compile(r"\bAWS_[A-Z0-9_]*[A-Z0-9]\b")
API_NAME = re.compile(r"`[^`]*?\b(k[A-Z]\w+|Make[A-Z]\w+|ErrorKind|(?:\w+Config|CallOptions|Timeouts)::\w+)")

# A struct or an enumeration, and the page that must name each of its members.
DOCUMENTED = [
    ("client_config.h", "struct ClientConfig", "docs/configuration.md"),
    ("client_config.h", "struct CallOptions", "docs/configuration.md"),
    ("client_config.h", "struct Timeouts", "docs/network.md"),
    ("retry_config.h", "struct RetryConfig", "docs/errors-and-retries.md"),
    ("error.h", "struct Error", "docs/errors-and-retries.md"),
    ("error.h", "enum class ErrorKind", "docs/errors-and-retries.md"),
    ("error.h", "enum class StopReason", "docs/errors-and-retries.md"),
    ("http_transport.h", "struct HttpTransportOptions", "docs/network.md"),
]
MEMBER = {"struct": re.compile(r"^  (?!friend|using|///)\S.*?(\w+)\s*(?:=.*|\{.*\})?;$", re.MULTILINE),
          "enum": re.compile(r"^  (k\w+),", re.MULTILINE)}


def slug(heading):
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def check_links(root, page, prose):
    for number, line in prose:
        for target in LINK.findall(line):
            if re.match(r"\w+:", target):
                continue
            path, _, anchor = target.partition("#")
            file = (root / page).parent / path if path else root / page
            if not file.exists():
                yield f"{page}:{number}: the link leads to {target}, which does not exist"
            elif anchor and anchor not in (slug(title) for title in re.findall(r"^#+ (.*)", read(file), re.MULTILINE)):
                yield f"{page}:{number}: the link leads to {target}, which has no such heading"


def presets(root):
    text = json.loads(read(root / "CMakePresets.json")) if (root / "CMakePresets.json").exists() else {}
    return {kind: {preset["name"] for preset in text.get(f"{kind}Presets", [])}
            for kind in ("configure", "build", "test", "workflow")}


def check_command(root, words):
    """Returns the problems of one command."""
    while words and re.match(r"\w+=|sudo$", words[0]):
        words = words[1:]
    program, *arguments = words or [""]
    for word in words:
        path = word.removeprefix("./")
        if re.match(r"(docs|tests|examples|packaging|cmake|\.ci)/", path) and not (root / path).exists():
            yield f"{word} does not exist"
    kind = "test" if program == "ctest" else next(
        (kind for flag, kind in (("--workflow", "workflow"), ("--build", "build")) if flag in arguments), "configure")
    for name, value in zip(arguments, arguments[1:]):
        if name == "--preset" and value not in presets(root)[kind]:
            yield f"there is no {kind} preset {value}"
    if program in PROGRAMS:
        source = "".join(read(path) for path in root.glob(PROGRAMS[program]))
        for option in (word for word in arguments if word.startswith("--")):
            if f'{option.partition("=")[0]}' not in source:
                yield f"{program} has no option {option}"


def check_shell(root, block):
    text = block.text
    if block.language == "console":
        text = "".join(line[2:] + "\n" for line in text.splitlines() if line.startswith("$ "))
    done = subprocess.run(["bash", "-n"], input=text, capture_output=True, text=True, check=False)
    if done.returncode:
        yield done.stderr.strip()
        return
    for line in text.replace("\\\n", " ").splitlines():
        try:
            words = shlex.split(line, comments=True)
        except ValueError:  # a quoted text of several lines
            words = line.split()
        yield from check_command(root, words)


def check_cmake(root, block):
    sources = "".join(read(path) for path in [*root.glob("cmake/*"), *root.glob("src/CMakeLists.txt")])
    for name in re.findall(r"lookoutvision::\w+", block.text):
        if name not in sources:
            yield f"there is no target {name}"
    version = re.search(r'"(\d+\.\d+)\.', read(root / "include/lookoutvision/version.h")).group(1)
    for required in re.findall(r"find_package\(lookoutvision ([0-9.]+)", block.text):
        if required != version:
            yield f"find_package requires {required}, the version is {version}"


def check_json(_, block):
    try:
        json.loads(block.text)
    except ValueError as error:
        yield f"is not well-formed JSON: {error}"


def commands_in(node, key=None):
    """Returns the shell commands of a pipeline."""
    if isinstance(node, dict):
        return [each for name, value in node.items() for each in commands_in(value, name)]
    if isinstance(node, list):
        return [each for value in node for each in commands_in(value, key)]
    return [node] if key in ("run", "script") else []


def check_yaml(root, block):
    try:
        document = yaml.safe_load(block.text) if yaml else None
    except yaml.YAMLError as error:
        yield f"is not well-formed YAML: {error}"
        return
    for commands in commands_in(document):
        yield from check_shell(root, dataclasses.replace(block, language="sh", text=commands))


def check_python(_, block):
    try:
        compile(block.text, block.page, "exec")
    except SyntaxError as error:
        yield f"is not Python: {error}"


def not_checked(_root, _block):
    return []


LANGUAGES = {"sh": check_shell, "console": check_shell, "cmake": check_cmake, "json": check_json,
             "yaml": check_yaml, "python": check_python, "text": not_checked, "ini": not_checked}


def check_names(root, pages):
    """Returns variables and names of the API that are only in the pages or only in the sources."""
    sources = {path: read(path) for folder in ("src", "include", "examples") for path in root.glob(f"{folder}/**/*")
               if path.suffix in (".h", ".cpp", ".sh")}
    everything = "\n".join(sources.values())
    documented = "".join(pages.values())
    for page, text in pages.items():
        for number, line in enumerate(text.splitlines(), 1):
            for name in VARIABLE.findall(line) + API_NAME.findall(line):
                if not re.search(rf"\b{name.split('::')[-1]}\b", everything):
                    yield f"{page}:{number}: the sources know no {name}"
    read_here = {name for path, text in sources.items() if "/src/" in f"/{path.relative_to(root)}"
                 for name in re.findall(rf'"({VARIABLE.pattern})"', text)}
    for name in sorted(read_here):
        if not re.search(rf"\b{name}\b", documented):
            yield f"{name} is read by the sources, and no page documents it"


def check_tests(root, pages):
    """Returns the tests that a page names, `Suite.Name`, and that neither a source nor CMake defines."""
    defined = "".join(read(path) for pattern in ("*_test.cpp", "CMakeLists.txt") for path in root.glob(f"tests/**/{pattern}"))
    for page, text in pages.items():
        for suite, name in TEST_NAME.findall(text):
            if not re.search(rf"\({suite},\s*{name}\)|\b{suite}\.{name}\b", defined):
                yield f"{page}: there is no test {suite}.{name}"


def check_members(root, pages):
    for header, declaration, page in DOCUMENTED:
        path = root / "include/lookoutvision" / header
        if not path.exists() or page not in pages:
            continue
        body = re.search(rf"^{declaration} \{{\n(.*?)^\}};", read(path), re.MULTILINE | re.DOTALL)
        if body is None:
            yield f"{header}: has no {declaration} that this check can find"
            continue
        for member in MEMBER[declaration.split()[0]].findall(body.group(1)):
            if not re.search(rf"`[^`]*\b{member}\b", pages[page]):
                yield f"{page}: does not document {member} of {declaration} in {header}"


def check(compiler, root):
    paths = [*root.glob("*.md"), *root.glob("docs/*.md")]
    pages = {path.relative_to(root).as_posix(): read(path) for path in sorted(paths) if path.name != "CHANGELOG.md"}
    found, cpp = [], []
    for page, text in pages.items():
        blocks, prose = split(page, text)
        found += check_links(root, page, prose)
        for block in blocks:
            if block.language == "cpp":
                cpp.append(block)
                continue
            checker = LANGUAGES.get(block.language)
            wrong = checker(root, block) if checker else [
                f"the block has the language {block.language!r}, which is not checked: use text for output"]
            found += [f"{page}:{block.line}: {text}" for text in wrong]
    return found + [*check_cpp(compiler, root, cpp), *check_names(root, pages), *check_tests(root, pages),
                    *check_members(root, pages)]


CLEAN = {
    "README.md": "# Title\n[guide](docs/configuration.md#a-part)\n```cpp\n#include <vector>\nint main() {}\n```\n"
                 "```sh\n./tests/run.sh --x  # a comment\nctest --preset dev\npackage_model start --wait\n```\n"
                 "```cmake\nfind_package(lookoutvision 0.1)\n```\n```json\n{}\n```\n```text\n(\n```\n`AWS_REGION`\n"
                 "`Suite.Name` `Checks.Name`\n```python\nprint(1)\n```\n```yaml\nrun:\n  - ctest --preset release\n```\n",
    "docs/configuration.md": "# A part\n```cpp\nif (client) return Report(1);\n```\n`region` `kFull`\n"
                             "```cpp\n#include <map>\n```\n",
    "include/lookoutvision/client_config.h": "/// A.\n///\n///     const Job job;\n///     Report(job.id);\nstruct ClientConfig {\n  int region = {};\n};\nstruct CallOptions {\n};\nenum { kFull };\n",
    "include/lookoutvision/version.h": '"0.1.0"\n',
    "src/a.cpp": '"AWS_REGION"\n',
    "examples/a.cpp": "#include <vector>\nint main() {}\n",
    "examples/cookbook/a.cpp": "#include <map>\n",
    "examples/package_model/a.cpp": '"--wait"\n',
    "tests/a_test.cpp": "TEST_F(Suite, Name) {}\n",
    "tests/CMakeLists.txt": "add_test(NAME Checks.Name)\n",
    "tests/checks/page_snippets.h": "struct { explicit operator bool() const { return true; } } client;\nvoid Report(int);\n"
                                    "namespace lookoutvision { struct Job { int id = 1; }; namespace testing {} }\n",
    "tests/run.sh": "",
    "CMakePresets.json": '{"testPresets": [{"name": "dev"}, {"name": "release"}]}\n',
}

# A file, a text in it and its replacement; the check must report each replacement.
PLANTED = [
    ("README.md", "int main", "int  main"),
    ("README.md", "```text", "```"),
    ("README.md", "```text", "```diff"),
    ("README.md", "#a-part", "#b"),
    ("README.md", "docs/configuration.md", "docs/gone.md"),
    ("README.md", "tests/run.sh", "tests/gone.sh"),
    ("README.md", "preset dev", "preset gone"),
    ("README.md", "--wait", "--gone"),
    ("README.md", "# a comment", "'"),
    ("README.md", "0.1)", "0.2)"),
    ("README.md", "find_package(", "link(lookoutvision::gone "),
    ("README.md", "{}\n```\n```text", "{\n```\n```text"),
    ("README.md", "print(1)", "print(1"),
    *([("README.md", "run:", "run: ["), ("README.md", "preset release", "preset gone")] if yaml else []),
    ("README.md", "`AWS_REGION`", "`AWS_REGION` `AWS_GONE`"),
    ("README.md", "`AWS_REGION`", "`kGone`, `AWS_REGION`"),
    ("README.md", "Suite.Name", "Suite.Gone"),
    ("README.md", "Checks.Name", "Gone.Name"),
    ("docs/configuration.md", "Report(1)", "Report(1"),
    ("docs/configuration.md", "return", "return gone::"),
    ("docs/configuration.md", "`region`", ""),
    ("docs/configuration.md", "```cpp\n#include <map>\n```\n", ""),
    ("include/lookoutvision/client_config.h", "job.id", "job.gone"),
    ("src/a.cpp", "AWS_REGION\"", "AWS_REGION\" \"AWS_PROFILE\""),
]


def self_test(compiler):
    failures = []
    for name, old, new in [("README.md", "", ""), *PLANTED]:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for path, text in CLEAN.items():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text.replace(old, new, 1) if old and path == name else text, encoding="utf-8")
            found = check(compiler, root)
            if len(found) != (1 if old else 0):
                failures.append(f"{name}: {old!r} as {new!r}: found {found}")
    return failures


def main():
    compiler, where = sys.argv[1:3]
    found = self_test(compiler) if where == "--self-test" else check(compiler, pathlib.Path(where).resolve())
    print("\n".join(found) or "no violations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

"""The blocks of the pages, for check_pages.py: how they are read, and the check of those in C++ and of headers' examples."""

import dataclasses
import re
import shlex
import subprocess

EXAMPLE = re.compile(r"(?:^ *///     .*\n)+", re.MULTILINE)  # in a comment
SNIPPETS = "tests/checks/page_snippets.h"
RECIPES = "examples/cookbook/*.cpp"
COMPILED = ["examples/*.cpp", RECIPES, "tests/integration/examples/*_test.cpp"]


@dataclasses.dataclass
class Block:
    page: str
    line: int  # of the opening fence
    language: str
    text: str


def read(path):
    return path.read_text(encoding="utf-8")


def split(page, text):
    """Returns the blocks of a page, and its other lines with their numbers."""
    blocks, prose, open_block = [], [], None
    for number, line in enumerate(text.splitlines(), 1):
        fence = re.match(r"\s*```(\S*)\s*$", line)
        if fence and open_block is None:
            open_block = Block(page, number, fence.group(1), "")
        elif fence:
            blocks.append(open_block)
            open_block = None
        elif open_block is not None:
            open_block.text += line + "\n"
        else:
            prose.append((number, line))
    return blocks + ([open_block] if open_block else []), prose


def header_examples(root):
    """Returns the examples in the comments of the public headers, which are in the library's namespaces."""
    for path in sorted(root.glob("include/**/*.h")):
        text = read(path)
        for found in EXAMPLE.finditer(text):
            code = re.sub(r"^ *///     ", "", found.group(), flags=re.MULTILINE)
            yield Block(path.relative_to(root).as_posix(), text.count("\n", 0, found.start()), "cpp", code)


def compile_snippets(compiler, root, blocks):
    """Compiles all blocks in one file, so that the headers are compiled once."""
    text = read(root / SNIPPETS)
    for number, block in enumerate(blocks):
        names = "using namespace lookoutvision;\nusing namespace testing;\n" if block.page.endswith(".h") else ""
        text += f'\nvoid Snippet{number}() {{\n{names}#line {block.line + 1} "{block.page}"\n{block.text}}}\n'
    done = subprocess.run(
        [*shlex.split(compiler), "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Wno-unused", "-Werror",
         f"-I{root / 'include'}", "-xc++", "-"], input=text, capture_output=True, text=True, check=False)
    return [] if done.returncode == 0 else ["a C++ block does not compile:\n" + done.stderr]


def check_cpp(compiler, root, blocks):
    compiled = {read(path): path for pattern in COMPILED for path in root.glob(pattern)}
    snippets = []
    for block in blocks:
        if not re.search(r"^#include", block.text, re.MULTILINE):
            snippets.append(block)
        elif block.text not in compiled:
            yield f"{block.page}:{block.line}: this block equals none of {', '.join(COMPILED)}: keep the two equal"
    shown = {block.text for block in blocks}
    for path in sorted(root.glob(RECIPES)):
        if read(path) not in shown:
            yield f"{path.relative_to(root)}: no page shows this recipe"
    yield from compile_snippets(compiler, root, [*snippets, *header_examples(root)])

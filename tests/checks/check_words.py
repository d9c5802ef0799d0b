#!/usr/bin/env python3
"""Rejects phrases that docs/style.md replaces by others, in the text files that git tracks.

The list has only phrases that are always wrong in this project. It does not have words with a correct use
(`std::chrono::floor`, a limit of the service, `where` as a place).
usage: check_words.py ROOT | --self-test
"""

import pathlib
import re
import subprocess
import sys
import tempfile

# A pattern, which matches in any case and across line breaks, and its replacement.
PHRASES = [
    (r"rooms", "modules"),
    (r"(?:its|one|each|another|every|this|that) room(?! for)", "module"),
    (r"(?:lower|higher|upper|same) floors?", "layer"),
    (r"on_looks?", "on_poll"),
    (r"max_looks?_per_second", "max_polls_per_second"),
    (r"(?<!there\s)is no (?:valid|well-formed|\w*URL|UTF-8|JSON|number)", "is not a valid .., is not well-formed .."),
    (r"(?:is|are|was|were|be|not) told", "gets, is reported, or the active: returns, reports"),
    (r"(?:came|comes|becomes?|became) of", "the outcome of, the result of"),
    (r"st(?:and|ands|anding|ood) (?:beside|behind)", "is next to, follows, contains"),
    (r"d(?:ie|ies|ied) of", "failed with"),
    (r"(?:held|hold|holds) against", "compared with"),
    (r"is no part", "is not part"),
    (r"sign(?:s|ed)? anew", "sign again"),
    (r"(?:one|once) an? (?:answer|attempt|request|response)", "one per .., once per .."),
    (r"whoever", "the caller, the server, the parser: name it"),
    (r"those who", "the callers, the users: name them"),
    (r"hand(?:s|ed|ing)? (?:out|on)", "return, pass, provide"),
    (r"once a (?:client|call|process|second)", "once per .. (or \"after a ..\")"),
    (r"beyond all clocks", "is out of range"),
    (r"what is left(?! (?:out|alone))", "what remains, the remaining .."),
    (r"go(?:es|ing)? on(?! (?:the|a|its) )", "continue"),
    (r"how (?:it|the jobs?|they) stands?", "the status of .."),
    (r"come to(?= it\b| one\b|\.)", "reached"),
    (r"(?:NameOf|FromName|FromText)", "ToString, FromString"),
    (r"(?:FindMistake|FindBad\w*|WhyNot|FaultOf\w*)", "Validate.."),
    (r"what (?:it|this) promises", "guarantees"),
    (r"what is not there", "limitations"),
]
# This list, and the page that explains it.
EXEMPT = ("tests/checks/check_words.py", "docs/style.md")


def compiled(phrase):
    """Compiles a phrase of whole words, with any white space and comment signs between them."""
    return re.compile(rf"(?<![\w-])(?:{phrase})(?!\w)".replace(" ", r"(?:\s+|\s*\n\s*(?:///?|\#|--|\*)\s*)"), re.IGNORECASE)


PATTERNS = [(compiled(phrase), instead) for phrase, instead in PHRASES]


def check(root, names):
    """Returns the violations in the files `names`, each with file and line."""
    found = []
    for name in names:
        path = root / name
        if name in EXEMPT or not path.is_file():
            continue
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue
        for pattern, instead in PATTERNS:
            for match in pattern.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                phrase = " ".join(re.sub(r"\n\s*(?:///?|#|--|\*)", " ", match.group()).split())
                found.append((name, line, f'"{phrase}": write {instead} (docs/style.md)'))
    return [f"{name}:{line}: {text}" for name, line, text in sorted(found)]


def tracked(root):
    """Returns the files that git tracks. Outside a checkout, such as in an archive of the tree, the check is skipped."""
    if not (root / ".git").exists():
        print("this is not a git checkout, which lists the files to check")
        sys.exit(77)
    listed = subprocess.run(["git", "-C", str(root), "ls-files", "-z"], stdout=subprocess.PIPE, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name]


# Text that the phrases must find, and text that they must not find.
PLANTED = """
the rooms; in its room; a lower floor; on_look; max_looks_per_second; is no valid name; is no URL; he is told; are told;
what came of it; Whatever became of it; what becomes of it; stands beside it; Stand behind; whoever; those who;
hands out; handed on; once a client; once a call; beyond all clocks; what is left; goes on; go on; how the job stands;
are come to.; is not told; died of it; held against it; is no part; signed anew; one an answer; once an attempt;
NameOf(x); FromText; FaultOfName; WhyNot; what it promises; what is not there
""".replace("\n", " ").strip().split("; ")
PROPER = """
std::chrono::floor; a floor to measure against; room for more; a limit of the service; it goes on the wire; ConnectionOf;
what is left out; there is no number; a handler; handed over; untold; once per client; bathrooms; NameOfCase;
is not part; signed again; one per attempt
""".replace("\n", " ").strip().split("; ")


def self_test():
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for text, expected in [(text, 1) for text in PLANTED] + [(text, 0) for text in PROPER]:
            (root / "a.h").write_text(f"// First line.\n// {text}\n", encoding="utf-8")
            found = check(root, ["a.h"])
            if bool(found) != bool(expected) or (found and not found[0].startswith("a.h:2: ")):
                failures.append(f"{text!r}: found {found}")
        (root / "a.h").write_text("/// It stands\n/// behind it.\n", encoding="utf-8")
        if len(check(root, ["a.h"])) != 1:
            failures.append("a phrase over two lines of a comment is not found")
        (root / "a.bin").write_bytes(b"\xff rooms")
        if check(root, ["a.bin", "gone"]):
            failures.append("a file that is not text is read")
    return failures


def main():
    found = self_test() if sys.argv[1] == "--self-test" else check(
        pathlib.Path(sys.argv[1]), tracked(pathlib.Path(sys.argv[1])))
    print("\n".join(found) or "no violations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Checks that the module lookoutvision exports each name of the public headers, once, in alphabetical order, and no other.

A name is what a header declares at the indentation of the namespace, as clang-format lays it out. Headers below testing/, the
namespace lookoutvision::internal and macros are not part of the module.
usage: check_module.py ROOT | --self-test
"""

import pathlib
import re
import sys
import tempfile

FOLDER = pathlib.Path("include/lookoutvision")
MODULE = FOLDER / "lookoutvision.cppm"
COMMENT = re.compile(r"//[^\n]*")
INTERNAL = re.compile(r"^namespace internal \{$.*?^\}", re.MULTILINE | re.DOTALL)
# A declaration begins at the first column; its name is before the first parenthesis that follows a word or an operator.
NAMES = [
    re.compile(r"^(?:class|struct|enum class)(?: LOOKOUTVISION_EXPORT| \[\[\w+\]\])? (\w+)", re.MULTILINE),
    re.compile(r"^using (\w+) =", re.MULTILINE),
    re.compile(r"^inline constexpr \S+ (\w+) =", re.MULTILINE),
    re.compile(r"^(?!class|struct|enum|using|template)\w.*?(operator\W+?|\w+)\(", re.MULTILINE),
]
EXPORT = re.compile(r"^using lookoutvision::(\S+);$", re.MULTILINE)


def public_names(text):
    text = INTERNAL.sub("", COMMENT.sub("", text))
    return {name for pattern in NAMES for name in pattern.findall(text)}


def check(root):
    """Returns what the module lacks, and what it exports although no header declares it."""
    declared = set()
    for path in (root / FOLDER).glob("*.h"):
        declared |= public_names(path.read_text(encoding="utf-8"))
    exported = EXPORT.findall((root / MODULE).read_text(encoding="utf-8"))
    violations = [f"{MODULE}: does not export {name}" for name in sorted(declared - set(exported))]
    violations += [f"{MODULE}: exports {name}, which no header declares" for name in sorted(set(exported) - declared)]
    if exported != sorted(set(exported)):
        violations.append(f"{MODULE}: the exports are not in alphabetical order, each once")
    return violations


HEADER = """// ToString: a comment, int Commented();
namespace lookoutvision {
namespace internal {
class State;
}
struct Job {
  int Priority() const;
};
inline int Half(int value) {
  return Divide(value, 2);
}
%s
}  // namespace lookoutvision
"""

PLANTED = [
    ("class LOOKOUTVISION_EXPORT Client {\n  Client();\n};", "Client"),
    ("class [[nodiscard]] Ended : public Job {};", "Ended"),
    ("template <typename T>\nclass [[nodiscard]] Result {};", "Result"),
    ("enum class Kind {\n  kNone,\n};", "Kind"),
    ("using Executor = std::function<void(int)>;", "Executor"),
    ("inline constexpr std::string_view kVersion = \"1\";", "kVersion"),
    ("LOOKOUTVISION_EXPORT std::shared_ptr<Job> MakeJob(\n    int priority);", "MakeJob"),
    ("LOOKOUTVISION_EXPORT std::function<std::optional<Job>(const Job&)> MakeHandler(int);", "MakeHandler"),
    ("template <typename T, typename = decltype(Half(1))>\nJob From(T text);", "From"),
    ("auto operator<<(std::ostream& out, const Job& job) -> decltype(out << 1);", "operator<<"),
]


def plant(root, header, exported):
    (root / FOLDER / "job.h").write_text(HEADER % header, encoding="utf-8")
    (root / MODULE).write_text("".join(f"using lookoutvision::{name};\n" for name in exported), encoding="utf-8")
    return check(root)


def self_test():
    """Fails unless each planted name is missed in a module without it, and accepted in one with it."""
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / FOLDER).mkdir(parents=True)
        for header, name in PLANTED:
            lacking = plant(root, header, ["Half", "Job"])
            complete = plant(root, header, sorted(["Half", "Job", name]))
            if lacking != [f"{MODULE}: does not export {name}"] or complete:
                failures.append(f"planted {name}, found {lacking} and {complete}")
        for exported in (["Gone", "Half", "Job"], ["Job", "Half"], ["Half", "Half", "Job"]):
            if len(plant(root, "", exported)) != 1:
                failures.append(f"the exports {exported} are accepted")
    return failures


def main():
    found = self_test() if sys.argv[1] == "--self-test" else check(pathlib.Path(sys.argv[1]))
    print("\n".join(found) or "no violations")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

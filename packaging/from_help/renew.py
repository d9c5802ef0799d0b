#!/usr/bin/env python3
"""Makes the manual pages and completions of the programs of what they print for --help.

The files are committed, so that a build does not run the programs.
usage: renew.py [--check] FOLDER     with package_model and mock_service in the folder; --check only compares the files
"""

import pathlib
import subprocess
import sys

import completions
import man_page
from help_text import parse

PACKAGING = pathlib.Path(__file__).resolve().parent.parent

# What the help does not have.
EXTRA = {
    "package_model": {
        "options": "Every command takes these. Those that package_model itself has may also precede the command.",
        "files": [("~/.aws/config, ~/.aws/credentials", "Profiles. AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name "
                   "other files.")],
        "see_also": [r"\fBmock_service\fR(1), \fBaws\fR(1)",
                     "The pages package_model.md, configuration.md and gateways.md of lookoutvision."],
    },
    "mock_service": {
        "options": "Those that take a value take it as the next word, or after an equals sign.",
        "files": [],
        "see_also": [r"\fBpackage_model\fR(1), \fBcurl\fR(1)",
                     r"The pages testing.md and mock\-service\-recipes.md of lookoutvision."],
    },
}


def files_of(program, folder):
    """The files, with their contents."""
    def output(*arguments):
        return subprocess.run([folder / program, *arguments], stdout=subprocess.PIPE, text=True, check=True).stdout

    main = parse(output("--help"))
    commands = main.section("Subcommands")
    helps = {"": main}
    for entry in commands.entries if commands else ():
        helps[entry.term] = parse(output(entry.term, "--help"))
    words = completions.Words(program, helps)
    return {
        f"man/{program}.1": man_page.page(program, helps, {"version": output("--version").strip(), **EXTRA[program]}),
        f"completions/bash/{program}": completions.bash(words),
        f"completions/zsh/_{program}": completions.zsh(words),
        f"completions/fish/{program}.fish": completions.fish(words),
    }


def main():
    check = sys.argv[1] == "--check"
    folder = pathlib.Path(sys.argv[-1]).resolve()
    differ = []
    for program in EXTRA:
        for name, text in files_of(program, folder).items():
            path = PACKAGING / name
            if path.is_file() and path.read_text(encoding="utf-8") == text:
                continue
            differ.append(f"packaging/{name}")
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
    print("\n".join(differ) or "all files are up to date")
    if check and differ:
        print(f"these differ from --help; renew them: packaging/from_help/renew.py {sys.argv[-1]}")
        sys.exit(1)


if __name__ == "__main__":
    main()

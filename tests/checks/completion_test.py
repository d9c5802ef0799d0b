#!/usr/bin/env python3
"""Completes command lines of package_model and mock_service in a shell, with the files of packaging/completions.

usage: completion_test.py bash|zsh|fish COMPLETIONS
Is skipped if the shell is not installed; fails instead in CI on Debian 12.
"""

import os
import pathlib
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "conformance"))
from optional_sdks import require  # noqa: E402

# Seconds until a shell that hangs fails the test.
WATCHDOG = 60
# The driver of each shell completes its arguments, and prints a block for each: a candidate per line, then an empty one.
DRIVERS = {
    # Each argument has the words as bash splits them, in lines, after the command line itself.
    "bash": r"""
        compopt() { [[ $* == '-o default' ]] && files=yes; }
        for program in package_model mock_service; do source "$COMPLETIONS/bash/$program"; done
        for argument; do
          mapfile -t COMP_WORDS <<<"$argument"
          COMP_LINE=${COMP_WORDS[0]} COMP_POINT=${#COMP_LINE} COMP_WORDS=("${COMP_WORDS[@]:1}") files=
          COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) word=${COMP_WORDS[-1]}
          "_${COMP_WORDS[0]}"
          [[ ! $files ]] || mapfile -t COMPREPLY < <(compgen -f -- "${word#[=:<>]}")
          printf '%s\n' "${COMPREPLY[@]}" ''
        done""",
    # A second zsh, on a terminal of its own, whose ^T prints what it would complete.
    "zsh": r"""
        zmodload zsh/zpty
        zpty inner zsh -f -i
        zpty -w inner "fpath=($COMPLETIONS/zsh \$fpath); autoload -Uz compinit; compinit -u -D"
        zpty -w inner 'complete() {
          local -a found
          compadd() { local -a some; builtin compadd -A some "$@"; found+=($some); builtin compadd "$@" }
          _main_complete
          unfunction compadd
          print -rl -- "<" $found ">"
          compstate[insert]= compstate[list]=
        }; zle -C complete complete-word complete; bindkey "^T" complete; print READ""Y'
        zpty -r inner output '*READY*'
        for line; do
          zpty -w -n inner $line$'\C-T'
          zpty -r inner output $'*<\r\n*>\r\n*'
          print -r -- ${${output##*$'<\r\n'}%%$'>\r\n'*}
          zpty -w -n inner $'\C-U'
        done""",
    "fish": r"""
        for file in $COMPLETIONS/fish/*.fish
            source $file
        end
        for line in $argv
            complete -C $line | string replace -r '\t.*' ''
            echo
        end""",
}
COMMANDS = {"bash": ["bash", "--norc", "-c", DRIVERS["bash"], "bash"], "zsh": ["zsh", "-f", "-c", DRIVERS["zsh"], "zsh"],
            "fish": ["fish", "--no-config", "-c", DRIVERS["fish"]]}
TARGETS = "--target-device --target-os --target-arch --target-accelerator"


def is_prefixed(line, word):
    """Whether an option begins with what is typed; fish 4 also offers those that contain its letters."""
    return SHELL != "fish" or not word.startswith("--") or word.startswith(line.split(" ")[-1])


class Completion(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        for name in ("bundle.pem", "bundles.txt", "list"):
            (self.folder / name).touch()
        self.environment = {"PATH": os.environ["PATH"], "HOME": folder.name, "COMPLETIONS": COMPLETIONS, "TERM": "dumb",
                            "LC_ALL": "C.UTF-8"}

    def check(self, expected):
        """Compares the candidates for each command line."""
        arguments = list(expected)
        if SHELL == "bash":
            arguments = ["\n".join([line] + re.findall(r"[=:<>]+|[^\s=:<>]+|(?<= )$", line)) for line in arguments]
        run = subprocess.run(COMMANDS[SHELL] + arguments, env=self.environment, cwd=self.folder, capture_output=True,
                             text=True, timeout=WATCHDOG, check=True, stdin=subprocess.DEVNULL)
        self.assertEqual(run.stderr, "")
        blocks = re.split(r"(?m)^\r?\n", run.stdout)[:-1]
        found = {line: {re.sub(r"^--[\w-]+=(?=.)", "", word) for word in block.split() if is_prefixed(line, word)}
                 for line, block in zip(expected, blocks, strict=True)}
        self.assertEqual(found, {line: set(words.split()) for line, words in expected.items()})

    def test_commands(self):
        self.check({"package_model ": "start describe wait list",
                    "package_model de": "describe",
                    "package_model --debug --region list --output=json st": "start",
                    "package_model start st": ""})

    def test_options_of_the_command(self):
        self.check({"package_model --ve": "--version",
                    "package_model --ta": "",
                    "package_model start --ta": f"--tag {TARGETS}",
                    "package_model list --ta": "",
                    "package_model list --re": "--region",
                    "package_model --region eu-west-1 start --ta": f"--tag {TARGETS}",
                    "package_model start --project-name list --tag a:b=wait --ta": f"--tag {TARGETS}",
                    "package_model wait --job-name a --job-name b --job": "--job-name",
                    "mock_service --tls --se": "--secret-key --seed --session-token"})

    def test_values(self):
        self.check({"package_model --output ": "text json",
                    "package_model list --output=": "text json",
                    "package_model list --output=j": "json",
                    "package_model list --status FAILED --status ": "CREATED RUNNING SUCCEEDED FAILED",
                    "package_model start --target-device ": "jetson_xavier",
                    "package_model start --target-os L": "LINUX",
                    "package_model start --target-arch ": "ARM64 X86_64",
                    "package_model start --target-accelerator ": "NVIDIA"})

    def test_file_names_only_where_a_file_is_due(self):
        self.check({"package_model start --ca-bundle b": "bundle.pem bundles.txt",
                    "package_model start --ca-bundle=b": "bundle.pem bundles.txt",
                    "package_model start --cli-input-json bundle.": "bundle.pem",
                    "mock_service --seed b": "bundle.pem bundles.txt",
                    "package_model start --project-name b": "",
                    "package_model start --endpoint-url unix:b": "",
                    "package_model --endpoint-url unix:l": "",
                    "package_model start b": "",
                    "mock_service --host b": "",
                    "mock_service b": ""})

    @unittest.skipUnless(sys.argv[1] == "bash", "the others complete redirections themselves")
    def test_file_names_of_redirections(self):
        self.check({"package_model start --generate-cli-skeleton >b": "bundle.pem bundles.txt",
                    "package_model start --cli-input-json - < b": "bundle.pem bundles.txt"})

    @unittest.skipUnless(sys.argv[1] == "bash", "only bash gets its words from a driver")
    def test_lines_that_are_typed(self):
        main, terminal = pty.openpty()
        with open(main, "r+b", buffering=0) as typed, open(terminal, "r+b", buffering=0) as other:
            shell = subprocess.Popen(["bash", "--norc", "-i"], env=self.environment, cwd=self.folder, stdin=other, stdout=other,
                                     stderr=other, start_new_session=True)
            self.addCleanup(shell.wait)
            self.addCleanup(shell.kill)
            typed.write(b"""for p in package_model mock_service; do . "$COMPLETIONS/bash/$p"; done\n"""
                        b"""bind -x '"\\C-t": printf "<%s>\\n" "$READLINE_LINE"; READLINE_LINE='\n""")
            for line, completed in {
                    "package_model start --target-o": "package_model start --target-os ",
                    "package_model list --output=j": "package_model list --output=json ",
                    "package_model list --ca-bundle=bundle.": "package_model list --ca-bundle=bundle.pem ",
                    "package_model list --ca-bundle ./bundle.": "package_model list --ca-bundle ./bundle.pem ",
                    "package_model --endpoint-url unix:l": "package_model --endpoint-url unix:l",
                    "package_model start >bundle.": "package_model start >bundle.pem "}.items():
                self.assertEqual(self.complete(typed, line), completed)
            typed.write(b"COMP_WORDBREAKS=${COMP_WORDBREAKS//=}\n")
            self.assertEqual(self.complete(typed, "package_model list --output=j"), "package_model list --output=json ")

    def complete(self, typed, line):
        """The line after a tab: ^T prints it, and removes it."""
        typed.write(line.encode() + b"\t\x14")
        output = b""
        while not output.endswith(b">\r\n"):
            output += typed.read(1)
        return output.rpartition(b"<")[2].removesuffix(b">\r\n").decode()


if __name__ == "__main__":
    SHELL, COMPLETIONS = sys.argv[1], str(pathlib.Path(sys.argv[2]).resolve())
    require("" if shutil.which(SHELL) else f"not installed (Debian: {SHELL}): {SHELL}")
    unittest.main(argv=sys.argv[:1], verbosity=2)

"""Reads the text that a program prints for --help: paragraphs, and sections with their entries."""

import dataclasses
import re

# Values that a description lists, such as in "Processor of a platform: ARM64 or X86_64".
VALUE = r"(?:[A-Z][A-Z0-9_]+|[a-z]+_[a-z]+)"
VALUES = re.compile(rf"(?:^|: )({VALUE}(?:, {VALUE})*(?: or {VALUE})?)(?:;|$)")


@dataclasses.dataclass(frozen=True)
class Entry:
    """A term and its description, as one line; a paragraph has no description."""

    term: str
    text: str


@dataclasses.dataclass(frozen=True)
class Option:
    """An option: its names, what it takes (empty for a flag), and its description."""

    names: tuple
    kind: str
    text: str

    @property
    def takes_file(self):
        return self.kind in ("FILE", "FILE|-")

    @property
    def values(self):
        """The values that can be completed."""
        if "|" in self.kind and not self.takes_file:
            return self.kind.split("|")
        found = VALUES.search(self.text) if self.kind else None
        return re.findall(VALUE, found.group(1)) if found else []

    @property
    def summary(self):
        """The first part of the description."""
        return re.split(r"[.;] ", self.text)[0]


@dataclasses.dataclass(frozen=True)
class Section:
    """A section: its title, without the colon, its lines, without their indentation, and the same as entries."""

    title: str
    lines: tuple
    entries: tuple

    @property
    def options(self):
        """The options; empty if it is another section."""
        if not all(entry.term.startswith("-") for entry in self.entries):
            return ()
        terms = [entry.term.partition(" ") for entry in self.entries]
        return tuple(Option(tuple(names.split(",")), kind, entry.text)
                     for (names, _, kind), entry in zip(terms, self.entries))

    def is_named(self, title):
        # Versions of CLI11 differ in the case.
        return self.title.lower().startswith(title.lower())


@dataclasses.dataclass(frozen=True)
class Help:
    """The help of a program or of a command."""

    usage: str
    paragraphs: tuple
    sections: tuple

    @property
    def groups(self):
        return [section for section in self.sections if section.options]

    @property
    def options(self):
        return [option for group in self.groups for option in group.options]

    def section(self, title):
        """The section whose title begins so; None if there is none."""
        return next((section for section in self.sections if section.is_named(title)), None)


def entries_of(lines):
    entries = []
    for line in lines:
        if line.startswith(" "):
            last = entries.pop()
            entries.append(Entry(last.term, f"{last.text} {line.strip()}".strip()))
        else:
            term, _, text = line.partition("  ")
            entries.append(Entry(term, text.strip()))
    return tuple(entries)


def parse(text):
    """Makes a Help of a program's output."""
    # Newer versions of CLI11 omit "Usage:", and print a space before a long name.
    usage = re.search(r"^(?:Usage: )?(\S+ (?:\w+ )?\[OPTIONS\].*)\n", text, re.MULTILINE)
    text = text.replace(usage.group(), "\n")
    text = re.sub(r"^  -h, +--help", "  -h,--help", text, flags=re.MULTILINE)
    paragraphs, sections = [], []
    for block in re.split(r"\n\s*\n", text.strip()):
        title, *lines = block.splitlines()
        if lines and title.endswith(":") and all(line.startswith("  ") for line in lines):
            lines = tuple(line[2:] for line in lines)
            sections.append(Section(title[:-1], lines, entries_of(lines)))
        else:
            paragraphs.append(" ".join(block.split()))
    return Help(usage.group(1), tuple(paragraphs), tuple(sections))

"""Makes a manual page of a program's help, for man(7)."""

import re


def escape(text):
    for character, instead in (("\\", "\\e"), ("-", "\\-"), ("~", "\\(ti"), ("^", "\\(ha"), ("`", "\\(ga")):
        text = text.replace(character, instead)
    return re.sub(r"^(?=[.'])", r"\\&", text, flags=re.MULTILINE)


def prose(text):
    """A line per sentence."""
    return escape(re.sub(r"(?<=\.) (?=[A-Z])", "\n", text))


def paragraphs(texts):
    return "\n.PP\n".join(prose(text) for text in texts)


def tagged(term, text):
    return f".TP\n{term}\n{prose(text)}"


def option_list(options):
    entries = []
    for option in options:
        names = ", ".join(rf"\fB{escape(name)}\fR" for name in option.names)
        kind = rf" \fI{escape(option.kind)}\fR" if option.kind else ""
        entries.append(tagged(names + kind, option.text + "."))
    return "\n".join(entries)


def entry_list(section):
    return "\n".join(tagged(rf"\fB{escape(entry.term)}\fR", entry.text) if entry.text else f".PP\n{prose(entry.term)}"
                     for entry in section.entries)


def command_list(main, commands, omitted):
    lines = []
    for entry in main.section("Subcommands").entries:
        lines.append(f".SS {entry.term}\n{prose(entry.text)}.")
        lines += [f".PP\n{prose(group.title)}:\n{option_list(group.options)}"
                  for group in commands[entry.term].groups if group.title not in omitted]
    return "\n".join(lines)


def option_groups(groups):
    return "\n".join(f".SS {escape(group.title)}\n{option_list(group.options)}" for group in groups)


def page(program, helps, extra):
    """The page of a program.

    `helps` has its help, with the key "", and those of its commands; `extra` what the help does not have: `version`,
    `options` (a paragraph), `files` (pairs) and `see_also` (paragraphs).
    """
    main = helps[""]
    commands = {name: text for name, text in helps.items() if name}
    # Of every command: those that may precede it, and those that may not.
    common = main.groups
    if commands:
        first, *others = commands.values()
        common = [group for group in first.groups if all(group in other.groups for other in others)
                  and not main.section(group.title)] + common
    summary = main.paragraphs[0].rstrip(".")
    sections = [
        ("NAME", rf"{program} \- {escape(summary[0].lower() + summary[1:])}"),
        ("SYNOPSIS", rf"\fB{program}\fR{escape(main.usage.removeprefix(program))}"),
        ("DESCRIPTION", paragraphs(main.paragraphs)),
    ]
    if commands:
        sections.append(("COMMANDS", command_list(main, commands, [group.title for group in common])))
    sections.append(("OPTIONS", f"{prose(extra['options'])}\n{option_groups(common)}"))
    sources = main.section("Sources of options")
    if sources:
        sections.append(("ENVIRONMENT", f"{prose(sources.title)}:\n{entry_list(sources)}"))
    if extra["files"]:
        sections.append(("FILES", "\n".join(tagged(rf"\fI{escape(name)}\fR", text) for name, text in extra["files"])))
    sections.append(("EXIT STATUS", entry_list(main.section("Exit status"))))
    example = "\n".join(escape(line) for line in main.section("Example").lines)
    sections.append(("EXAMPLES", f".EX\n{example}\n.EE"))
    sections.append(("SEE ALSO", "\n.PP\n".join(extra["see_also"])))
    head = f'.\\" Made from --help by packaging/from_help/renew.py.\n.TH {program.upper()} 1 "" "lookoutvision {extra["version"]}"\n'
    return head + "".join(f".SH {title}\n{text}\n" for title, text in sections)

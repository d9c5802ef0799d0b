"""Makes the completions of a program for bash, zsh and fish of its help: the files *.in with their values."""

import pathlib
import textwrap

FOLDER = pathlib.Path(__file__).parent


class Words:
    """What a program can be given: the options of every command, those of one command, and the commands."""

    def __init__(self, program, helps):
        self.program = program
        main = helps[""]
        commands = {name: text.options for name, text in helps.items() if name}
        self.common = [option for option in main.options if all(option in options for options in commands.values())]
        # With the key "", those without a command.
        self.own = {name: [option for option in options if option not in self.common]
                    for name, options in {"": main.options, **commands}.items()}
        self.summaries = {entry.term: entry.text for entry in main.section("Subcommands").entries} if commands else {}
        self.all = {option.names: option for options in (self.common, *self.own.values()) for option in options}.values()


def fill(template, program, **values):
    text = (FOLDER / f"{template}.in").read_text(encoding="ascii")
    for name, value in {"program": program, **values}.items():
        text = text.replace(f"@{name}@", value)
    return text


def quoted(text):
    """A word for bash and zsh."""
    return "'" + text.replace("'", "'\\''") + "'"


def names_of(options):
    return [name for option in options for name in option.names]


def wrapped(start, words, end="", indent=6):
    """Words in lines; the first begins with `start`, the last ends with `end`."""
    return "\n".join(textwrap.wrap(" ".join(words), 116, initial_indent=start, subsequent_indent=" " * indent,
                                   break_on_hyphens=False, break_long_words=False)) + end


def bash(words):
    by_values = {}
    for option in words.all:
        if option.kind:
            by_values.setdefault("FILE" if option.takes_file else " ".join(option.values), []).extend(option.names)
    values = [wrapped("    ", " | ".join(names).split(), f") candidates='{candidates}' ;;")
              .replace(" |\n", " | \\\n") for candidates, names in by_values.items()]
    cases = [(f"{name}:*", names_of(own + words.common)) for name, own in words.own.items() if name]
    if cases:
        cases = [(":-*", names_of(words.own[""] + words.common)), (":*", words.summaries)] + cases
    else:
        cases = [("*", names_of(words.all))]
    return fill("completion.bash", words.program, values="\n".join(values), words="\n".join(
        wrapped(f"      {pattern}) candidates='", given, "' ;;", indent=8) for pattern, given in cases))


def zsh_option(option):
    text = option.summary.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    repeated = "*" if "may be repeated" in option.text.lower() else ""
    if option.kind:
        action = "_files" if option.takes_file else f"({' '.join(option.values)})" if option.values else " "
        return quoted(f"{repeated}{option.names[0]}=[{text}]:{option.kind}:{action}")
    if len(option.names) > 1:
        return f"{quoted(f'({chr(32).join(option.names)})')}{{{','.join(option.names)}}}{quoted(f'[{text}]')}"
    return quoted(f"{option.names[0]}[{text}]")


def zsh_options(options, indent):
    return "\n".join(" " * indent + zsh_option(option) for option in options)


def zsh(words):
    if not words.summaries:
        return fill("completion.zsh", words.program, common=zsh_options(words.common, 4), body="  _arguments $common")
    body = [f"  options=(\n{zsh_options(words.own[''], 4)}\n  )",
            "  _arguments -C $common $options '1: :->command' '*:: :->arguments' && return", "  case $state in",
            "    command)", "      options=("]
    body += [f"        {quoted(f'{name}:{text}')}" for name, text in words.summaries.items()]
    body += ["      )", "      _describe command options", "      ;;", "    arguments)", "      case $words[1] in"]
    body += [f"        {name})\n          options=(\n{zsh_options(words.own[name], 12)}\n          )\n          ;;"
             for name in words.summaries]
    body += ["      esac", "      _arguments $common $options", "      ;;", "  esac"]
    return fill("completion.zsh", words.program, common=zsh_options(words.common, 4), body="\n".join(body))


def fish_quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def fish_option(words, option, condition):
    names = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names)
    takes = ""
    if option.kind:
        takes = " -r -F" if option.takes_file else f" -x -a {fish_quoted(' '.join(option.values))}" if option.values else " -x"
    return f"complete -c {words.program}{condition} {names}{takes} -d {fish_quoted(option.summary)}"


def fish(words):
    lines = [fish_option(words, option, "") for option in words.common]
    for name, own in words.own.items():
        condition = f" -n '__{words.program}_command_is \"{name}\"'" if words.summaries else ""
        if not name:
            lines += [f"complete -c {words.program}{condition} -a {command} -d {fish_quoted(text)}"
                      for command, text in words.summaries.items()]
        lines += [fish_option(words, option, condition) for option in own]
    function = ""
    if words.summaries:
        with_values = wrapped("", names_of(option for option in words.all if option.kind), indent=8)
        function = fill("command.fish", words.program, options=with_values.replace("\n", " \\\n")) + "\n"
    return fill("completion.fish", words.program, function=function, lines="\n".join(lines))

"""`c8tui man`: the manual page in roff (man(7)), made of the tables that the command line, help and the keys have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import wrap

from c8tui import __version__
from c8tui.shell_help import table, topics
from c8tui.shell_manual import EXITS, VARIABLES, file_rows
from c8tui.shell_usage import Flag, Usage, usage

PAGE = Path(__file__).parent / "man" / "c8tui.1"
"""The page as it is installed; `python -m tests.topics` writes it."""
WIDTH = 60
"""Characters of a line of the source, before they are escaped."""
ABOUT = """\
c8tui is driven by the keyboard: an inbox for user tasks, forms, decisions, topology, jobs and incidents of a Camunda 8
cluster, by its Orchestration Cluster REST API v2. Without a command it opens the cluster that the settings name."""


def page() -> str:
    """The whole page."""
    whole = usage()
    sections = {
        "NAME": ["c8tui \\- terminal UI for Camunda 8"],
        "SYNOPSIS": _synopsis(whole),
        "DESCRIPTION": [_text(ABOUT)],
        "OPTIONS": [line for flag in whole.flags for line in _flag(flag)],
        "COMMANDS": _commands(whole),
        "SETTINGS": _settings(),
        "ENVIRONMENT": _rows(VARIABLES),
        "KEYS": _keys(),
        "FILES": _rows(file_rows()),
        "EXIT STATUS": _rows(EXITS),
        "SEE ALSO": _topics(),
    }
    lines = [f'.TH C8TUI 1 "" "c8tui {__version__}" "User Commands"', ".nh", ".ad l"]
    for title, body in sections.items():
        lines += [f".SH {title}", *body]
    return "\n".join(lines) + "\n"


def _synopsis(whole: Usage) -> Iterator[str]:
    for number, one in enumerate(whole.all()):
        if number:
            yield ".br"
        words = [*one.path, "[FLAG...]"]
        for place in one.places:
            word = place.argument.called + ("..." if place.repeats else "")
            words.append(word if place.needed else f"[{word}]")
        yield f".B c8tui\n{_text(' '.join(words))}"


def _commands(whole: Usage) -> Iterator[str]:
    common = set(whole.flags)
    for one in list(whole.all())[1:]:
        yield f".SS c8tui {_text(one.name)}"
        yield _text(one.about)
        for place in one.places:
            yield from _entry(place.argument.called, place.about)
        for flag in one.flags:
            if flag not in common:
                yield from _flag(flag)
        if again := [flag.names[-1] for flag in one.flags if flag in common]:
            yield ".PP"
            yield _text(f"Also, as above: {', '.join(again)}.")


def _flag(flag: Flag) -> Iterator[str]:
    called = f" {flag.argument.called}" if flag.argument else ""
    yield from _entry(", ".join(flag.names) + called, flag.about)


def _settings() -> Iterator[str]:
    variables = {name: rest for name, *rest in table("settings", "variables")}
    yield _text("Each stands in config.toml under its name; a flag beats a variable, and that the file.")
    for name, about in table("settings", "settings"):
        yield from _entry(name, about)
        if name in variables:
            yield ".br"
            yield _text(f"Variables: {variables[name][0]}.")


def _keys() -> Iterator[str]:
    text = (Path(__file__).parent / "topics" / "keys.md").read_text(encoding="utf-8")
    sheet = text.partition("<!-- keys -->")[2].partition("<!-- end -->")[0]
    for title, body in re.findall(r"^## (.+)\n((?:(?!## ).*\n?)*)", sheet, re.M):
        yield f".SS {_text(title)}"
        for row in re.findall(r"^\| `(.+?)` \| (.+) \|$", body, re.M):
            yield from _entry(row[0], re.sub(r"\*\*|`", "", row[1]))


def _topics() -> Iterator[str]:
    yield _text("c8tui help TOPIC prints more:")
    for name, title in topics().items():
        yield from _entry(name, title)


def _rows(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, about in rows:
        yield from _entry(name, about)


def _entry(name: str, about: str) -> Iterator[str]:
    yield ".TP"
    yield f"\\fB{_text(name)}\\fR"
    yield _text(about) if about else "\\&"


def _text(text: str) -> str:
    """A text as roff prints it: no part of it is a request, and what is not ASCII is named."""
    wrapped = "\n".join(wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False))
    escaped = wrapped.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti").replace("^", "\\(ha")
    escaped = escaped.replace("`", "\\(ga").replace("'", "\\(aq")
    escaped = escaped.replace("|", "|\\:")  # a long list of choices may be broken behind each
    ascii_only = "".join(one if one.isascii() else f"\\[u{ord(one):04X}]" for one in escaped)
    return re.sub(r"^(?=\.)", "\\\\&", ascii_only, flags=re.M)

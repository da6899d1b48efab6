"""`c8tui completion`: what completes the command line in bash, zsh and fish, from the tables of the command line.

Each script is the tables, as functions that print what there is, and a driver that reads the line with them. Only names
that change, as those of profiles, are asked of c8tui when they are needed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from c8tui.shell_usage import Argument, Positional, Usage, long_name, usage

DRIVERS = Path(__file__).parent / "completions"
ANY = "any"
"""Any text may stand there."""


def script(shell: str) -> str:
    """The script for `bash`, `zsh` or `fish`."""
    tables = (_fish if shell == "fish" else _posix)(_tables(usage()))
    lines = (DRIVERS / f"c8tui.{shell}").read_text(encoding="utf-8").splitlines()
    head = ["#compdef c8tui"] if shell == "zsh" else []
    return "\n".join((*head, *tables, "", *lines))


def known_names(kind: str, flags: Mapping[str, str | None], environ: Mapping[str, str]) -> Iterable[str]:
    """The names of `profiles`, `themes`, `views` of the inbox or `jobs-views`, those that print; SettingsError."""
    if kind == "views" or kind.endswith("-views"):
        names = _views(flags, environ, kind.rpartition("-")[0] or "tasks")
    else:
        names = {"profiles": _profiles, "themes": _themes}[kind](flags, environ)
    return (name for name in names if name.isprintable())


def _profiles(flags: Mapping[str, str | None], environ: Mapping[str, str]) -> Iterable[str]:
    from c8tui.settings import Settings, config_path
    from c8tui.settings_file import read_config

    path, chosen_by = config_path(flags, environ)
    if not chosen_by and not os.path.exists(path):
        return ()
    return sorted(read_config(path, frozenset(Settings.__struct_fields__)).profiles)


def _views(flags: Mapping[str, str | None], environ: Mapping[str, str], of: str) -> Iterable[str]:
    from c8tui.session.view_store import ViewStore
    from c8tui.settings import views_path
    from c8tui.shell_files import view_file

    store = ViewStore(view_file(flags.get("views") or environ.get("C8TUI_VIEWS")) or views_path())
    store.refresh()
    return (view.id for view in store.of(of))


def _themes(_: Mapping[str, str | None], __: Mapping[str, str]) -> Iterable[str]:
    from c8tui.themes.own import names, themes_path

    return names(themes_path())


def _tables(whole: Usage) -> dict[str, dict[str, list[str]]]:
    """By the name of a function: the lines that it prints, by what it is asked with; `*` stands for any end."""
    tables: dict[str, dict[str, list[str]]] = {
        name: {} for name in ("is_command", "commands", "flags", "value", "place")
    }
    for one in whole.all():
        tables["commands"][one.name] = [f"{below.path[-1]}\t{below.about}" for below in one.commands]
        tables["is_command"].update({f"{one.name}|{below.path[-1]}": [] for below in one.commands})
        tables["flags"][one.name] = [f"{long_name(flag)}\t{flag.about}" for flag in one.flags]
        for flag in one.flags:
            if flag.argument is not None:
                tables["value"].update({f"{one.name}|{name}": _spec(flag.argument) for name in flag.names})
        for number, place in enumerate(one.places):
            tables["place"][_asked(one, number, place)] = _spec(place.argument)
    return {
        name: {asked: lines for asked, lines in table.items() if lines or name == "is_command"}
        for name, table in tables.items()
    }


def _asked(one: Usage, number: int, place: Positional) -> str:
    return f"{one.name}|*" if place.repeats else f"{one.name}|{number}"


def _spec(value: Argument) -> list[str]:
    if value.is_file:
        return ["file"]
    if value.names:
        return [f"names {value.names}"]
    return ["words", *value.words] if value.words else [ANY]


def _posix(tables: Mapping[str, Mapping[str, list[str]]]) -> Iterator[str]:
    for name, table in tables.items():
        yield f"_c8tui_{name}() {{"
        yield "    case $1 in"
        for asked, lines in table.items():
            printed = f"printf '%s\\n' {' '.join(map(_quoted, lines))}" if lines else "return 0"
            yield f"        {_pattern(asked)}) {printed} ;;"
        yield "        *) return 1 ;;"
        yield "    esac"
        yield "}"


def _pattern(asked: str) -> str:
    """Of a `case`: the last star is one, and nothing else."""
    return f"{_quoted(asked[:-1])}*" if asked.endswith("*") else _quoted(asked)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _fish(tables: Mapping[str, Mapping[str, list[str]]]) -> Iterator[str]:
    for name, table in tables.items():
        yield f"function __c8tui_{name}"
        yield "    switch $argv[1]"
        for asked, lines in table.items():
            yield f"        case {_fish_quoted(asked)}"
            yield (
                f"            printf '%s\\n' {' '.join(map(_fish_quoted, lines))}" if lines else "            return 0"
            )
        yield "        case '*'"
        yield "            return 1"
        yield "    end"
        yield "end"


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

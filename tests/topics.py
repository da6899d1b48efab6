"""The tables of the manual that are made from the code, and its man page; `python -m tests.topics` writes them."""

from __future__ import annotations

import argparse
import ast
import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from msgspec import NODEFAULT
from msgspec.structs import fields
from starlette.routing import Route

from c8tui import flags, shell_man
from c8tui.sandbox.app import build
from c8tui.sandbox.fields import DIALECTS
from c8tui.sandbox.options import Options
from c8tui.session.own_commands import GENERAL
from c8tui.settings import FILE_ONLY, Settings
from c8tui.settings_sources import OFFICIAL, own_variables
from c8tui.shell_help import TOPICS
from c8tui.shell_manual import EXITS, VARIABLES, file_rows
from c8tui.themes.palette import ROLES
from c8tui.tui.commands.own import SETTINGS
from c8tui.tui.commands.sheet import key_sheet
from c8tui.tui.registry import MODES

ROOT = Path(__file__).parents[1]
FILES = (ROOT / "README.md", *sorted(TOPICS.glob("*.md")))


def settings_table() -> str:
    """Every setting with its default and its docstring."""
    words = docstrings(Settings)
    rows = ((f"`{one.name}`", words[one.name] + _default(one.default)) for one in fields(Settings))
    return _table(("setting", "what it is"), rows)


def variables_table() -> str:
    """The variables of each setting: ours, then those of the official clients."""
    own = own_variables(frozenset(Settings.__struct_fields__) - FILE_ONLY)
    names = {name: (*own[name], *OFFICIAL.get(name, ())) for name in Settings.__struct_fields__ if name in own}
    return _table(("setting", "variables"), ((f"`{name}`", _listed(found)) for name, found in names.items()))


def environment_table() -> str:
    """What is read of the environment beside."""
    return _table(("variable", "what it says"), ((_listed(names.split(", ")), about) for names, about in VARIABLES))


def files_table() -> str:
    """Where c8tui keeps what."""
    return _table(("file", "what is in it"), ((f"`{path}`", about) for path, about in file_rows()))


def exits_table() -> str:
    """Every exit code."""
    return _table(("exit code", "what it says"), EXITS)


def flags_table() -> str:
    """Every command with its flags."""
    rows: list[tuple[str, str]] = []
    parser = flags.parser()
    [commands] = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    for name, one in {"": parser, **commands.choices}.items():
        if name:
            rows.append((f"**`c8tui {name}`**", one.description or ""))
        for action in one._actions:
            if not isinstance(action, argparse._HelpAction | argparse._SubParsersAction):
                words = [*action.option_strings[-1:], action.metavar or ("" if action.nargs == 0 else _choices(action))]
                rows.append((f"`{' '.join(filter(None, words))}`", action.help or ""))
    return _table(("flag", "what it does"), rows)


def operations_table() -> str:
    """Every operation of the API that the sandbox serves, and the version that brought it."""
    since: dict[tuple[str, str], str] = {}
    for dialect in DIALECTS:
        for route in build(Options(dialect=dialect, tasks=1)).api.routes:
            if isinstance(route, Route) and route.path.startswith("/v2/"):
                for method in (route.methods or set()) - {"HEAD"}:
                    since.setdefault((route.path.removeprefix("/v2"), method), dialect)
    rows = ((f"`{method} {path}`", version) for (path, method), version in sorted(since.items()))
    return _table(("operation", "since"), rows)


def roles_table() -> str:
    """Every role of a theme, with what it colours."""
    return _table(("role", "what it colours"), ((f"`{role}`", words) for role, words in ROLES.items()))


def commands_table() -> str:
    """What a command of one's own may say."""
    return _table(("setting", "what it is"), ((f"`{name}`", words) for name, words in SETTINGS.items()))


def placeholders_table() -> str:
    """What may stand in the line of a command of one's own, by screen."""
    rows = [("every screen", ", ".join(f"`{{{name}}}`" for name in GENERAL))]
    for spec in MODES:
        if spec.record:
            names = ("key", *resolve_name(spec.record).__struct_fields__)
            rows.append((spec.id, ", ".join(f"`{{{name}}}`" for name in names)))
    return _table(("screen", "placeholders"), rows)


TABLES: dict[str, Callable[[], str]] = {
    "settings": settings_table, "variables": variables_table, "flags": flags_table, "keys": key_sheet,
    "operations": operations_table, "roles": roles_table, "commands": commands_table,
    "placeholders": placeholders_table, "environment": environment_table, "files": files_table, "exits": exits_table,
}  # fmt: skip


def filled(text: str) -> str:
    """A text with every table anew between `<!-- name -->` and `<!-- end -->`."""
    return re.sub(
        r"<!-- (\w+) -->\n.*?<!-- end -->",
        lambda found: f"<!-- {found[1]} -->\n{TABLES[found[1]]().strip()}\n<!-- end -->",
        text,
        flags=re.S,
    )


def docstrings(kind: type[Any]) -> dict[str, str]:
    """The sentence below each attribute of a class."""
    [body] = ast.parse(inspect.getsource(kind)).body
    assert isinstance(body, ast.ClassDef)
    return dict(_below(body.body))


def _below(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for attribute, below in pairwise(body):
        if isinstance(attribute, ast.AnnAssign) and isinstance(attribute.target, ast.Name):
            assert isinstance(below, ast.Expr), attribute.target.id
            assert isinstance(below.value, ast.Constant), attribute.target.id
            yield attribute.target.id, " ".join(str(below.value.value).split())


def _default(value: Any) -> str:
    if value is None or value == () or value == {} or value in ("", NODEFAULT):
        return ""
    return f" Default: `{str(value).lower() if isinstance(value, bool) else value}`."


def _choices(action: argparse.Action) -> str:
    return "|".join(map(str, action.choices)) if action.choices else action.dest.upper()


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(head: tuple[str, ...], rows: Any) -> str:
    lines = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join((f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}", *lines))


if __name__ == "__main__":
    for file in FILES:
        file.write_text(filled(file.read_text(encoding="utf-8")), encoding="utf-8")
    shell_man.PAGE.write_text(shell_man.page(), encoding="utf-8")

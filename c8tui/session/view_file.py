"""`views.toml`, read: own views in one file that can be committed and shared; a broken one costs no other."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from c8tui.errors import C8Error
from c8tui.model.search import Sort
from c8tui.model.user_tasks import UserTaskFilter
from c8tui.session.filter_syntax import NotWords, parts, quoted
from c8tui.session.identity import Identity
from c8tui.session.task_filters import FIELDS, QueryContext, read
from c8tui.session.views import BUILT_IN, NEAREST_DUE, View

KEYS = ("title", "any_of", "sort", "columns", *FIELDS)
ID = re.compile(r"[A-Za-z0-9_-]+")
_SOMEBODY = QueryContext(Identity("me", ("mine",), ""), datetime(2026, 1, 1, tzinfo=UTC))
"""By whom conditions are read to see whether they can be."""


class BrokenViews(C8Error):
    """The view file cannot be read or written; the detail names file, line, view and key."""

    advice = "Mend the file; the other views work meanwhile."


@dataclass(frozen=True, slots=True)
class ViewFile:
    """The views that a file holds, and what is wrong with the others, a sentence each."""

    views: tuple[View, ...] = ()
    problems: tuple[str, ...] = ()


def load(path: Path) -> ViewFile:
    """The views of the file; one that is not there holds none."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ViewFile()
    except (OSError, UnicodeDecodeError) as error:
        return ViewFile(problems=(f"{path}: {why(error)}",))
    return parse(text, str(path))


def why(error: OSError | UnicodeDecodeError) -> str:
    """Why a file cannot be read or written, in words that follow its name."""
    return (error.strerror or str(error)).lower() if isinstance(error, OSError) else "it is not UTF-8"


def parse(text: str, name: str) -> ViewFile:
    """The views of a text of TOML, without a byte order mark; `name` is that of the file, for problems."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return ViewFile(problems=(f"{name}: {error}",))
    problems = [f"{name}, line {_line(text, key)}: {key} is no table of views" for key in tables if key != "views"]
    found = tables.get("views", {})
    if not isinstance(found, dict):
        return ViewFile(problems=(*problems, f"{name}: views is no table"))
    views = []
    for id_, table in found.items():
        wrong = [*_problems(id_, table)]
        if not wrong:
            view = _view(id_, table)
            wrong = [*_unasked(view)]
            views += [] if wrong else [view]
        problems += [f"{name}, line {_line(text, key, id_)}: view {id_}, {key}: {reason}" for key, reason in wrong]
    return ViewFile(tuple(views), tuple(problems))


def _line(text: str, key: str, view: str | None = None) -> int:
    """The line that a key stands in, below the header of its view; that of the header where it is not found."""
    lines, at = text.split("\n"), 0
    if view is not None:
        header = re.compile(rf"\s*\[\s*views\s*\.\s*[\"']?{re.escape(view)}[\"']?\s*\]")
        at = next((number for number, line in enumerate(lines) if header.match(line)), 0)
    wanted = re.compile(rf"\s*\[?\s*[\"']?{re.escape(key)}\b")
    return next((number for number, line in enumerate(lines[at:], at) if wanted.match(line)), at) + 1


def _problems(id_: str, table: object) -> Iterator[tuple[str, str]]:
    """What is wrong with one view, by key."""
    if not isinstance(table, dict):
        yield id_, "it is no table"
        return
    if not ID.fullmatch(id_) or id_ in {view.id for view in BUILT_IN}:
        yield id_, "that name is taken, or has other characters than letters, digits, - and _"
    for key, value in table.items():
        if key == "any_of":
            yield from _alternative_problems(value)
        elif wrong := _problem(key, value):
            yield key, wrong


def _alternative_problems(value: object) -> Iterator[tuple[str, str]]:
    if not isinstance(value, list) or not value or not all(isinstance(part, dict) for part in value):
        yield "any_of", "it is a list of tables of conditions"
        return
    for part in value:
        yield from (
            ("any_of", f"{key}: {wrong}") for key, words in part.items() if (wrong := _condition_problem(key, words))
        )


def _unasked(view: View) -> Iterator[tuple[str, str]]:
    """Why the conditions of a view, each of which can be asked, cannot be asked together."""
    try:
        filters = view.filters(_SOMEBODY.identity, _SOMEBODY.now)
    except NotWords as wrong:
        yield "any_of", wrong.detail
    else:
        if not filters:
            yield "any_of", "no task can meet the conditions in it and those above it"


def _problem(key: str, value: object) -> str | None:
    if key == "title":
        return None if isinstance(value, str) and value.strip() else "it is a text"
    if key == "columns":
        return None if _texts(value) else "it is a list of names"
    if key == "sort":
        return _sort_problem(value)
    return _condition_problem(key, value)


def _condition_problem(key: str, value: object) -> str | None:
    if key not in FIELDS:
        near = get_close_matches(key, KEYS, n=1)
        return "there is no such key" + (f"; did you mean {near[0]}?" if near else f"; there are {', '.join(KEYS)}")
    if (words := _words(key, value)) is None:
        return "it is a text, a number, true or false, or a list of texts"
    try:
        read(key, words, _SOMEBODY)
    except NotWords as wrong:
        return wrong.detail
    return None


def _sort_problem(value: object) -> str | None:
    known = sorted(UserTaskFilter.sort_fields)
    if not _texts(value):
        return f"it is a list of fields, falling ones with a minus: {', '.join(known)}"
    assert isinstance(value, list)
    wrong = [name for name in value if name.removeprefix("-") not in known]
    return f"the cluster does not sort by {wrong[0]}; it sorts by {', '.join(known)}" if wrong else None


def _texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(part, str) and part for part in value)


def _words(key: str, value: object) -> str | None:
    """A value of the file as the words of a condition."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, list) or not _texts(value):
        return None
    if key.endswith("_variables"):
        return "; ".join(value)
    return ", ".join(part if len(parts(part)) < 2 else quoted(part) for part in value)


def _view(id_: str, table: Mapping[str, Any]) -> View:
    conditions = _conditions({key: value for key, value in table.items() if key in FIELDS})
    several = tuple(map(_conditions, table.get("any_of", ())))
    sort = tuple(Sort(name.removeprefix("-"), "DESC" if name[0] == "-" else "ASC") for name in table.get("sort", ()))
    return View(
        id_,
        table.get("title", id_),
        several or (conditions,),
        sort or NEAREST_DUE,
        tuple(table.get("columns", ())),
        own=True,
        common=conditions if several else {},
    )


def _conditions(table: Mapping[str, Any]) -> dict[str, str]:
    return {key: _words(key, value) or "" for key, value in table.items()}

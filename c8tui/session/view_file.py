"""`views.toml`: own views in one file that can be committed and shared; a broken one does not cost the others."""

from __future__ import annotations

import json
import os
import re
import tempfile
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
from c8tui.session.filter_syntax import NotWords
from c8tui.session.identity import Identity
from c8tui.session.task_filters import FIELDS, Asked, read
from c8tui.session.views import BUILT_IN, NEAREST_DUE, View

KEYS = ("title", "any_of", "sort", "columns", *FIELDS)
ID = re.compile(r"[A-Za-z0-9_-]+")
_SOMEBODY = Asked(Identity("me", ("mine",), ""), datetime(2026, 1, 1, tzinfo=UTC))
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
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ViewFile()
    except (OSError, UnicodeDecodeError) as error:
        return ViewFile(problems=(f"{path}: {_why(error)}",))
    return _parse(text, str(path))


def _why(error: OSError | UnicodeDecodeError) -> str:
    return (error.strerror or str(error)).lower() if isinstance(error, OSError) else "it is not UTF-8"


def _parse(text: str, name: str) -> ViewFile:
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
        problems += [f"{name}, line {_line(text, key, id_)}: view {id_}, {key}: {why}" for key, why in wrong]
        if not wrong:
            views.append(_view(id_, table))
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
        elif why := _problem(key, value):
            yield key, why


def _alternative_problems(value: object) -> Iterator[tuple[str, str]]:
    if not isinstance(value, list) or not value or not all(isinstance(part, dict) for part in value):
        yield "any_of", "it is a list of tables of conditions"
        return
    for part in value:
        yield from (
            ("any_of", f"{key}: {why}") for key, words in part.items() if (why := _condition_problem(key, words))
        )


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
    between = "; " if key.endswith("_variables") else ", "
    return between.join(value) if _texts(value) and isinstance(value, list) else None


def _view(id_: str, table: Mapping[str, Any]) -> View:
    common = {key: _words(key, value) or "" for key, value in table.items() if key in FIELDS}
    several = [{key: _words(key, value) or "" for key, value in part.items()} for part in table.get("any_of", ({},))]
    sort = tuple(Sort(name.removeprefix("-"), "DESC" if name[0] == "-" else "ASC") for name in table.get("sort", ()))
    return View(
        id_,
        table.get("title", id_),
        tuple({**common, **part} for part in several),
        sort or NEAREST_DUE,
        tuple(table.get("columns", ())),
        own=True,
    )


# Writing


def as_toml(view: View) -> str:
    """The table of a view."""
    lines = [f"[views.{view.id}]", f"title = {_quoted(view.title)}"]
    if len(view.alternatives) == 1:
        lines += [f"{key} = {_quoted(words)}" for key, words in view.alternatives[0].items() if words]
    else:
        tables = (", ".join(f"{key} = {_quoted(words)}" for key, words in part.items()) for part in view.alternatives)
        lines.append("any_of = [ " + ", ".join(f"{{ {table} }}" for table in tables) + " ]")
    if view.sort != NEAREST_DUE:
        sort = (f"{'-' if key.order == 'DESC' else ''}{key.field}" for key in view.sort)
        lines.append(f"sort = [{', '.join(map(_quoted, sort))}]")
    if view.columns:
        lines.append(f"columns = [{', '.join(map(_quoted, view.columns))}]")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON's escapes, and DEL, which JSON lets through."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def save(path: Path, view: View) -> None:
    """Put `view` into the file, in place of one of that name; nothing else of it changes by a byte.

    Raises BrokenViews for a file that is none, or that would not read back as it should.
    """
    _change(path, view.id, as_toml(view), view)


def remove(path: Path, view_id: str) -> None:
    """Take a view out of the file. Raises BrokenViews as `save()`."""
    _change(path, view_id, "", None)


def _change(path: Path, view_id: str, table: str, wanted: View | None) -> None:
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        tomllib.loads(before)
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenViews(f"{path}: {_why(error)}") from None
    except tomllib.TOMLDecodeError as error:
        raise BrokenViews(f"{path} is not written to while it is broken: {error}") from None
    begin, end = _place(before, view_id)
    gap = ""
    if table and 0 < begin == len(before):
        gap = "" if before[:begin].endswith("\n\n") else "\n" if before[:begin].endswith("\n") else "\n\n"
    after = before[:begin] + gap + table + before[end:]
    try:
        old, new = _parse(before, str(path)), _parse(after, str(path))
        rest = [[view for view in one.views if view.id != view_id] for one in (old, new)]
        found = next((view for view in new.views if view.id == view_id), None)
        if found != wanted or rest[0] != rest[1] or len(new.problems) > len(old.problems):
            raise BrokenViews(f"{path}: {view_id} stands there in a way that cannot be replaced; edit it by hand")
        _replace(path, after)
    except OSError as error:
        raise BrokenViews(f"{path}: {_why(error)}") from None


def _place(text: str, view_id: str) -> tuple[int, int]:
    """Where the table of a view begins and ends; the end of the text where there is none."""
    header = re.search(rf"^[ \t]*\[[ \t]*views[ \t]*\.[ \t]*[\"']?{re.escape(view_id)}[\"']?[ \t]*\].*\n?", text, re.M)
    if header is None:
        return len(text), len(text)
    following = re.compile(r"^[ \t]*\[|^[ \t]*#.*\n(?=[ \t]*(?:#.*\n[ \t]*)*\[)", re.M).search(text, header.end())
    end = following.start() if following else len(text)
    body = text[header.end() : end]
    return header.start(), header.end() + len(body.rstrip("\n \t")) + (1 if body.strip() and body.endswith("\n") else 0)


def _replace(path: Path, text: str) -> None:
    """Replace the file at once, its mode kept; behind a link, the file that it leads to."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(temporary, path.stat().st_mode & 0o777 if path.exists() else 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise

"""`views.toml`: own views in one file that can be committed and shared, read and written.

A broken view costs no other. What is written leaves all else as it is, byte by byte: tomlkit keeps comments and order;
what it would lose, the comments behind a table that belong to the next one, the line ends and the byte order mark, is
kept here. It is imported when something is saved: few sessions do, and it takes long.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from c8tui.errors import C8Error
from c8tui.files import replace_file
from c8tui.session.view_tables import LIST, list_of, problems_of, unasked, values_of, view_of
from c8tui.session.views import View

ID = re.compile(r"[A-Za-z0-9_-]+")


class BrokenViews(C8Error):
    """The view file cannot be read or written; the detail names file, line, view and key."""

    advice = "Fix the file; the other views work meanwhile."


class ViewFile(Struct, frozen=True):
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
        wrong = [*problems_of(id_, table, ID.fullmatch)]
        if not wrong:
            view = view_of(id_, table)
            wrong = [*unasked(view)]
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


# Writing: one view is put in, renamed or taken out

_MARK = "\ufeff"


def save_view(path: Path, view: View) -> None:
    """Put `view` into the file, in place of one of that name.

    Raises BrokenViews for a file that is none, or that would not read back as it should.
    """
    _change(path, lambda text: _put(text, view), without=view.id, wanted=view)


def remove_view(path: Path, view_id: str) -> None:
    """Take a view out of the file. Raises BrokenViews as `save_view()`."""
    _change(path, lambda text: _taken_out(text, view_id), without=view_id, wanted=None)


def rename_view(path: Path, view_id: str, view: View) -> None:
    """Let the view `view_id` be `view`, in its place; another of that name is taken out. Raises BrokenViews."""

    def renamed(text: str) -> str:
        if view.id != view_id:
            text = _headed(_taken_out(text, view.id) if _has(text, view.id) else text, view_id, view.id)
        return _put(text, view)

    _change(path, renamed, without=view_id, wanted=view)


def as_toml(view: View) -> str:
    """The table of a view, alone."""
    import tomlkit

    table = tomlkit.table()
    for key, value in values_of(view).items():
        table.add(key, _item(value))
    views = tomlkit.table(is_super_table=True)
    views.add(view.id, table)
    document = tomlkit.document()
    document.add("views", views)
    return tomlkit.dumps(document)


def _item(value: Any) -> Any:
    """As an item of tomlkit; alternatives stand in one line."""
    import tomlkit

    if not isinstance(value, list) or not isinstance(value[0], Mapping):
        return tomlkit.item(value)
    several = tomlkit.array()
    for part in value:
        table = tomlkit.inline_table()
        table.update(part)
        several.append(table)
    return several


# Writing: the file


def _change(path: Path, change: Callable[[str], str], *, without: str, wanted: View | None) -> None:
    try:
        before = path.read_bytes().decode("utf-8") if path.exists() else ""
        mark, text = (_MARK, before[1:]) if before.startswith(_MARK) else ("", before)
        tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenViews(f"{path}: {why(error)}") from None
    except tomllib.TOMLDecodeError as error:
        raise BrokenViews(f"{path} is not written to while it is broken: {error}") from None
    touched = {without, wanted.id} if wanted is not None else {without}
    after = _with_line_ends_of(text, _changed(path, text, change, without))
    try:
        old, new = parse(text, str(path)), parse(after, str(path))
        found = {view.id: view for view in new.views if view.id in touched}
        expected = {wanted.id: wanted} if wanted is not None else {}
        if found != expected or _rest(old, touched) != _rest(new, touched) or len(new.problems) > len(old.problems):
            raise _by_hand(path, without)
        _replace(path, mark + after)
    except OSError as error:
        raise BrokenViews(f"{path}: {why(error)}") from None


def _changed(path: Path, text: str, change: Callable[[str], str], view_id: str) -> str:
    from tomlkit.exceptions import TOMLKitError

    try:
        return change(text)
    except (TOMLKitError, KeyError, TypeError, ValueError, AttributeError):  # views in a shape that nobody writes
        raise _by_hand(path, view_id) from None


def _by_hand(path: Path, view_id: str) -> BrokenViews:
    return BrokenViews(f"{path}: {view_id} stands there in a way that cannot be replaced; edit it by hand")


def _rest(found: ViewFile, touched: set[str]) -> list[View]:
    return [view for view in found.views if view.id not in touched]


def _with_line_ends_of(before: str, after: str) -> str:
    """What is new with the line ends that the file has, where it has one kind."""
    one_kind = "\r\n" in before and not re.search(r"(?<!\r)\n", before)
    return re.sub(r"(?<!\r)\n", "\r\n", after) if one_kind else after


def _replace(path: Path, text: str) -> None:
    """Replace the file at once, its mode kept; behind a link, the file that it leads to."""
    path = path.resolve()
    replace_file(path, text.encode(), path.stat().st_mode & 0o777 if path.exists() else 0o644)


# Writing: the text


def _has(text: str, view_id: str) -> bool:
    return view_id in tomllib.loads(text).get("views", {})


def _put(text: str, view: View) -> str:
    """The text with a view: its values in its table, where it has one; a table at the end, where it has none."""
    import tomlkit
    from tomlkit.items import Table

    if not _has(text, view.id):
        gap = "" if not text or text.endswith(("\n\n", "\n\r\n")) else "\n" if text.endswith("\n") else "\n\n"
        return f"{text}{gap}{as_toml(view)}"
    document = tomlkit.parse(text)
    table: Any = document["views"][view.id]
    behind = _take_trivia(table) if isinstance(table, Table) else []
    old, new = tomllib.loads(text)["views"][view.id], values_of(view)
    known = parse(as_toml(view), "").views
    for key in [*table]:
        if key not in new and (key != LIST or list_of(old) != view.of):
            del table[key]
    for key, value in new.items():
        if key not in old or parse(_alone(view.id, {**new, key: old[key]}), "").views != known:
            table[key] = _item(value)
    for item in behind:
        table.add(item)
    return tomlkit.dumps(document)


def _alone(view_id: str, values: Mapping[str, Any]) -> str:
    """A table of a view with values as a file has them."""
    import tomlkit

    return tomlkit.dumps({"views": {view_id: dict(values)}})


def _taken_out(text: str, view_id: str) -> str:
    """The text without the table of a view; comments before the next table stay, as they are about that."""
    import tomlkit
    from tomlkit.items import Table

    document = tomlkit.parse(text)
    views: Any = document["views"]
    table = views[view_id]
    behind = "".join(item.as_string() for item in _take_trivia(table)) if isinstance(table, Table) else ""
    del views[view_id]
    after = tomlkit.dumps(document)
    at = _line_start(text, after)
    lines = behind.splitlines(keepends=True)
    blank = next((number for number, line in enumerate(lines) if not line.strip()), None)
    kept = lines[blank + 1 :] if blank is not None else lines if after[at:] else []
    return f"{after[:at]}{''.join(kept)}{after[at:]}"


def _headed(text: str, view_id: str, new_id: str) -> str:
    """The text with another name in the header of a view. Raises ValueError where it has no header of its own."""
    header = re.compile(rf"^([ \t]*\[[ \t]*views[ \t]*\.[ \t]*)[\"']?{re.escape(view_id)}[\"']?([ \t]*\])", re.M)
    found = [*header.finditer(text)]
    if len(found) != 1:
        raise ValueError(view_id)
    return f"{text[: found[0].start()]}{found[0][1]}{new_id}{found[0][2]}{text[found[0].end() :]}"


def _line_start(text: str, cut: str) -> int:
    """Where the lines begin that are gone."""
    same = next((at for at, (one, other) in enumerate(zip(text, cut, strict=False)) if one != other), len(cut))
    return text.rfind("\n", 0, same) + 1


def _take_trivia(table: Any) -> list[Any]:
    """Take the comments and blank lines from the end of a table: what is added to it comes before them."""
    body = table.value.body
    taken: list[Any] = []
    while body and body[-1][0] is None:
        taken.insert(0, body.pop()[1])
    return taken

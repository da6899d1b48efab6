"""`views.toml`: own views in one file that can be committed and shared, read, written, and listed with the others.

A broken view costs no other. What is written leaves all else as it is, byte by byte: tomlkit keeps comments and order;
what it would lose, the comments behind a table that belong to the next one, the line ends and the byte order mark, is
kept here. It is imported when something is saved: few sessions do, and it takes long.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from c8tui.errors import C8Error, Refusal
from c8tui.files import replace_file
from c8tui.model.search import Sort
from c8tui.model.user_tasks import UserTaskFilter
from c8tui.session.filter_syntax import NotWords, parts, quoted
from c8tui.session.identity import Identity
from c8tui.session.task_filters import FIELDS, QueryContext, read
from c8tui.session.views import BUILT_IN, NEAREST_DUE, View, view_named

KEYS = ("title", "any_of", "sort", "columns", *FIELDS)
ID = re.compile(r"[A-Za-z0-9_-]+")
_SOMEBODY = QueryContext(Identity("me", ("mine",), ""), datetime(2026, 1, 1, tzinfo=UTC))
"""By whom conditions are read to see whether they can be."""


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
    for key, value in _values(view).items():
        table.add(key, _item(value))
    views = tomlkit.table(is_super_table=True)
    views.add(view.id, table)
    document = tomlkit.document()
    document.add("views", views)
    return tomlkit.dumps(document)


def _values(view: View) -> dict[str, Any]:
    """What stands in the table of a view."""
    found: dict[str, Any] = {"title": view.title}
    above = view.alternatives[0] if len(view.alternatives) == 1 and not view.common else view.common
    found.update((key, words) for key, words in above.items() if words)
    if above is not view.alternatives[0]:
        found["any_of"] = [dict(part) for part in view.alternatives]
    if view.sort != NEAREST_DUE:
        found["sort"] = [f"{'-' if key.order == 'DESC' else ''}{key.field}" for key in view.sort]
    if view.columns:
        found["columns"] = [*view.columns]
    return found


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
    old, new = tomllib.loads(text)["views"][view.id], _values(view)
    known = parse(as_toml(view), "").views
    for key in [*table]:
        if key not in new:
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


# All views there are: those that everybody has, and those of the file, read again when it changes


class ViewExists(Refusal):
    """A view of one's own has that name already: somebody has to say that it is to be replaced."""

    def __init__(self, other: View) -> None:
        super().__init__(f"{other.title} is there already")
        self.other = other


class ViewStore(Struct):
    """The views by the file at `path`; without one, those of one's own are kept in memory."""

    path: Path | None
    _file: ViewFile = field(default_factory=ViewFile)
    _stamp: tuple[int, int] | None = None
    """Time and size of the file when it was read."""

    def __iter__(self) -> Iterator[View]:
        yield from BUILT_IN
        yield from self.own

    @property
    def own(self) -> tuple[View, ...]:
        """Those of the file."""
        return self._file.views

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with the file, a sentence each."""
        return self._file.problems

    def named(self, name: str) -> View | None:
        """The view with this id or title, or the only one that begins so."""
        return view_named(name, self)

    def refresh(self) -> bool:
        """Read the file if it has changed since; whether it had."""
        if self.path is None:
            return False
        try:
            status = self.path.stat()
            stamp = status.st_mtime_ns, status.st_size
        except OSError:
            stamp = None
        if stamp is not None and stamp == self._stamp:
            return False
        before, self._stamp = self._file, stamp
        self._file = load(self.path)
        return self._file != before

    def save(self, view: View, title: str, *, replacing: bool = False) -> View:
        """Keep a view under a title. Raises ViewExists where that is the name of another view of one's own.

        `replacing` it is meant, then. Raises C8Error for a name that no view can have, and for a file that cannot be
        written.
        """
        own = self._named(view, title, replacing=replacing)
        if self.path is None:
            self._remember(own.id, own)
        else:
            save_view(self.path, own)
            self.refresh()
        return own

    def rename(self, view: View, title: str, *, replacing: bool = False) -> View:
        """Give an own view another title, and the name that goes with it. Raises as `save_view()`."""
        own = self._named(view, title, replacing=replacing)
        if self.path is None:
            self._remember(view.id, own)
        else:
            rename_view(self.path, view.id, own)
            self.refresh()
        return own

    def _remember(self, view_id: str, view: View | None) -> None:
        """Keep a view in memory in the place of another, or at the end; None takes that out."""
        new = view.id if view is not None else view_id
        others = [known for known in self.own if known.id == view_id or known.id != new]
        kept = [view if known.id == view_id else known for known in others]
        if view is not None and view not in kept:
            kept.append(view)
        self._file = ViewFile(tuple(known for known in kept if known is not None))

    def _named(self, view: View, title: str, *, replacing: bool) -> View:
        """The view as it is kept under a title."""
        id_ = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")
        if not id_ or any(id_ == known.id or title.casefold() == known.title.casefold() for known in BUILT_IN):
            raise Refusal(f"a view of your own cannot be called {title!r}")
        self.refresh()
        other = next((known for known in self.own if known.id == id_), None)
        if other is not None and not replacing and not (view.own and view.id == id_):
            raise ViewExists(other)
        return replace(view, id=id_, title=title, own=True, changed_from=None)

    def remove(self, view: View) -> None:
        """Take an own view out. Raises C8Error."""
        if self.path is None:
            self._remember(view.id, None)
        else:
            remove_view(self.path, view.id)
            self.refresh()

"""`c8tui tasks` and the other lists: what the screens list, for a terminal, a pipe or a program."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from c8tui.errors import Refusal, SettingsError
from c8tui.session.dates import ago, due_words
from c8tui.session.export import csv_text
from c8tui.session.filter_line import NotAFilter
from c8tui.session.filter_syntax import NotWords
from c8tui.session.listings import DATES, Asked, Listing, NotASort, NotAView, listing
from c8tui.shell_output import is_terminal, json_text, put, tell
from c8tui.shell_table import plain_line, table_lines, widths
from c8tui.text import counted, plural, visible

if TYPE_CHECKING:
    from c8tui.flags import Flags
    from c8tui.session.session import Session

FAILED = 1
_TITLES = {"priority": "PRIO"}
"""What a table calls a column whose name is wider than its values."""


async def print_list(session: Session, flags: Flags) -> int:
    """Print what is asked for and return the exit code. Raises SettingsError for what cannot be asked, C8Error."""
    asked = Asked(flags.view or "", flags.filter or "", flags.sort or "", flags.limit)
    try:
        found = listing(session, flags.command, asked)
    except NotWords as wrong:
        raise _misused(wrong, asked) from None
    except Refusal as unknown:
        raise SettingsError("user", "settings", unknown.detail, "Set user and groups in the settings") from None
    printer = _Json(found) if flags.json else _Csv(found) if flags.csv else _lines_for(found)
    number = 0
    async for items in found.pages():
        printer.page(items)
        number += len(items)
    printer.end()
    if not number:
        tell(f"no {plural(0, found.noun)} found")
    return _told_of_gaps(found)


def _misused(wrong: NotWords, asked: Asked) -> SettingsError:
    if isinstance(wrong, NotAView):
        return SettingsError("view", "flag --view", wrong.detail, "Name one of them")
    if isinstance(wrong, NotASort):
        return SettingsError("sort", "flag --sort", wrong.detail, "Name one of them")
    place = f", character {wrong.place} of {visible(asked.filter)!r}" if isinstance(wrong, NotAFilter) else ""
    return SettingsError("filter", f"flag --filter{place}", wrong.detail, "See c8tui help scripting")


def _told_of_gaps(found: Listing) -> int:
    """Say what is missing of the list; 1 where something is."""
    if found.unread:
        tell(f"{counted(found.unread, found.noun)} cannot be read: {visible(found.why_unread)}")
    if found.repeats:
        tell("the cluster gave one cursor twice: there may be more")
    return FAILED if found.unread or found.repeats else 0


def _lines_for(found: Listing) -> _Table | _Plain:
    return _Table(found) if is_terminal() else _Plain(found)


class _Plain:
    """Tab-separated lines without titles, so that every line is a record."""

    def __init__(self, found: Listing) -> None:
        self._found = found

    def page(self, items: Sequence[Any]) -> None:
        put(*(plain_line(self._found.values(item)) for item in items), flush=True)

    def end(self) -> None:
        """There is nothing below."""


class _Table:
    """Titles and rows in columns, whose widths are those of the first page."""

    def __init__(self, found: Listing) -> None:
        self._found = found
        self._widths: list[int] = []
        self._now = datetime.now(UTC)

    def page(self, items: Sequence[Any]) -> None:
        rows = [self._cells(item) for item in items]
        if not self._widths:
            rows.insert(0, [_TITLES.get(name) or visible(name).replace("_", " ").upper() for name in self._found.names])
            dates = {number for number, name in enumerate(self._found.names) if name in DATES}
            self._widths = widths(rows, shutil.get_terminal_size().columns, dates)
        put(*table_lines(rows, self._widths), flush=True)

    def _cells(self, item: Any) -> list[str]:
        cells = zip(self._found.names, self._found.values(item), strict=True)
        return [visible(self._date(name, value) if name in DATES else _text(value)) for name, value in cells]

    def _date(self, name: str, value: object) -> str:
        """A moment in the words of the screens, which a table of 80 columns has room for."""
        said = str(value) if value else None
        return due_words(said, self._now) if name in ("due", "follow_up") else ago(said, self._now)

    def end(self) -> None:
        """There is nothing below."""


def _text(value: object) -> str:
    return "-" if value is None or value == "" else str(value)


class _Json:
    """One array of records under the API's names, a line each; it is closed only where it is whole."""

    def __init__(self, found: Listing) -> None:
        self._found = found
        self._before = "["

    def page(self, items: Sequence[Any]) -> None:
        for item in items:
            put(f"{self._before}{json_text(self._found.record(item))}", end="")
            self._before = ",\n"
        put(end="", flush=True)

    def end(self) -> None:
        put("[]" if self._before == "[" else "]")


class _Csv:
    """Titles and records, as an export writes them; titles stand as soon as the cluster has answered."""

    def __init__(self, found: Listing) -> None:
        self._found = found
        self._titled = False

    def page(self, items: Sequence[Any]) -> None:
        self._title()
        rows = [self._found.values(item) for item in items]
        if is_terminal():  # a file keeps what was said letter by letter; a terminal would obey it
            rows = [[visible(value, None) if isinstance(value, str) else value for value in row] for row in rows]
        put(csv_text(rows), end="", flush=True)

    def end(self) -> None:
        self._title()

    def _title(self) -> None:
        if not self._titled:
            self._titled = True
            put(csv_text([[visible(name) for name in self._found.names]]), end="")

"""Records of a list into a file, as CSV or JSON lines: page by page, to be continued where it stopped."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import io
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import Any, Protocol

import msgspec
from msgspec import Struct, field

from c8tui.api.paging import Course, walk
from c8tui.errors import C8Error
from c8tui.files import replace_file
from c8tui.model.base import encode
from c8tui.model.search import Page, PageInfo, PageRequest
from c8tui.model.user_tasks import UserTask
from c8tui.text import counted, looks_like_formula

PAGE = 500
"""Records asked for at once."""
FORMATS = (".csv", ".jsonl")
Fetch = Callable[[PageRequest], Awaitable[Page[Any]]]
Value = str | int | None

FIELDS: Mapping[str, Callable[[UserTask], Value]] = {
    "key": lambda task: task.user_task_key,
    "task": lambda task: task.name or task.element_id,
    "state": lambda task: task.state,
    "assignee": lambda task: task.assignee,
    "priority": lambda task: task.priority,
    "due": lambda task: task.due_date,
    "follow_up": lambda task: task.follow_up_date,
    "created": lambda task: task.creation_date,
    "completed": lambda task: task.completion_date,
    "candidates": lambda task: ", ".join((*task.candidate_groups, *task.candidate_users)),
    "process": lambda task: task.process_name or task.process_definition_id,
    "version": lambda task: task.process_definition_version,
    "instance": lambda task: task.process_instance_key,
    "element": lambda task: task.element_id,
    "tenant": lambda task: task.tenant_id,
    "business_id": lambda task: task.business_id,
    "tags": lambda task: ", ".join(task.tags),
}
"""Columns by name; every other name is the path of a variable."""


class ExportFailed(C8Error):
    """The file cannot be written."""


class Variables(Protocol):
    """Where the values of variable columns come from."""

    @property
    def trouble(self) -> str:
        """Why the last fetch failed; empty when it did not."""

    async def fetch(self, records: Iterable[Any], paths: Sequence[str]) -> bool:
        """Fetch the variables of these paths."""

    def text(self, record: Any, path: str) -> str | None:
        """The text of one of them; `-` for none."""


class ExportPlan(Struct, frozen=True):
    """What goes where. Two plans that are equal are the same export, so that one goes on where the other stopped."""

    path: Path
    question: str
    """What tells these rows, in this order, from others: cluster, view, search."""
    columns: tuple[str, ...] = tuple(FIELDS)
    fields: Mapping[str, Callable[[Any], Value]] = field(default_factory=lambda: FIELDS)
    """What the columns are that are no variables."""
    noun: str = "task"
    """What is exported, one of it."""

    @property
    def part(self) -> Path:
        """The file while it grows."""
        return self.path.with_name(f"{self.path.name}.part")

    @property
    def note(self) -> Path:
        """What is known of the growing file."""
        return self.path.with_name(f"{self.path.name}.part.json")

    @property
    def names(self) -> tuple[str, ...]:
        """The columns, the key first: it tells one record from another."""
        wanted = (name for name in self.columns if name != "key")
        return ("key", *wanted)

    @property
    def paths(self) -> tuple[str, ...]:
        """The columns that are variables."""
        return tuple(name for name in self.names if name not in self.fields)


class Kept(msgspec.Struct, frozen=True):
    """How far an export came."""

    question: str
    columns: tuple[str, ...]
    cursor: str | None = None
    rows: int = 0
    bytes: int = 0


def kept(plan: ExportPlan) -> Kept | None:
    """How far the same export came before; None when there is nothing to go on from."""
    try:
        note = msgspec.json.decode(plan.note.read_bytes(), type=Kept)
        whole = plan.part.stat().st_size >= note.bytes
    except (OSError, msgspec.DecodeError):
        return None
    same = (note.question, note.columns) == (plan.question, plan.names)
    return note if same and whole and note.cursor else None


def of_records(records: Sequence[Any]) -> Fetch:
    """Pages of records that are at hand; their cursors are numbers."""

    async def fetch(page: PageRequest) -> Page[Any]:
        begin = int(page.after or 0)
        end = begin + (page.limit or PAGE)
        cursor = str(end) if end < len(records) else None
        return Page(items=tuple(records[begin:end]), page=PageInfo(total_items=len(records), end_cursor=cursor))

    return fetch


class Export(Struct):
    """One export. `run()` can be dropped at any time: what is written stays, and the same plan goes on from there."""

    plan: ExportPlan
    fetch: Fetch
    variables: Variables | None = None
    again: bool = False
    """Begin anew although there is something to go on from."""
    replace: bool = False
    """Whether a file that is there already may be replaced."""
    rows: int = 0
    total: int | None = None
    capped: bool = False
    _began: float = field(default_factory=monotonic)
    _resumed: int = 0

    @property
    def rate(self) -> float:
        """Rows a second since it began."""
        return (self.rows - self._resumed) / max(0.001, monotonic() - self._began)

    @property
    def seconds_left(self) -> float | None:
        """What is left at this rate; None where nobody knows."""
        if self.total is None or self.capped or self.rate <= 0:
            return None
        return max(0, self.total - self.rows) / self.rate

    async def run(self) -> None:
        """Write all rows. Raises C8Error; what was written until then is kept."""
        with _disk(self.plan.path):
            note = self._begin()
        async for page, cursor in self._pages(note.cursor):
            await self._fetch_variables(page)
            note = await asyncio.to_thread(self._write, page, cursor)
            self.rows = note.rows
        with _disk(self.plan.path):
            self._finish()

    async def _fetch_variables(self, tasks: Sequence[Any]) -> None:
        if self.variables is None or not self.plan.paths:
            return
        await self.variables.fetch(tasks, self.plan.paths)
        unknown = (self.variables.text(task, path) is None for task in tasks for path in self.plan.paths)
        if self.variables.trouble and any(unknown):
            raise ExportFailed(f"the variables cannot be had: {self.variables.trouble}", title="Export")

    def _begin(self) -> Kept:
        """Open what is to be continued, or begin with the titles."""
        note = None if self.again else kept(self.plan)
        if note is not None:
            os.truncate(self.plan.part, note.bytes)
        else:
            titles = _csv([self.plan.names]) if self.plan.path.suffix == ".csv" else b""
            self.plan.part.write_bytes(titles)
            note = Kept(self.plan.question, self.plan.names, bytes=len(titles))
        self.rows = self._resumed = note.rows
        self._began = monotonic()
        return note

    async def _pages(self, cursor: str | None) -> AsyncIterator[tuple[tuple[Any, ...], str | None]]:
        course = Course(self.rows)
        async for page in walk(self.fetch, PageRequest(limit=PAGE, after=cursor or None), course):
            self.total = max(page.page.total_items or 0, course.seen)
            self.capped = page.page.has_more_total_items
            if page.left_out:
                unread = counted(page.left_out, self.plan.noun)
                raise ExportFailed(f"{unread} cannot be read: {page.why_left_out}", title="Export")
            if page.items:
                yield page.items, page.page.end_cursor
        if course.repeats:
            raise ExportFailed("the cluster gave one cursor twice, so that the rest cannot be had", title="Export")

    def _write(self, tasks: Sequence[Any], cursor: str | None) -> Kept:
        lines = _csv([self._row(task) for task in tasks]) if self.plan.path.suffix == ".csv" else self._json(tasks)
        with _disk(self.plan.path):
            with self.plan.part.open("ab") as file:
                file.write(lines)
                size = file.tell()
            note = Kept(self.plan.question, self.plan.names, cursor, self.rows + len(tasks), size)
            replace_file(self.plan.note, msgspec.json.encode(note))
        return note

    def _finish(self) -> None:
        if self.plan.path.exists() and not self.replace:
            raise ExportFailed(f"{self.plan.path} is there now; all rows are in {self.plan.part}", title="Export")
        os.replace(self.plan.part, self.plan.path)
        self.plan.note.unlink(missing_ok=True)

    def _row(self, task: Any) -> list[Value]:
        fields = self.plan.fields
        return [fields[name](task) if name in fields else self._variable(task, name) for name in self.plan.names]

    def _variable(self, task: Any, path: str) -> str | None:
        text = self.variables.text(task, path) if self.variables is not None else None
        return None if text == "-" else text

    def _json(self, tasks: Sequence[Any]) -> bytes:
        """Each task as the API gives it, and what variables the view shows."""
        lines = []
        for task in tasks:
            record: dict[str, Any] = msgspec.to_builtins(task)
            if self.plan.paths:
                record["variables"] = {path: self._variable(task, path) for path in self.plan.paths}
            lines.append(encode(record))
        return b"\n".join([*lines, b""])


def csv_text(rows: Sequence[Sequence[Value]]) -> str:
    """Rows as CSV with CRLF line ends (RFC 4180), without anything that a spreadsheet takes for a formula."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_safe(value) for value in row] for row in rows)
    return text.getvalue()


def _csv(rows: Sequence[Sequence[Value]]) -> bytes:
    return csv_text(rows).encode("utf-8", "backslashreplace")


def _safe(value: Value) -> Value:
    """A cell that no spreadsheet takes for a formula: one that could be is led in by a quote."""
    if isinstance(value, str) and looks_like_formula(value):
        return f"'{value}"
    return value


@contextlib.contextmanager
def _disk(path: Path) -> Iterator[None]:
    """Says of what the disk refuses which file it was for."""
    try:
        yield
    except OSError as failed:
        raise ExportFailed(
            f"{path} cannot be written: {failed.strerror or failed}", title="Export", advice="Choose another file."
        ) from failed

"""Many inputs for a decision from a file, one after the other: CSV with a header, or a JSON object on each line."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, TextIO

from c8tui.decisions.typed import InputTypes, guessed_value, read_json

LONGEST = 1_000_000
"""Characters of a line, or of all lines of one row of CSV."""
DEEPEST = 50
"""Names in a path such as `customer.address.city`."""
DELIMITERS = ",;\t"
Format = Literal["csv", "jsonl"]


class BatchError(ValueError):
    """The file cannot be read any further; the message names the line."""


@dataclass(frozen=True, slots=True)
class BatchRow:
    """The variables of one evaluation; `line` counts from 1 and is the first one of the row.

    `error` is empty, or says what is wrong with the row, which has no variables then.
    """

    line: int
    variables: dict[str, Any] = field(default_factory=dict)
    cells: tuple[str, ...] = ()
    """As a row of CSV gives them."""
    text: str = ""
    """As a line of JSON gives it; empty when it was too long."""
    error: str = ""


class _Lines:
    """The lines of a stream, counted, none longer than what is `left`, which whoever reads may fill up again."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.number = 0
        self.left = LONGEST

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        text = self._read(self.left + 1)
        if not text:
            raise StopIteration
        self.number += 1
        if self.number == 1:
            text = text.removeprefix("\ufeff")
        self.left -= len(text)
        if self.left < 0:
            raise BatchError(f"line {self.number}: more than {LONGEST:,} characters")
        return text

    def skip(self) -> None:
        """Goes to the end of a line that was too long."""
        while (text := self._read(LONGEST)) and not text.endswith(("\n", "\r")):
            pass

    def _read(self, most: int) -> str:
        try:
            return self._stream.readline(most)
        except UnicodeDecodeError as wrong:
            # Text is decoded some lines ahead of the one that is read.
            raise BatchError(f"line {self.number + 1} or one after it: this is no {wrong.encoding}") from None


class JsonRows:
    """The rows of JSON lines; blank lines are skipped, and what is no object is a row with an error."""

    def __init__(self, stream: TextIO) -> None:
        self._lines = _Lines(stream)

    def __iter__(self) -> Iterator[BatchRow]:
        while True:
            self._lines.left = LONGEST
            try:
                text = next(self._lines).strip()
            except StopIteration:
                return
            except BatchError as too_long:
                if self._lines.left >= 0:
                    raise
                yield BatchRow(self._lines.number, error=str(too_long))
                self._lines.skip()
                continue
            if text:
                yield self._row(text)

    def _row(self, text: str) -> BatchRow:
        number = self._lines.number
        try:
            value = read_json(text)
        except ValueError as mistake:
            return BatchRow(number, text=text, error=f"line {number}: {mistake}")
        if not isinstance(value, dict):
            return BatchRow(number, text=text, error=f"line {number}: no JSON object")
        return BatchRow(number, value, text=text)


class CsvRows:
    """The rows of CSV; the first one has the names of variables, of which dotted ones nest: `customer.tier`.

    Cells are typed as `types` know the variable, else as their text looks like; empty ones are null. A row that does
    not fit is a row with an error. The stream is to be opened with `newline=""`.
    """

    def __init__(self, stream: TextIO, types: InputTypes | None = None) -> None:
        """Reads the header. Raises `BatchError`."""
        # A limit of the whole process, and lower by default than that of a row.
        csv.field_size_limit(max(csv.field_size_limit(), LONGEST))
        self._lines = _Lines(stream)
        first = next(self._lines, "")
        self.delimiter = _delimiter(first)
        self._records = csv.reader(_Again(first, self._lines), delimiter=self.delimiter, strict=True)
        try:
            names = [name.strip() for name in next(self._records, [])]
        except csv.Error as mistake:
            raise BatchError(f"line 1: {mistake}") from None
        while names and not names[-1]:
            names.pop()
        self.header = tuple(names)
        """The names of the variables, without empty ones at the end."""
        self._paths = _paths(self.header)
        self._types = types
        self._items = [types.of(name) if types is not None else None for name in self.header]

    def __iter__(self) -> Iterator[BatchRow]:
        while True:
            begin = self._lines.number + 1
            self._lines.left = LONGEST
            try:
                cells = next(self._records)
            except StopIteration:
                return
            except csv.Error as mistake:
                yield BatchRow(begin, error=f"line {begin}: {mistake}")
                continue
            except BatchError as wrong:
                if self._lines.left >= 0:
                    raise
                more = f"line {begin}: a row of more than {LONGEST:,} characters, is a quote not closed?"
                raise BatchError(more) from wrong
            if cells:
                yield self._row(begin, tuple(cells))

    def _row(self, line: int, cells: tuple[str, ...]) -> BatchRow:
        wanted = len(self.header)
        if len(cells) < wanted or any(cells[wanted:]):
            return BatchRow(line, cells=cells, error=f"line {line}: {len(cells)} cells where the header has {wanted}")
        variables: dict[str, Any] = {}
        for path, name, text, item in zip(self._paths, self.header, cells, self._items, strict=False):
            inner = variables
            for part in path[:-1]:
                inner = inner.setdefault(part, {})
            try:
                inner[path[-1]] = (
                    self._types.value(text, item) if self._types else guessed_value(text) if text else None
                )
            except ValueError as mistake:
                return BatchRow(line, cells=cells, error=f"line {line}: {name}: {mistake}")
        return BatchRow(line, variables, cells)


class _Again:
    """A line that was read already, and those that follow it."""

    def __init__(self, first: str, lines: _Lines) -> None:
        self._first: str | None = first or None
        self._lines = lines

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        first, self._first = self._first, None
        return next(self._lines) if first is None else first


def read_rows(stream: TextIO, format_: Format, types: InputTypes | None = None) -> CsvRows | JsonRows:
    """The rows of a file, read as they are asked for. Raises `BatchError`, at once or on the way."""
    return JsonRows(stream) if format_ == "jsonl" else CsvRows(stream, types)


def _delimiter(line: str) -> str:
    """The one of `,` `;` and tab that stands most often outside of quotes; a comma when there is none."""
    bare = "".join(line.split('"')[::2])
    return max(DELIMITERS, key=lambda mark: (bare.count(mark), -DELIMITERS.index(mark)))


def _paths(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The names as paths, no one of which leads through another. Raises `BatchError`."""
    if not names:
        raise BatchError("line 1: no header with the names of variables")
    paths = [tuple(part.strip() for part in name.split(".")) for name in names]
    count = Counter(paths)
    leaves = set(paths)
    for number, path in enumerate(paths, 1):
        name = ".".join(path)
        if not all(path):
            raise BatchError(f'line 1: column {number} has no name, or one with nothing at a dot: "{name}"')
        if len(path) > DEEPEST:
            raise BatchError(f"line 1: column {number} has a name of more than {DEEPEST} parts")
        if count[path] > 1:
            raise BatchError(f'line 1: "{name}" stands twice')
        for length in range(1, len(path)):
            if path[:length] in leaves:
                raise BatchError(f'line 1: "{".".join(path[:length])}" and "{name}" cannot both be given')
    return paths

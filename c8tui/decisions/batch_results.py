"""What came of many evaluations, into a file of the same format as the inputs: their columns, and three more."""

from __future__ import annotations

import csv
import json
from collections.abc import Container
from dataclasses import dataclass
from typing import TextIO

from c8tui.decisions.batch_rows import BatchRow, CsvRows, JsonRows
from c8tui.decisions.table_text import is_formula
from c8tui.decisions.typed import read_json

RESULT, RULES, ERROR = "result", "rules", "error"
"""The names of what is added; one that the inputs have already becomes `result_2` and so on."""


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What came of one evaluation: `result` is JSON, `rules` are the numbers of the rules of the asked decision that
    matched, from 1; `error` is empty, or says why there is no result."""

    result: str = "null"
    rules: tuple[int, ...] = ()
    error: str = ""


class CsvResults:
    """Writes rows of CSV, lines ending in CR LF, the header at once; cells that could be formulas are led in by a
    quote. The stream is to be opened with `newline=""`."""

    def __init__(self, stream: TextIO, rows: CsvRows) -> None:
        self._writer = csv.writer(stream, delimiter=rows.delimiter)
        self._width = len(rows.header)
        added = [_free(name, rows.header) for name in (RESULT, RULES, ERROR)]
        self._writer.writerow([_cell(name) for name in (*rows.header, *added)])

    def write(self, row: BatchRow, outcome: RowOutcome) -> None:
        """Writes one row; of a row that did not fit as many cells as there are columns."""
        cells = (*row.cells, *[""] * self._width)[: self._width]
        result = "" if outcome.error else outcome.result
        rules = ", ".join(map(str, outcome.rules))
        self._writer.writerow([_cell(text) for text in (*cells, result, rules, outcome.error)])


class JsonResults:
    """Writes JSON lines; the members of a row stay as they were written, to the last digit.

    A line that was no object is written as `input`, its text.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, row: BatchRow, outcome: RowOutcome) -> None:
        """Writes one row."""
        members = [row.text[1:-1].strip()] if row.variables else []
        if row.text and row.error:
            members.append(f'"input": {json.dumps(row.text, ensure_ascii=False)}')
        if outcome.error:
            members.append(f"{_key(ERROR, row)}: {json.dumps(outcome.error, ensure_ascii=False)}")
        else:
            members.append(f"{_key(RESULT, row)}: {_json(outcome.result)}")
        members.append(f"{_key(RULES, row)}: {json.dumps(outcome.rules)}")
        self._stream.write(_plain(f"{{{', '.join(members)}}}\n"))


def results_of(stream: TextIO, rows: CsvRows | JsonRows) -> CsvResults | JsonResults:
    """The writer of the results of these rows."""
    return CsvResults(stream, rows) if isinstance(rows, CsvRows) else JsonResults(stream)


def _free(name: str, taken: Container[str]) -> str:
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}_{number}"
    return found


def _key(name: str, row: BatchRow) -> str:
    return f'"{_free(name, row.variables)}"'


def _json(text: str) -> str:
    """JSON on one line; what a cluster gave that is none becomes a text."""
    try:
        read_json(text)
    except ValueError:
        return json.dumps(text, ensure_ascii=False)
    return text.replace("\r", " ").replace("\n", " ")


def _cell(text: str) -> str:
    return _plain(f"'{text}" if is_formula(text) else text)


def _plain(text: str) -> str:
    """The text with lone surrogates, which no file takes, as escapes."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()

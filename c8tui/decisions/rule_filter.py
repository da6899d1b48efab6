"""Which rules of a table can match when some of its columns have given values: `amount = 500, season = "Fall"`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from c8tui.decisions.sheet import ANY, Sheet
from c8tui.feel.builtins import BUILTINS
from c8tui.feel.code_tests import INPUT
from c8tui.feel.evaluate import Expression, expression, unary_tests
from c8tui.feel.problems import FeelSyntaxError

_PIECE = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|[\[({].*?[\])}]|(?!\s+and\s)[^,"])+""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class GivenValue:
    """A column, by its index in the sheet, and the FEEL value that it is given."""

    column: int
    value: Any


class Unclear(ValueError):
    """The question cannot be understood; the message is a sentence."""


def understand(question: str, sheet: Sheet) -> list[GivenValue]:
    """The values of a question, `column = value` with commas or `and` between; raises `Unclear`.

    Columns are called by their title or expression, in any case. A value is FEEL; a plain word is a text.
    """
    found = [_given(piece.strip(), sheet) for piece in _PIECE.findall(question) if piece.strip() not in {"", "and"}]
    if not found:
        raise Unclear("write a column and its value, as in amount = 500")
    return found


def _given(piece: str, sheet: Sheet) -> GivenValue:
    piece = re.sub(r"^and\s+", "", piece)
    name, equals, text = piece.partition("=")
    if not equals:
        raise Unclear(f"{piece}: write a column and its value, as in amount = 500")
    name, text = name.strip().casefold(), text.strip()
    titles: dict[str, int] = {}
    for index, column in enumerate(sheet.columns[: sheet.inputs]):
        titles.setdefault(column.title.casefold(), index)
        titles.setdefault(column.expression.casefold(), index)
    if name not in titles:
        near = get_close_matches(name, titles, n=1)
        raise Unclear(f"no input is called {name!r}" + (f"; did you mean {near[0]}?" if near else ""))
    if not text:
        raise Unclear(f"{name}: there is no value behind the =")
    return GivenValue(titles[name], _value(text))


def _value(text: str) -> Any:
    try:
        found = expression(text)
    except FeelSyntaxError:
        return text
    unknown = found.names - BUILTINS.keys()
    return text if unknown else found.evaluate({}).value


def rows_that_can(sheet: Sheet, given: list[GivenValue]) -> list[int]:
    """Indexes of the rows whose cells in these columns pass, or may pass since they speak of more than the value."""
    verdicts: dict[tuple[int, str], bool] = {}

    def passes(column: int, text: str, value: Any) -> bool:
        if (column, text) not in verdicts:
            verdicts[column, text] = text == ANY or _may_pass(text, value)
        return verdicts[column, text]

    return [
        index
        for index, row in enumerate(sheet.rows)
        if all(passes(entry.column, row.cells[entry.column], entry.value) for entry in given)
    ]


def _may_pass(text: str, value: Any) -> bool:
    try:
        tests = unary_tests(text)
    except FeelSyntaxError:
        return True
    if _speaks_of_more(tests):
        return True
    return tests.evaluate({INPUT: value}).value is True


def _speaks_of_more(tests: Expression) -> bool:
    return bool(tests.names - BUILTINS.keys() - {INPUT})

"""An evaluation drawn into the table that it was made by: values of inputs, matched rules, cells that failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from c8tui.decisions.rule_match import UNKNOWN, RuleMatchReport
from c8tui.decisions.sheet import Sheet


@dataclass(frozen=True, slots=True)
class InputResult:
    """An input as an evaluation tells it; `text` is its value as JSON, `value` the same as FEEL knows it."""

    id: str
    name: str
    text: str
    value: Any = UNKNOWN


@dataclass(frozen=True, slots=True)
class RuleResult:
    """A matched rule as an evaluation tells it, `index` from 1; `outputs` are (id, name, text)."""

    id: str
    index: int
    outputs: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Highlights:
    """What an evaluation highlights in a sheet: rows and columns are indexes from 0; texts are raw."""

    values: Mapping[int, str] = field(default_factory=dict)
    """What the input columns came to."""
    matched: AbstractSet[int] = frozenset()
    outputs: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """What outputs came to, by row and column, where the cell does not say so itself."""
    failing: Sequence[tuple[int, ...]] = ()
    """For every row the input columns whose cells fail; empty without a match report."""
    problems: tuple[str, ...] = ()


NO_HIGHLIGHTS = Highlights()


def highlights_of(
    sheet: Sheet, inputs: Sequence[InputResult], rules: Sequence[RuleResult], report: RuleMatchReport | None = None
) -> Highlights:
    """Joins by ids; only what has no id is joined by its name or its place. What does not fit is a problem."""
    problems: list[str] = []
    values: dict[int, str] = {}
    for place, one in enumerate(inputs):
        column = _input_column(sheet, one, place)
        if column is None:
            problems.append(f"the input {one.name or one.id} is not in this version of the table")
        else:
            values[column] = one.text
    matched, outputs = set(), {}
    by_id = {row.id: index for index, row in reversed(list(enumerate(sheet.rows))) if row.id}
    for rule in rules:
        row = by_id.get(rule.id, _place(sheet, rule))
        if row is None:
            problems.append(f"the matched rule {rule.id or rule.index} is not in this version of the table")
            continue
        matched.add(row)
        for place, (id_, name, text) in enumerate(rule.outputs):
            column = _output_column(sheet, id_, name, place)
            if column is not None and sheet.rows[row].cells[column] != text:
                outputs[row, column] = text
    return Highlights(values, matched, outputs, report.failing if report else (), tuple(problems))


def values_of(sheet: Sheet, inputs: Sequence[InputResult]) -> list[Any]:
    """The FEEL value of every input column, `UNKNOWN` where the evaluation tells none."""
    values = [UNKNOWN] * sheet.inputs
    for place, one in enumerate(inputs):
        column = _input_column(sheet, one, place)
        if column is not None:
            values[column] = one.value
    return values


def _input_column(sheet: Sheet, one: InputResult, place: int) -> int | None:
    return _column(sheet, range(sheet.inputs), one.id, one.name, place)


def _output_column(sheet: Sheet, id_: str, name: str, place: int) -> int | None:
    return _column(sheet, range(sheet.inputs, sheet.inputs + sheet.outputs), id_, name, place)


def _column(sheet: Sheet, among: range, id_: str, name: str, place: int) -> int | None:
    for index in among if id_ else ():
        if sheet.columns[index].id == id_:
            return index
    if id_:  # an engine may have given one to what has none in the file
        return among[place] if place < len(among) and not sheet.columns[among[place]].id else None
    named = [index for index in among if name and name in (sheet.columns[index].title, sheet.columns[index].expression)]
    if named:
        return named[0]
    return among[place] if place < len(among) else None


def _place(sheet: Sheet, rule: RuleResult) -> int | None:
    """Where a rule stands that its id does not tell: by its number, unless both sides have an id for it."""
    place = rule.index - 1
    return place if 0 <= place < len(sheet.rows) and not (rule.id and sheet.rows[place].id) else None

"""Which cells of a table some values pass, and what keeps the rules that nearly match from matching."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from c8tui.decisions.cell_conditions import Wanted, wanted
from c8tui.feel.code_tests import INPUT
from c8tui.feel.dmn import LIMITS
from c8tui.feel.dmn_languages import elsewhere
from c8tui.feel.dmn_model import TableBox
from c8tui.feel.dmn_result import DecisionFails
from c8tui.feel.dmn_table import Tests, compile_table
from c8tui.feel.evaluate import compile_tests
from c8tui.feel.problems import FeelSyntaxError, Stopped
from c8tui.feel.run import Dialect, Run, Scope

MOST_FAILED_CELLS = 2
"""Cells that fail in a rule that is still called near; never all of its cells, unless there is one only."""
MOST_NEAR = 200

UNKNOWN: Any = object()
"""Stands for the value of a column that nobody knows: its cells neither pass nor fail."""


@dataclass(frozen=True, slots=True)
class FailedCell:
    """A cell that fails, and what it wants instead."""

    column: int
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class NearMatch:
    """A rule that would match if few cells passed; `row` is its index in the sheet, from 0."""

    row: int
    failed_cells: tuple[FailedCell, ...]


@dataclass(frozen=True, slots=True)
class RuleMatchReport:
    """The verdict on every rule: `failing` has for every row the indexes of the input columns whose cells fail."""

    failing: tuple[tuple[int, ...], ...]
    near_matches: tuple[NearMatch, ...]
    """The nearest rules first, `MOST_NEAR` of them at most."""
    stopped: str = ""
    """Why not everything could be looked at; empty when it was."""
    unknown: Mapping[int, str] = field(default_factory=dict)
    """Rows of which it is not known whether they match, and why: a cell in another language than FEEL."""

    @property
    def passing(self) -> list[int]:
        """The rows of which no cell fails, also those that the hit policy does not let through."""
        return [row for row, columns in enumerate(self.failing) if not columns and row not in self.unknown]


def match_rules(
    table: TableBox,
    values: Sequence[Any],
    context: Mapping[str, Any],
    names: frozenset[str] = frozenset(),
    *,
    standard: bool = False,
) -> RuleMatchReport:
    """Tries FEEL values, one for every input of the table, or `UNKNOWN`, on all of its rules.

    `context` is what the cells may speak of besides, and `names` those of the model. Cells are read as Camunda's
    engine does unless `standard`; those in another language than FEEL neither pass nor fail. Never raises.
    """
    verdicts = _Verdicts(table, values, context, Dialect.STANDARD if standard else Dialect.CAMUNDA)
    failing, stopped = [], ""
    for tests in _tests(table, names, standard):
        try:
            failing.append(tuple(column for column, test in enumerate(tests) if verdicts.fails(column, test)))
        except (Stopped, RecursionError) as why:
            stopped = str(why) or "a cell goes too deep"
            failing += [()] * (len(table.rules) - len(failing))
            break
    found, unknown = tuple(failing), dict(_unknown_rows(table))
    return RuleMatchReport(found, () if stopped else _near_matches(table, values, found, unknown), stopped, unknown)


def _unknown_rows(table: TableBox) -> Iterator[tuple[int, str]]:
    for row, rule in enumerate(table.rules):
        for column, entry in enumerate(table.inputs[: len(rule.tests)]):
            if language := rule.language_of_test(column):
                yield row, elsewhere(entry.label or entry.expression, language)
                break


class _Verdicts:
    """Verdicts on cells; cells of a column with the same text are tried once."""

    def __init__(self, table: TableBox, values: Sequence[Any], context: Mapping[str, Any], dialect: Dialect) -> None:
        self._known = [value is not UNKNOWN for value in values] + [False] * len(table.inputs)
        run = Run("", LIMITS, dialect=dialect)
        self._scopes = [Scope({**context, INPUT: value}, None, run) for value in values]
        self._found: list[dict[int, bool]] = [{} for _ in table.inputs]

    def fails(self, column: int, test: Any) -> bool:
        if test is None or not self._known[column]:
            return False
        found = self._found[column]
        verdict = found.get(id(test))
        if verdict is None:
            verdict = found[id(test)] = test.evaluate_in(self._scopes[column]) is not True
        return verdict


def _tests(table: TableBox, names: frozenset[str], standard: bool) -> Sequence[Tests]:
    """The tests of every rule, compiled as the engine has them; a cell that cannot be read passes nothing.

    What a rule has beyond the inputs of the table counts for nothing, as in the engine.
    """
    try:
        return [tests[: len(table.inputs)] for _, tests, _ in compile_table(table, names, standard).rules]
    except DecisionFails:
        return [
            tuple(_readable(text, names, rule.language_of_test(column)) for column, text in enumerate(cells))
            for rule in table.rules
            for cells in (rule.tests[: len(table.inputs)],)
        ]


def _readable(text: str, names: frozenset[str], language: str) -> Any:
    try:
        return compile_tests(text, names) if text not in {"", "-"} and not language else None
    except FeelSyntaxError:
        return compile_tests("false and ? = null", frozenset())


def _near_matches(
    table: TableBox, values: Sequence[Any], failing: Sequence[tuple[int, ...]], unknown: Mapping[int, str]
) -> tuple[NearMatch, ...]:
    most = min(MOST_FAILED_CELLS, max(1, len(table.inputs) - 1))
    rows = sorted(
        (len(columns), row) for row, columns in enumerate(failing) if 0 < len(columns) <= most and row not in unknown
    )
    return tuple(
        NearMatch(row, tuple(_failed_cell(table, values, row, column) for column in failing[row]))
        for _, row in rows[:MOST_NEAR]
    )


def _failed_cell(table: TableBox, values: Sequence[Any], row: int, column: int) -> FailedCell:
    entry, rule = table.inputs[column], table.rules[row]
    return FailedCell(column, wanted(entry.label or entry.expression, rule.tests[column], values[column]))

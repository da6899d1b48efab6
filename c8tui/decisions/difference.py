"""What differs between two versions of a decision table, rule by rule and column by column."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from c8tui.decisions.matching import ComparedRule, in_order, match
from c8tui.decisions.sheet import ANY, Column, Policy, Row, Sheet
from c8tui.text import counted

MOST_RULES = 50_000
"""Rules of a table that are compared, from the first on."""
MOST_COLUMNS = 2_000
MOST_CELLS = 1_000_000
"""Of a table with more the first rules are compared."""
EntryKind = Literal["added", "removed", "changed", "moved", "same"]
Places = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Change:
    """Something of a column that differs: title, expression, name, language, type, allowed values, default, place."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """A column that was added (no `before`), removed (no `after`), or changed."""

    before: Column | None
    after: Column | None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that differs; `before` is None where the old table has no such column, `after` where the new one lacks it.

    `column` is that of the new table if it is there.
    """

    column: Column
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class RuleDifference:
    """A rule of either table. One that changed may have moved as well."""

    kind: EntryKind
    before: Row | None
    after: Row | None
    cells: tuple[CellChange, ...] = ()
    moved: bool = False
    """Whether it stands elsewhere among the rules that both tables have; its numbers are those of the rows."""


@dataclass(frozen=True)
class SheetDifference:
    """All rules in the order of the new table, those that were removed where they stood; what changed besides."""

    entries: tuple[RuleDifference, ...]
    columns: tuple[ColumnChange, ...] = ()
    policy: tuple[Policy, Policy] | None = None
    """The hit policies when they differ, the old one first."""
    limits: tuple[str, ...] = ()
    """What was not compared, in sentences; empty when all was."""

    @cached_property
    def counts(self) -> Counter[str]:
        """How many entries there are of each kind."""
        return Counter(entry.kind for entry in self.entries)

    @property
    def cells(self) -> int:
        """How many cells changed."""
        return sum(len(entry.cells) for entry in self.entries)

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return self.counts["same"] == len(self.entries) and not self.columns and self.policy is None

    def summary(self) -> str:
        """In one line: `2 added, 1 removed, 3 changed (5 cells), hit policy FIRST -> UNIQUE`; raw as names are."""
        parts = [f"{self.counts[kind]:,} {kind}" for kind in ("added", "removed") if self.counts[kind]]
        if changed := self.counts["changed"]:
            parts.append(f"{changed:,} changed ({counted(self.cells, 'cell')})")
        if moved := sum(entry.moved for entry in self.entries):
            parts.append(f"{moved:,} moved")
        parts += self._column_parts()
        if self.policy is not None:
            parts.append(f"hit policy {self.policy[0].name} -> {self.policy[1].name}")
        parts += self.limits
        return ", ".join(parts) or "no difference"

    def _column_parts(self) -> Iterator[str]:
        kinds = Counter(
            "added" if column.before is None else "removed" if column.after is None else "changed"
            for column in self.columns
        )
        for kind in ("added", "removed", "changed"):
            if kinds[kind]:
                yield f"{counted(kinds[kind], 'column')} {kind}"


def difference(before: Sheet, after: Sheet) -> SheetDifference:
    """What differs. Columns are the same by id, else by what they ask or are called; rules as `matching` finds them."""
    limits = [*_limits(before, "old"), *_limits(after, "new")]
    before, after = _within(before), _within(after)
    pairs = _column_pairs(before.columns, after.columns)
    shared = [(there, here) for there, here in pairs if there is not None and here is not None]
    tests = [pair for pair in shared if after.columns[pair[1]].kind == "input"]
    results = [pair for pair in shared if after.columns[pair[1]].kind == "output"]
    found = match(
        [_rule(row, [there for there, _ in tests], [there for there, _ in results]) for row in before.rows],
        [_rule(row, [here for _, here in tests], [here for _, here in results]) for row in after.rows],
    )
    if not found.thorough:
        limits.append("not all rules searched for their like, some may count as removed and added")
    return SheetDifference(
        tuple(_entries(before.rows, after.rows, found.partner, _Cells(before, after, pairs))),
        tuple(_column_changes(before, after, pairs)),
        (before.policy, after.policy) if before.policy != after.policy else None,
        tuple(limits),
    )


def _size(sheet: Sheet) -> tuple[int, int]:
    """The rules and columns that are compared."""
    columns = min(len(sheet.columns), MOST_COLUMNS)
    return min(len(sheet.rows), MOST_RULES, MOST_CELLS // max(1, columns)), columns


def _limits(sheet: Sheet, which: str) -> Iterator[str]:
    """What of a table is not compared, in sentences."""
    for compared, there, things in zip(
        _size(sheet), (len(sheet.rows), len(sheet.columns)), ("rules", "columns"), strict=True
    ):
        if compared < there:
            yield f"only the first {compared:,} of {there:,} {things} of the {which} table compared"


def _within(sheet: Sheet) -> Sheet:
    """What of a table is compared."""
    rows, columns = _size(sheet)
    if (rows, columns) == (len(sheet.rows), len(sheet.columns)):
        return sheet
    kept = (Row(row.number, row.id, row.cells[:columns]) for row in sheet.rows[:rows])
    return Sheet(sheet.policy, sheet.columns[:columns], tuple(kept))


def _rule(row: Row, tests: list[int], results: list[int]) -> ComparedRule:
    when, then = (tuple(row.cells[place] for place in places) for places in (tests, results))
    return ComparedRule(row.id, when, then)


def _column_pairs(old: tuple[Column, ...], new: tuple[Column, ...]) -> list[Places]:
    """The places of each column in both tables, in the order of the new one; those that were removed come last."""
    partner: dict[int, int] = {}
    ids = [Counter(column.id for column in columns) for columns in (old, new)]
    keys: tuple[Callable[[Column], str], ...] = (
        lambda column: column.id if ids[0][column.id] == ids[1][column.id] == 1 else "",
        lambda column: column.expression,
        lambda column: column.title,
    )
    for key in keys:
        waiting: defaultdict[tuple[str, str], deque[int]] = defaultdict(deque)
        taken = set(partner.values())
        for there, column in enumerate(old):
            if there not in taken and key(column):
                waiting[column.kind, key(column)].append(there)
        for here, column in enumerate(new):
            if here not in partner and (same := waiting.get((column.kind, key(column)))):
                partner[here] = same.popleft()
    taken = set(partner.values())
    pairs: list[Places] = [(partner.get(here), here) for here in range(len(new))]
    return [*pairs, *((there, None) for there in range(len(old)) if there not in taken)]


def _column_changes(before: Sheet, after: Sheet, pairs: list[Places]) -> Iterator[ColumnChange]:
    stayed: set[int] = set()
    for kind in ("input", "output", "note"):
        both = [there for there, here in pairs if there is not None and here is not None]
        stayed |= in_order([there for there in both if before.columns[there].kind == kind])
    for there, here in pairs:
        old = None if there is None else before.columns[there]
        new = None if here is None else after.columns[here]
        changes = _changes(old, new) if old and new else []
        if there is not None and here is not None and there not in stayed:
            changes.append(Change("place", str(there + 1), str(here + 1)))
        if changes or old is None or new is None:
            yield ColumnChange(old, new, tuple(changes))


def _changes(old: Column, new: Column) -> list[Change]:
    expression = "expression" if new.kind == "input" else "name"
    told = [
        (expression, old.expression, new.expression),
        ("language", old.language or "FEEL", new.language or "FEEL"),
        ("type", old.type_ref, new.type_ref),
        ("allowed values", old.allowed, new.allowed),
        ("default", old.default, new.default),
    ]
    labelled = old.title != old.expression or new.title != new.expression
    if labelled or old.expression == new.expression:
        told.insert(0, ("title", old.title, new.title))
    return [Change(*each) for each in told if each[1] != each[2]]


class _Cells:
    """Compares the cells of two rules by column."""

    def __init__(self, before: Sheet, after: Sheet, pairs: list[Places]) -> None:
        self._columns = [
            (there, here, after.columns[here] if here is not None else before.columns[there or 0])
            for there, here in pairs
        ]
        self._parallel = all(there == here for there, here in pairs)

    def changed(self, old: Row, new: Row) -> tuple[CellChange, ...]:
        """What differs; a cell of a column that one table lacks does if it says something."""
        if self._parallel and old.cells == new.cells:
            return ()
        found = []
        for there, here, column in self._columns:
            before = None if there is None else old.cells[there]
            after = None if here is None else new.cells[here]
            only = after if before is None else before if after is None else None
            if before != after and only not in ("", ANY):
                found.append(CellChange(column, before, after))
        return tuple(found)


def _entries(
    old: tuple[Row, ...], new: tuple[Row, ...], partner: dict[int, int], cells: _Cells
) -> Iterator[RuleDifference]:
    stayed = in_order([partner[here] for here in range(len(new)) if here in partner])
    kept = set(partner.values())
    removed = deque(there for there in range(len(old)) if there not in kept)
    anchors = deque(sorted(stayed))

    def gone() -> Iterator[RuleDifference]:
        """What was removed before the next rule that stayed where it was."""
        while removed and (not anchors or removed[0] < anchors[0]):
            yield RuleDifference("removed", old[removed.popleft()], None)

    yield from gone()
    for here, row in enumerate(new):
        there = partner.get(here)
        if there is None:
            yield RuleDifference("added", None, row)
            continue
        moved = there not in stayed
        changed = cells.changed(old[there], row)
        yield RuleDifference("changed" if changed else "moved" if moved else "same", old[there], row, changed, moved)
        if not moved:
            anchors.popleft()
            yield from gone()

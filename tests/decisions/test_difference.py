"""The difference of two tables: rules, cells, columns, hit policies, and what is too large."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.decisions import difference as module
from c8tui.decisions.difference import CellChange, Change, ColumnChange, SheetDifference, difference
from c8tui.decisions.sheet import Column, Row, Sheet, policy_of, sheet_of
from tests.decisions.models import decision_xml, model_of, table_of, table_xml

COLUMNS = (
    Column("input", "i1", "season", "season", "string"),
    Column("input", "i2", "Guests", "guests", "number"),
    Column("output", "o1", "dish", "dish", "string"),
)


def sheet(*rules: str, columns: tuple[Column, ...] = COLUMNS, policy: str = "UNIQUE") -> Sheet:
    """Rules from `id: cell | cell | cell`."""
    rows = []
    for number, text in enumerate(rules, 1):
        name, _, cells = text.partition(":")
        rows.append(Row(number, name, tuple(cell.strip() for cell in cells.split("|"))))
    return Sheet(policy_of(policy, ""), columns, tuple(rows))


OLD = sheet("a: 1 | - | x", "b: 2 | - | y", "c: 3 | - | z", "d: 4 | - | w")


def told(found: SheetDifference) -> list[tuple[str, str, str]]:
    """The entries, as kind and the ids before and after."""
    return [(each.kind, each.before.id if each.before else "", each.after.id if each.after else "")
            for each in found.entries]  # fmt: skip


def test_nothing_differs() -> None:
    found = difference(OLD, OLD)
    assert found.same
    assert found.summary() == "no difference"
    assert {entry.kind for entry in found.entries} == {"same"}


def test_added_removed_changed() -> None:
    new = sheet("a: 1 | - | x", "n: 9 | 9 | n", "c: 3 | > 5 | Z", "d: 4 | - | w", policy="FIRST")
    found = difference(OLD, new)
    assert told(found) == [
        ("same", "a", "a"),
        ("removed", "b", ""),
        ("added", "", "n"),
        ("changed", "c", "c"),
        ("same", "d", "d"),
    ]
    assert found.entries[3].cells == (CellChange(COLUMNS[1], "-", "> 5"), CellChange(COLUMNS[2], "z", "Z"))
    assert found.policy == (OLD.policy, new.policy)
    assert found.summary() == "1 added, 1 removed, 1 changed (2 cells), hit policy UNIQUE -> FIRST"
    assert not found.same


def test_a_rule_that_moved() -> None:
    new = sheet("d: 4 | - | w", "a: 1 | - | x", "b: 2 | - | y", "c: 3 | - | CHANGED")
    found = difference(OLD, new)
    assert told(found) == [("moved", "d", "d"), ("same", "a", "a"), ("same", "b", "b"), ("changed", "c", "c")]
    moved = found.entries[0]
    assert moved.before is not None
    assert moved.after is not None
    assert (moved.moved, moved.before.number, moved.after.number) == (True, 4, 1)
    assert found.summary() == "1 changed (1 cell), 1 moved"


def test_changed_and_moved() -> None:
    found = difference(OLD, sheet("d: 4 | - | W", "a: 1 | - | x", "b: 2 | - | y", "c: 3 | - | z"))
    assert (found.entries[0].kind, found.entries[0].moved) == ("changed", True)


def test_new_ids_are_no_new_rules() -> None:
    found = difference(OLD, sheet("p: 1 | - | x", "q: 2 | - | changed", "r: 3 | - | z", "s: 4 | - | w"))
    assert told(found) == [("same", "a", "p"), ("changed", "b", "q"), ("same", "c", "r"), ("same", "d", "s")]


def test_removed_rules_stand_where_they_stood() -> None:
    assert told(difference(OLD, sheet("c: 3 | - | z"))) == [
        ("removed", "a", ""), ("removed", "b", ""), ("same", "c", "c"), ("removed", "d", ""),
    ]  # fmt: skip
    assert [kind for kind, _, _ in told(difference(OLD, sheet()))] == ["removed"] * 4
    assert [kind for kind, _, _ in told(difference(sheet(), OLD))] == ["added"] * 4


def test_columns_by_id_and_what_changed_of_them() -> None:
    columns = (COLUMNS[0], replace(COLUMNS[1], title="Persons", expression="persons", type_ref="long", allowed="> 0"),
               replace(COLUMNS[2], default='"nothing"'))  # fmt: skip
    found = difference(OLD, sheet("a: 1 | - | x", "b: 2 | - | y", "c: 3 | - | z", "d: 4 | - | w", columns=columns))
    assert [change.changes for change in found.columns] == [
        (
            Change("title", "Guests", "Persons"),
            Change("expression", "guests", "persons"),
            Change("type", "number", "long"),
            Change("allowed values", "", "> 0"),
        ),
        (Change("default", "", '"nothing"'),),
    ]
    assert found.counts == {"same": 4}
    assert found.summary() == "2 columns changed"


def test_columns_without_ids_by_what_they_ask() -> None:
    columns = tuple(replace(column, id="") for column in COLUMNS)
    renamed = (replace(columns[0], type_ref="Season"), replace(columns[1], title="How many"), columns[2])
    found = difference(replace(OLD, columns=columns), replace(OLD, columns=renamed))
    assert [change.changes for change in found.columns] == [
        (Change("type", "string", "Season"),),
        (Change("title", "Guests", "How many"),),
    ]


def test_an_expression_that_is_its_own_title_is_told_once() -> None:
    new = replace(OLD, columns=(replace(COLUMNS[0], title="when", expression="when"), *COLUMNS[1:]))
    assert difference(OLD, new).columns[0].changes == (Change("expression", "season", "when"),)


def test_a_new_column_changes_the_rules_that_fill_it() -> None:
    column = Column("input", "i3", "vip", "vip")
    new = sheet("a: 1 | - | - | x", "b: 2 | - | true | y", "c: 3 | - | - | z", "d: 4 | - | - | w",
                columns=(*COLUMNS[:2], column, COLUMNS[2]))  # fmt: skip
    found = difference(OLD, new)
    assert found.columns == (ColumnChange(None, column),)
    assert [entry.kind for entry in found.entries] == ["same", "changed", "same", "same"]
    assert found.entries[1].cells == (CellChange(column, None, "true"),)
    assert found.summary() == "1 changed (1 cell), 1 column added"
    back = difference(new, OLD)
    assert back.columns == (ColumnChange(column, None),)
    assert back.entries[1].cells == (CellChange(column, "true", None),)
    assert back.summary() == "1 changed (1 cell), 1 column removed"


def test_columns_that_changed_places() -> None:
    new = sheet("a: - | 1 | x", "b: - | 2 | y", "c: - | 3 | z", "d: - | 4 | w",
                columns=(COLUMNS[1], COLUMNS[0], COLUMNS[2]))  # fmt: skip
    found = difference(OLD, new)
    assert found.counts == {"same": 4}
    assert [change.changes[0].what for change in found.columns] == ["place"]


def test_cells_that_are_given_but_mean_anything_differ_all_the_same() -> None:
    notes = (*COLUMNS, Column("note", "", "why"))
    found = difference(sheet("a: 1 | - | x | ", columns=notes), sheet("a: 1 | - | x | -", columns=notes))
    assert found.cells == 1


CELLS = st.tuples(st.sampled_from("-12"), st.sampled_from("-12"), st.sampled_from("xy"))
RULES = st.lists(st.tuples(st.sampled_from("abcd") | st.just(""), CELLS), max_size=7)


@given(RULES, RULES)
def test_every_rule_is_told_once_and_both_tables_can_be_read_off(
    old: list[tuple[str, tuple[str, str, str]]], new: list[tuple[str, tuple[str, str, str]]]
) -> None:
    one, other = (
        Sheet(OLD.policy, COLUMNS, tuple(Row(number, name, cells) for number, (name, cells) in enumerate(rules, 1)))
        for rules in (old, new)
    )
    found = difference(one, other)
    assert [entry.after for entry in found.entries if entry.after] == list(other.rows)
    assert sorted(entry.before.number for entry in found.entries if entry.before) == [row.number for row in one.rows]
    stayed = [entry.before.number for entry in found.entries if entry.before and not entry.moved]
    assert stayed == sorted(stayed)
    assert found.same == (
        [cells for _, cells in old] == [cells for _, cells in new] and found.counts["same"] == len(new)
    )


def test_what_is_too_large_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_RULES", 3)
    found = difference(OLD, sheet("a: 1 | - | x"))
    assert found.limits == ("only the first 3 of 4 rules of the old table compared",)
    assert found.counts == {"same": 1, "removed": 2}
    assert found.summary().endswith(found.limits[0])
    monkeypatch.setattr(module, "MOST_COLUMNS", 2)
    wide = difference(OLD, OLD)
    assert "only the first 2 of 3 columns of the new table compared" in wide.limits
    monkeypatch.setattr(module, "MOST_CELLS", 2)
    assert "only the first 1 of 4 rules of the new table compared" in difference(OLD, OLD).limits


def test_a_search_that_ended_early_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("c8tui.decisions.matching.BUDGET", 0)
    found = difference(OLD, sheet("p: 1 | 7 | x"))
    assert "not all rules searched" in found.limits[0]


def test_another_language_of_a_column_is_a_change() -> None:
    table = table_xml(["a"], ["x"], [["-", "1"]])
    other = table.replace("<inputExpression", '<inputExpression expressionLanguage="juel"')
    before, after = (sheet_of(table_of(model_of(decision_xml("d", one)), "d")) for one in (table, other))
    (change,) = difference(before, after).columns
    assert change.changes == (Change("language", "FEEL", "juel"),)

"""The difference of two tables: rules, cells, columns, hit policies, and what is too large."""

from __future__ import annotations

from dataclasses import replace
from difflib import restore

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.decisions import matching
from c8tui.decisions.difference import CellChange, Change, ColumnChange, SheetDifference, difference
from c8tui.decisions.matching import ComparedRule, Matching, in_order, match
from c8tui.decisions.model_difference import (
    DiffLine,
    ElementDifference,
    LinesDifference,
    ModelDifference,
    lines_difference,
    logic_difference,
    model_difference,
)
from c8tui.decisions.sheet import Column, Row, Sheet, policy_of, sheet_of
from tests.decisions.models import decision_xml, input_xml, literal_xml, model_of, table_of, table_xml

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
    monkeypatch.setattr("c8tui.decisions.difference.MOST_RULES", 3)
    found = difference(OLD, sheet("a: 1 | - | x"))
    assert found.limits == ("only the first 3 of 4 rules of the old table compared",)
    assert found.counts == {"same": 1, "removed": 2}
    assert found.summary().endswith(found.limits[0])
    monkeypatch.setattr("c8tui.decisions.difference.MOST_COLUMNS", 2)
    wide = difference(OLD, OLD)
    assert "only the first 2 of 3 columns of the new table compared" in wide.limits
    monkeypatch.setattr("c8tui.decisions.difference.MOST_CELLS", 2)
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


# Matching of rules: ids, equal cells, neighbours, what is alike, and an end to the search.


def rules(*texts: str) -> list[ComparedRule]:
    """Rules from `id: test test = result`; the id may be left out."""
    made = []
    for text in texts:
        head, _, results = text.partition("=")
        name, colon, tests = head.rpartition(":")
        made.append(ComparedRule(name if colon else "", tuple(tests.split()), tuple(results.split())))
    return made


def partners(old: list[ComparedRule], new: list[ComparedRule]) -> dict[int, int]:
    return match(old, new).partner


def test_ids_go_first() -> None:
    assert partners(rules("a: 1 = x", "b: 2 = y"), rules("b: 1 = x", "a: 2 = y")) == {0: 1, 1: 0}


def test_an_id_that_stands_twice_tells_nothing() -> None:
    assert partners(rules("a: 1 = x", "a: 2 = y"), rules("a: 2 = y", "a: 1 = x")) == {0: 1, 1: 0}


def test_equal_cells() -> None:
    assert partners(rules("a: 1 = x", "b: 2 = y"), rules("c: 2 = y", "d: 1 = x")) == {0: 1, 1: 0}


def test_equal_rules_pair_beside_their_neighbours() -> None:
    old = rules("9 = q", "1 = x", "2 = u", "1 = x")
    new = rules("2 = u", "1 = x")
    assert partners(old, new) == {0: 2, 1: 3}
    assert partners(rules("1 = x", "1 = x", "2 = u"), rules("1 = x", "2 = u")) == {0: 0, 1: 2}


def test_equal_inputs_of_other_results() -> None:
    assert partners(rules("1 2 = x", "3 4 = y"), rules("3 4 = z", "1 2 = z")) == {0: 1, 1: 0}


def test_one_input_differs() -> None:
    assert partners(rules("1 2 3 = x", "4 5 6 = y"), rules("4 5 7 = y", "1 9 3 = z")) == {0: 1, 1: 0}


def test_what_has_little_in_common_is_not_the_same() -> None:
    assert partners(rules("1 2 3 = x"), rules("7 8 3 = y")) == {}
    assert partners(rules("1 = x"), rules("2 = x")) == {}
    assert partners(rules("- 2 = x"), rules("- 3 = y")) == {}


def test_the_most_alike_wins() -> None:
    old = rules("1 2 3 4 5 6 = x", "1 2 3 4 8 9 = y")
    assert partners(old, rules("1 2 3 4 0 0 = y")) == {0: 1}
    assert partners(old, rules("1 2 3 0 5 0 = x", "1 2 0 4 8 0 = y")) == {0: 0, 1: 1}


def test_a_rare_cell_leads_far_away() -> None:
    old = rules(*(f"5 6 7 {number} = x" for number in range(100)), "1 2 rare a = z")
    assert partners(old, rules("1 7 rare b = z")) == {0: 100}


def test_one_input_differs_in_rules_that_stand_elsewhere() -> None:
    numbers = [f"{number // 36} {number // 6 % 6} {number % 6}" for number in range(216)]
    old = rules(*(f"{number} 8 = x" for number in numbers))
    new = rules(*(f"{number} 9 = y" for number in reversed(numbers)))
    assert partners(old, new) == {number: 215 - number for number in range(216)}


def test_a_table_rewritten_in_place() -> None:
    old = rules(*(f"1 2 3 4 5 {number} = a" for number in range(200)))
    new = rules(*(f"1 2 3 9 5 new{number} = b" for number in range(200)))
    assert partners(old, new) == {number: number for number in range(200)}


def test_without_inputs_only_equal_results_pair() -> None:
    assert partners(rules("= x", "= y"), rules("= y", "= z")) == {0: 1}
    assert match([], []) == Matching()
    assert partners([], rules("1 = x")) == partners(rules("1 = x"), []) == {}


def test_the_search_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    new = rules("1 2 4 = y")
    old = rules("1 2 3 = x", "4 5 6 = x")
    assert match(old, new).thorough
    monkeypatch.setattr(matching, "BUDGET", 1)
    found = match(old, [*new, *rules("4 5 6 = x")])
    assert not found.thorough
    assert found.partner == {1: 1}


CELLS_OF_MATCHING = st.sampled_from("-123")
RULES_OF_MATCHING = st.lists(
    st.builds(
        ComparedRule,
        st.sampled_from(["", "a", "b"]),
        st.tuples(CELLS_OF_MATCHING, CELLS_OF_MATCHING),
        st.tuples(CELLS_OF_MATCHING),
    )
)


@given(RULES_OF_MATCHING, RULES_OF_MATCHING)
def test_no_rule_has_two_partners_and_equal_ones_are_found(old: list[ComparedRule], new: list[ComparedRule]) -> None:
    found = partners(old, new)
    assert len(set(found.values())) == len(found)
    assert all(0 <= here < len(new) and 0 <= there < len(old) for here, there in found.items())
    assert partners(new, new) == {place: place for place in range(len(new))}


@given(st.permutations(range(8)))
def test_what_was_not_moved_is_a_longest_rising_part(places: list[int]) -> None:
    kept = in_order(places)
    assert [place for place in places if place in kept] == sorted(kept)
    longest = [1] * len(places)
    for n, place in enumerate(places):
        longest[n] = 1 + max([longest[k] for k in range(n) if places[k] < place], default=0)
    assert len(kept) == max(longest)
    assert in_order([]) == set()


# The difference of whole files: elements, requirements, kinds of logic, lines, types.


TABLE = table_xml(["x"], ["y"], [["1", "2"]])


def told_of_model_difference(found: ModelDifference) -> list[tuple[str, str]]:
    return [
        (each.what, (each.after or each.before).id)  # type: ignore[union-attr]  # one of them is there
        for each in found.elements
    ]


def only(found: ModelDifference, name: str) -> ElementDifference:
    return next(each for each in found.elements if each.after is not None and each.after.id == name)


def test_nothing_differs_of_model_difference() -> None:
    model = model_of(decision_xml("d", TABLE, inputs=["x"]), decision_xml("e", literal_xml("1")), input_xml("x"))
    found = model_difference(model, model_of(decision_xml("d", TABLE, inputs=["x"]),
                                             decision_xml("e", literal_xml("1")), input_xml("x")))  # fmt: skip
    assert found.same
    assert found.summary() == "no difference"


def test_added_removed_and_changed() -> None:
    before = model_of(decision_xml("a", TABLE), decision_xml("b", TABLE), input_xml("x"))
    after = model_of(decision_xml("c", TABLE), decision_xml("a", table_xml(["x"], ["y"], [["1", "3"]])),
                     input_xml("x", "number"))  # fmt: skip
    found = model_difference(before, after)
    assert told_of_model_difference(found) == [("added", "c"), ("changed", "a"), ("changed", "x"), ("removed", "b")]
    assert found.summary() == "1 decision added, 1 decision removed, 1 decision changed, 1 input changed"
    assert not found.same
    logic = only(found, "a").logic
    assert isinstance(logic, SheetDifference)
    assert logic.summary() == "1 changed (1 cell)"
    assert only(found, "a").changes == ()
    assert only(found, "x").changes == (Change("type", "", "number"),)


def test_another_kind_of_logic() -> None:
    found = model_difference(model_of(decision_xml("a", TABLE)), model_of(decision_xml("a", literal_xml("2"))))
    (element,) = found.elements
    assert element.changes == (Change("logic", "decision table", "literal expression"),)
    assert isinstance(element.logic, LinesDifference)
    assert [line.text for line in element.logic.lines if line.sign == "+"] == ["2"]
    gone = model_difference(model_of(decision_xml("a", literal_xml("2"))), model_of(decision_xml("a", "")))
    assert gone.elements[0].changes == (Change("logic", "literal expression", "no logic"),)
    assert gone.elements[0].logic == LinesDifference((DiffLine("-", "2"),))


def test_requirements() -> None:
    before = model_of(decision_xml("a", TABLE, inputs=["x", "y"]), *map(input_xml, "xyz"))
    after = model_of(decision_xml("a", TABLE, inputs=["z", "y"]), *map(input_xml, "xyz"))
    assert only(model_difference(before, after), "a").changes == (
        Change("requires", "x", ""),
        Change("requires", "", "z"),
    )


def test_a_new_id_of_the_same_name_is_the_same_element() -> None:
    before = model_of(decision_xml("a", TABLE, requires=["b"]), decision_xml("b", TABLE))
    renamed = decision_xml("b", TABLE).replace('id="b"', 'id="B2"')
    found = model_difference(before, model_of(decision_xml("a", TABLE, requires=["B2"]), renamed))
    assert told_of_model_difference(found) == [("same", "a"), ("same", "B2")]


def test_one_id_of_two_kinds_is_not_the_same_element() -> None:
    found = model_difference(model_of(input_xml("a")), model_of(decision_xml("a", TABLE)))
    assert told_of_model_difference(found) == [("added", "a"), ("removed", "a")]


def test_services_and_texts() -> None:
    service = '<decisionService id="s" name="s"><outputDecision href="#{}"/></decisionService>'
    decisions = decision_xml("a", TABLE), decision_xml("b", TABLE)
    found = model_difference(model_of(service.format("a"), *decisions), model_of(service.format("b"), *decisions))
    assert only(found, "s").changes == (Change("output decision", "a", ""), Change("output decision", "", "b"))
    assert found.summary() == "1 decision service changed"
    asked = decision_xml("a", "<question>why?</question>" + TABLE)
    found = model_difference(model_of(decision_xml("a", TABLE)), model_of(asked))
    assert found.elements[0].changes == (Change("question", "", "why?"),)


def test_types() -> None:
    def item(name: str, type_ref: str) -> str:
        return f'<itemDefinition name="{name}"><typeRef>{type_ref}</typeRef></itemDefinition>'

    found = model_difference(
        model_of(item("a", "string"), item("b", "string"), item("c", "string")),
        model_of(item("a", "string"), item("b", "number"), item("d", "string")),
    )
    assert found.types == (("changed", "b"), ("added", "d"), ("removed", "c"))
    assert found.summary() == "1 type added, 1 type removed, 1 type changed"


def test_no_logic_on_either_side() -> None:
    assert logic_difference(None, None) is None


def test_lines() -> None:
    found = lines_difference(["a", "b", "c", "d"], ["a", "B", "c", "x", "d"])
    assert [(line.sign, line.text) for line in found.lines] == [
        (" ", "a"), ("-", "b"), ("+", "B"), (" ", "c"), ("+", "x"), (" ", "d"),
    ]  # fmt: skip
    assert found.summary() == "2 lines added, 1 removed"
    assert lines_difference(["a"], []).summary() == "1 line removed"
    assert lines_difference(["a"], ["a"]).summary() == "no difference"


def test_too_many_lines_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("c8tui.decisions.model_difference.MOST_LINES", 2)
    found = lines_difference(["a", "b", "c", "d", "z"], ["a", "x", "c", "y", "z"])
    assert "".join(line.sign for line in found.lines) == " ---+++ "
    assert found.limits == ("more than 2 lines not compared one by one",)
    assert found.summary() == "3 lines added, 3 removed, more than 2 lines not compared one by one"


TEXTS = st.lists(st.sampled_from("abc"), max_size=8)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_told_from_the_difference(before: list[str], after: list[str]) -> None:
    found = lines_difference(before, after)
    marked = [f"{line.sign} {line.text}" for line in found.lines]
    assert list(restore(marked, 1)) == before
    assert list(restore(marked, 2)) == after
    assert found.same == (before == after)

"""What decisions read and nothing gives: names of one decision say nothing of another."""

from __future__ import annotations

from pathlib import Path

import pytest

from c8tui.decisions.file import read
from c8tui.decisions.questions import questions_of
from c8tui.decisions.read_names import ReadNames
from c8tui.feel.dmn_model import InputData
from tests.decisions.models import decision_xml, input_xml, literal_xml, model_of, table_xml

CASES = Path(__file__).parent.parent / "feel" / "cases"


def asked(*elements: str, name: str = "d") -> list[str]:
    return [question.label for question in questions_of(model_of(*elements), name)]


@pytest.mark.parametrize("name", ["pick", "dress"])
def test_a_column_and_an_input_that_nobody_reads(name: str) -> None:
    model = read((CASES / "column_named_like_an_output.dmn").read_bytes())
    assert [one.label for one in questions_of(model, name)] == ["temperature", "Outside temperature"]


def test_the_name_of_an_output_is_known_where_its_decision_is_required() -> None:
    other = decision_xml("other", table_xml(["x"], ["season"], [["-", "1"]]))
    table = table_xml(["season"], ["dish"], [["-", "1"]])
    assert asked(other, decision_xml("d", table, requires=["other"])) == ["x"]
    assert asked(other, decision_xml("d", table)) == ["season"]
    own = table_xml(["season"], ["season"], [["-", "1"]])
    assert asked(decision_xml("d", own)) == ["season"]


def test_the_same_of_all_that_has_a_name_in_the_model() -> None:
    low = decision_xml("low", literal_xml("1"))
    item = '<itemDefinition name="t"><itemComponent name="amount"><typeRef>number</typeRef></itemComponent>'
    context = "<context><contextEntry><variable name='rate'/>" + literal_xml("1") + "</contextEntry></context>"
    text = literal_xml("low + amount + rate + orders[amount > 1].id")
    names = ["low", "amount", "rate", "orders"]
    assert asked(low, item + "</itemDefinition>", decision_xml("c", context), decision_xml("d", text)) == names


def test_an_input_that_is_not_linked_is_asked_by_its_type() -> None:
    model = model_of(input_xml("age", "number"), decision_xml("d", literal_xml("age + 1")))
    assert [(one.label, one.type) for one in questions_of(model, "d")] == [("age", "number")]


def test_questions_bear_the_label_of_the_column() -> None:
    model = read((CASES / "wide_table.dmn").read_bytes())
    asked_for = questions_of(model, "wide")
    assert [(one.label, one.title) for one in asked_for[:2]] == [
        ("v0", "Age of the applicant"),
        ("v1", "Annual income in EUR"),
    ]
    assert len(asked_for) == 12


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("first name", ("first name",)),
        ("person.first name", ("person", "first name")),
        ("duration", ("duration",)),
        ("date", ("date",)),
        ("in stock", ("in stock",)),
    ],
)
def test_columns_that_ask_for_a_variable_of_any_name(text: str, expected: tuple[str, ...]) -> None:
    stock = input_xml("in stock")
    model = model_of(stock, decision_xml("d", table_xml([(text, "string")], ["x"], [['"v"', "1"]])))
    found = next(one for one in questions_of(model, "d") if one.path == expected)
    assert (found.type, found.hint) == ("string", "in the rules: v")


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("juel", "${amount}", ["amount"]),
        ("javascript", "amount", ["amount"]),
        ("juel", "#{order.total}", ["order.total"]),
        ("javascript", "amount ** 2", []),
        ("groovy", "amount in [1, 2]", []),
    ],
)
def test_columns_in_other_languages(language: str, text: str, names: list[str]) -> None:
    table = table_xml([text], ["x"], [["-", "1"]]).replace("<text>", "<text>", 1)
    table = table.replace("<inputExpression", f'<inputExpression expressionLanguage="{language}"')
    assert asked(decision_xml("d", table)) == names


def test_what_was_not_looked_at_may_read_anything() -> None:
    long = literal_xml(" + ".join(["n"] * 60_000))
    model = model_of(input_xml("a"), decision_xml("d", long, inputs=["a"]))
    entry = model.elements["a"]
    assert isinstance(entry, InputData)
    assert ReadNames(model, [model.elements["d"]]).reads(entry)
    short = model_of(input_xml("a"), decision_xml("d", literal_xml("1"), inputs=["a"]))
    assert not ReadNames(short, [short.elements["d"]]).reads(entry)


def test_an_input_without_a_type_is_asked_by_the_parts_that_columns_name() -> None:
    table = table_xml(["customer.tier", "customer.age"], ["x"], [["-", "> 5", "1"]])
    assert asked(input_xml("customer"), decision_xml("d", table, inputs=["customer"])) == [
        "customer.tier",
        "customer.age",
    ]
    whole = table_xml(["customer.tier"], ["x"], [["-", "count(customer)"]])
    assert asked(input_xml("customer"), decision_xml("d", whole, inputs=["customer"])) == ["customer"]


def test_an_input_that_is_called_by_the_path_to_it_is_asked_once() -> None:
    table = table_xml(["customer.age"], ["x"], [["> 5", "1"]])
    assert asked(input_xml("customer.age"), decision_xml("d", table, inputs=["customer.age"])) == ["customer.age"]


def test_the_id_of_an_input_is_no_name_of_it() -> None:
    other = '<inputData id="temperature" name="Outside"><variable name="Outside" typeRef="number"/></inputData>'
    table = table_xml(["temperature"], ["x"], [["> 5", "1"]])
    assert asked(other, decision_xml("d", table, inputs=["temperature"])) == ["temperature", "Outside"]

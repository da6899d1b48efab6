"""Text as values of a decision's types, and JSON as what the engine computes with."""

from __future__ import annotations

from decimal import Decimal

import pytest

from c8tui import feel
from c8tui.decisions.typed import InputTypes, guessed_value, read_json
from c8tui.feel import dmn
from c8tui.feel.dmn_model import ItemDefinition
from tests.decisions.models import decision_xml, input_xml, literal_xml, model_of, table_xml

TYPES = """
<itemDefinition name="tAge"><typeRef>number</typeRef></itemDefinition>
<itemDefinition name="tDays" isCollection="true"><typeRef>date</typeRef></itemDefinition>
<itemDefinition name="tCustomer"><itemComponent name="tier"><typeRef>string</typeRef></itemComponent>
<itemComponent name="age"><typeRef>tAge</typeRef></itemComponent>
<itemComponent name="since"><typeRef>date</typeRef></itemComponent>
<itemComponent name="days"><typeRef>tDays</typeRef></itemComponent></itemDefinition>
<itemDefinition name="tLoop"><typeRef>tLoop</typeRef></itemDefinition>
"""
MODEL = model_of(TYPES)


@pytest.mark.parametrize(
    ("text", "type_ref", "value"),
    [
        ("5", "number", 5), (" -2.50 ", "number", Decimal("-2.50")),
        (".5", "long", Decimal("0.5")), ("+7", "double", 7),
        ("1e3", "number", Decimal(1000)), ("12345678901234567890", "number", Decimal("12345678901234567890")),
        ("5", "string", "5"), (" x ", "string", " x "), ("TRUE", "boolean", True), ("false", "boolean", False),
        ("2026-12-24", "date", "2026-12-24"), (" 17:00:00 ", "time", "17:00:00"),
        ("2026-12-24T17:00:00Z", "dateTime", "2026-12-24T17:00:00Z"), ("2026-12-24", "date and time", "2026-12-24"),
        ("P1DT2H", "dayTimeDuration", "P1DT2H"), ("P1Y6M", "yearMonthDuration", "P1Y6M"), ("PT1S", "duration", "PT1S"),
        ("5", "tAge", 5), ("5", "feel:number", 5), ('["2026-01-01"]', "tDays", ["2026-01-01"]),
        ('{"tier": "a", "age": 1.10}', "tCustomer", {"tier": "a", "age": Decimal("1.10")}),
        ("5", "", 5), ("five", "Any", "five"), ("5", "tNobody", 5), ("5", "tLoop", 5),
        ("", "number", None), ("", "string", None), ("", "", None),
    ],
)  # fmt: skip
def test_typed_values(text: str, type_ref: str, value: object) -> None:
    found = InputTypes(MODEL).value(text, ItemDefinition("", type_ref))
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "type_ref", "words"),
    [
        ("x", "number", '"x" is no number'), ("1,5", "number", "no number"), ("0x1", "tAge", "no number"),
        ("\u0661", "number", "no number"), ("1e9999999", "number", "bounds"),
        ("1e99999999999999999999", "number", "bounds"),
        ("yes", "boolean", "neither true nor false"), ("24.12.2026", "date", "no date, as 2026-12-24"),
        ("2026-02-30", "date", "no date"), ("17:00", "time", "no time"),
        ("2026-12-24 17:00", "dateTime", "date and time"),
        ("P1Y", "dayTimeDuration", "days and time"), ("P1D", "yearMonthDuration", "years and months"),
        ("1 day", "duration", "no duration"), ("a", "tDays", "no JSON"), ("{}", "tDays", "no JSON list"),
        ("[]", "tCustomer", "no JSON object"), ("x" * 50, "number", f'"{"x" * 40}…"'),
    ],
)  # fmt: skip
def test_what_a_text_is_not(text: str, type_ref: str, words: str) -> None:
    with pytest.raises(ValueError, match=words.replace('"', ".")):
        InputTypes(MODEL).value(text, ItemDefinition("", type_ref))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5), ("-0.50", Decimal("-0.50")),
        ("1e2", Decimal(100)), ("true", True), ("null", None), ("[1, 2]", [1, 2]),
        ('{"a": {}}', {"a": {}}), ("007", "007"), ("TRUE", "TRUE"), ('"x"', '"x"'), ("[1, 2", "[1, 2"), ("1,5", "1,5"),
        ("[NaN]", "[NaN]"), ("NaN", "NaN"), ("2026-12-24", "2026-12-24"), ("", ""), (" 5", " 5"), ("1e9999", "1e9999"),
    ],
)  # fmt: skip
def test_guesses(text: str, value: object) -> None:
    found = guessed_value(text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("text", ["[" * 100_000, "{", "NaN", "[1e99999999]", "9" * 10_000, ""])
def test_json_that_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_json(text)


def test_json_keeps_all_digits() -> None:
    assert read_json("[0.10, 12345678901234567890, 7]") == [Decimal("0.10"), Decimal("12345678901234567890"), 7]
    assert str(read_json("0.10")) == "0.10"


def test_types_of_what_a_decision_is_fed_with() -> None:
    model = model_of(
        TYPES,
        input_xml("customer", "tCustomer"), input_xml("plain"), input_xml("other", "number"),
        decision_xml("below", table_xml([("plain", "string"), ("order.total", "number")], ["y"], []), inputs=["plain"]),
        decision_xml("d", table_xml([("below", "string"), ("customer.age", "string"), ("plain + 1", "number")], [], []),
                     requires=["below"], inputs=["customer"]),
    )  # fmt: skip
    types = InputTypes(model, "d")
    assert set(types.declared) == {"customer"}
    assert {path: item.type_ref for path, item in types.asked.items()} == {
        "plain": "string", "order.total": "number", "customer.age": "string",
    }  # fmt: skip
    told = {path: getattr(types.of(path), "type_ref", None) for path in (
        "customer", "customer.tier", "customer.age", "customer.age.x", "customer.none", "plain", "order.total", "order",
        "other", "below", "",
    )}  # fmt: skip
    assert told == {
        "customer": "tCustomer", "customer.tier": "string", "customer.age": "tAge", "customer.age.x": None,
        "customer.none": None, "plain": "string", "order.total": "number", "order": None, "other": None, "below": None,
        "": None,
    }  # fmt: skip
    assert set(InputTypes(model).declared) == {"customer", "other"}
    with pytest.raises(KeyError):
        InputTypes(model, "nobody")


def test_types_of_a_service() -> None:
    service = '<decisionService id="s" name="s"><outputDecision href="#d"/><inputData href="#a"/></decisionService>'
    model = model_of(service, input_xml("a", "date"), input_xml("b", "time"),
                     decision_xml("d", literal_xml("b"), inputs=["b"]))  # fmt: skip
    assert set(InputTypes(model, "s").declared) == {"a", "b"}


def test_iso_texts_become_dates_for_the_engine() -> None:
    typed = {"customer": "tCustomer", "when": "dateTime", "name": "string", "customers": "tDays"}
    model = model_of(TYPES, *(input_xml(name, type_ref) for name, type_ref in typed.items()))
    given = {
        "customer": {"tier": "2026-01-01", "since": "2026-01-01", "days": ["2026-01-02", "x"], "more": "2026-01-01"},
        "when": "2026-12-24", "name": "2026-01-01", "customers": "2026-01-01", "unknown": "2026-01-01",
    }  # fmt: skip
    made = InputTypes(model).for_engine(given)
    assert made["customer"] == {
        "tier": "2026-01-01", "since": feel.Date(2026, 1, 1), "days": [feel.Date(2026, 1, 2), "x"],
        "more": "2026-01-01",
    }  # fmt: skip
    assert made["when"] == feel.DateTime(feel.Date(2026, 12, 24), feel.Time(0, 0, 0))
    assert (made["name"], made["customers"], made["unknown"]) == ("2026-01-01",) * 3
    assert given["customer"]["since"] == "2026-01-01"  # type: ignore[index]  # what was given stays as it was


def test_the_engine_makes_no_dates_of_texts_itself() -> None:
    model = model_of(input_xml("day", "date"), decision_xml("d", literal_xml("day.year"), inputs=["day"]))
    plain = dmn.evaluate(model, "d", {"day": "2026-01-01"})
    assert plain.value is None
    assert plain.warnings
    assert dmn.evaluate(model, "d", InputTypes(model).for_engine({"day": "2026-01-01"})).value == 2026


def test_values_deeper_than_the_engine_takes_are_left_alone() -> None:
    child = '<itemComponent name="in"><typeRef>tTree</typeRef></itemComponent>'
    tree = f'<itemDefinition name="tTree">{child}</itemDefinition>'
    value: object = "2026-01-01"
    for _ in range(900):
        value = {"in": value}
    model = model_of(tree, input_xml("tree", "tTree"))
    assert InputTypes(model).for_engine({"tree": value})["tree"].keys() == {"in"}  # type: ignore[attr-defined]


def test_types_of_imports() -> None:
    head = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace='
    item = '<itemDefinition name="tDay"><typeRef>date</typeRef></itemDefinition>'
    imported = dmn.read(f'{head}"urn:i">{item}</definitions>')
    source = f'{head}"urn:m"><import name="i" namespace="urn:i"/>{input_xml("day", "i.tDay")}</definitions>'
    types = InputTypes(dmn.read(source, {"urn:i": imported}))
    assert types.for_engine({"day": "2026-01-01"}) == {"day": feel.Date(2026, 1, 1)}

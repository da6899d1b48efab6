"""Text as values of a decision's types, and JSON as what the engine computes with."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui import feel
from c8tui.decisions.input_form import data_of, form_of, understood, variables_of
from c8tui.decisions.questions import SIMPLE, Question
from c8tui.decisions.typed import InputTypes, guessed_value, read_json
from c8tui.feel import dmn
from c8tui.feel.dmn_model import ItemDefinition
from c8tui.feel.values import DEEPEST
from c8tui.forms.read import read
from c8tui.forms.state import FormState
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


# The form of the inputs: it holds for any names and values, and says the variables that were meant.


HOSTILE = ["[red]", "{{x}}", "=1+1", "a\nb", '"', "", "  = {{ y", "\x1b[2J", "漢字"]
NAMES = st.text(max_size=6) | st.sampled_from(HOSTILE)
SCALARS = st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text(max_size=6) | st.sampled_from(HOSTILE)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=6
)


def field_of(question: Question) -> dict[str, Any]:
    field = form_of([question])["components"][0]
    assert isinstance(field, dict)
    return field


def opened(questions: list[Question], variables: dict[str, Any]) -> FormState:
    form = read(json.dumps(form_of(questions)))
    assert not form.problems
    return FormState(form, data_of(questions, variables), now=lambda: datetime(2026, 5, 4, tzinfo=UTC))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        (Question(("a",)), "textfield"),
        (Question(("a",), "string"), "textfield"),
        (Question(("a",), "number"), "number"),
        (Question(("a",), "boolean"), "radio"),
        (Question(("a",), "date"), "datetime"),
        (Question(("a",), "dateTime"), "datetime"),
        (Question(("a",), "string", ("x", "y")), "radio"),
        (Question(("a",), "string", tuple("abcde")), "select"),
        (Question(("a",), "any", ("x", "y"), many=True), "checklist"),
        (Question(("a",), "any", tuple("abcde"), many=True), "taglist"),
    ],
)
def test_each_question_has_its_field(question: Question, kind: str) -> None:
    field = field_of(question)
    assert (field["type"], field["key"], field["label"]) == (kind, "q0", "a")


def test_parts_of_a_structure_stand_in_a_group() -> None:
    questions = [Question(("a",)), Question(("p", "x")), Question(("p", "y")), Question(("b",))]
    components = form_of(questions)["components"]
    assert [component["type"] for component in components] == ["textfield", "group", "textfield"]
    assert components[1]["label"] == "p"
    assert [field["key"] for field in components[1]["components"]] == ["q1", "q2"]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_value_or_hint_is_a_template_or_an_expression(name: str) -> None:
    for question in (
        Question((name,), hint=name),
        Question((name, name), "string", (name, "other")),
        Question((name,), "string", hint=name),
    ):
        form = read(json.dumps(form_of([question])))
        assert not form.problems
        state = opened([question], {})
        assert not state.pending_expressions()
        assert not state.trouble
        assert not any("{{" in text or text.startswith("=") for text in texts(form_of([question])))


def texts(part: Any) -> list[str]:
    """Labels and descriptions anywhere in a schema."""
    if isinstance(part, list):
        return [text for inner in part for text in texts(inner)]
    if not isinstance(part, dict):
        return []
    own = [part[key] for key in ("label", "description") if key in part]
    return [*own, *(text for inner in part.values() for text in texts(inner))]


@given(NAMES, NAMES, VALUES)
def test_any_value_comes_back_through_a_field_of_feel(name: str, inner: str, value: Any) -> None:
    questions = [Question((name, inner))]
    variables = {name: {inner: value}}
    written = data_of(questions, variables)["q0"]
    assert isinstance(written, str)
    expected = variables if written != "" else {}
    assert variables_of(questions, {"q0": written}) == expected


@given(st.sampled_from(sorted(SIMPLE - {"boolean", "number"})), st.text(min_size=1, max_size=6))
def test_a_typed_text_stays_the_text_it_is(kind: str, value: str) -> None:
    questions = [Question(("a",), kind)]
    assert variables_of(questions, data_of(questions, {"a": value})) == {"a": value}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", 12),
        ('"12"', "12"),
        ("Fall", "Fall"),
        ("two words", "two words"),
        ("[1, 2]", [1, 2]),
        ("{a: 1}", {"a": 1}),
        ("true", True),
        ("null", None),
        ("1 +", "1 +"),
        ("1 / 0", "1 / 0"),
        ("x + 1", "x + 1"),
        ('date("2026-05-04")', "2026-05-04"),
        ('duration("P1D")', "P1D"),
        ("", ""),
    ],
)
def test_what_was_typed_where_feel_is_expected(typed: str, value: object) -> None:
    assert understood(typed) == value
    assert understood(5) == 5


def test_what_was_left_empty_is_left_out() -> None:
    questions = [Question(("a",)), Question(("p", "x"), "string"), Question(("m",), options=("x",), many=True)]
    assert variables_of(questions, {"q0": "", "q1": None, "q2": []}) == {}
    assert variables_of(questions, {"q1": "v", "q2": ["x"]}) == {"p": {"x": "v"}, "m": ["x"]}


def test_false_and_zero_are_answers() -> None:
    questions = [Question(("a",), "boolean"), Question(("n",), "number")]
    assert variables_of(questions, {"q0": False, "q1": 0}) == {"a": False, "n": 0}


def test_a_path_below_a_value_does_not_crash() -> None:
    """Nothing forbids a model to call the same thing a value and a structure."""
    questions = [Question(("a",)), Question(("a", "b"))]
    assert variables_of(questions, {"q0": "1", "q1": "2"})["a"] in (1, {"b": 2})


def test_a_form_that_is_filled_says_the_variables() -> None:
    questions = [Question(("n",), "number"), Question(("s",), "string", ("x", "y")), Question(("f",))]
    variables = {"n": 5, "s": "y", "f": [1, {"a": "b"}]}
    assert variables_of(questions, opened(questions, variables).submit()[0]) == variables


@pytest.mark.parametrize("type_", ["any", "string", "number"])
def test_values_nested_without_end_are_taken_as_far_as_feel_takes_them(type_: str) -> None:
    value: Any = 1
    for _ in range(900):
        value = [value]
    questions = [Question(("a",), type_)]
    data = data_of(questions, {"a": value})
    FormState(read(json.dumps(form_of(questions))), data, now=lambda: datetime(2026, 11, 25, tzinfo=UTC))
    assert json.dumps(data["q0"]).count("[") == DEEPEST - 1

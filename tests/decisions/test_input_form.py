"""The form of the inputs: it holds for any names and values, and says the variables that were meant."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.decisions.input_form import data_of, form_of, understood, variables_of
from c8tui.decisions.questions import SIMPLE, Question
from c8tui.feel.values import DEEPEST
from c8tui.forms.read import read
from c8tui.forms.state import FormState

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

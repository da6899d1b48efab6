"""A DMN file by itself: the decision that is meant, and its evaluation in JSON."""

from __future__ import annotations

import json

import pytest

from c8tui.decisions.file import AmbiguousName, DmnError, decision_of, document, evaluate, read
from tests.decisions.models import decision_xml, input_xml, literal_xml, model_of, model_xml, table_xml

MODEL = model_of(
    input_xml("guests"),
    decision_xml("a", literal_xml("guests + 1"), inputs=["guests"]),
    decision_xml("b", table_xml(["a"], ["x"], [["> 5", "a * 1.5"], ["-", '"none"']], policy="FIRST"), requires=["a"]),
)


def test_the_decision_that_is_meant() -> None:
    assert decision_of(MODEL) == "b"
    assert decision_of(MODEL, "a") == "a"
    assert decision_of(MODEL, "gone") is None
    assert decision_of(model_of(input_xml("i"))) is None
    named = model_of('<decision id="d1" name="Dish of the day"/>')
    assert decision_of(named, "Dish of the day") == "d1"


def test_of_a_circle_the_last_is_meant() -> None:
    circle = model_of(decision_xml("a", "", requires=["b"]), decision_xml("b", "", requires=["a"]))
    assert decision_of(circle) == "b"


def test_an_evaluation_is_json() -> None:
    found = document(MODEL, evaluate(MODEL, "b", {"guests": 9}))
    assert json.loads(json.dumps(found)) == {
        "decision": "b",
        "result": 15,
        "failure": None,
        "decisions": [
            {
                "id": "a", "name": "a", "result": 10, "failure": None, "matchedRules": [], "inputs": [], "warnings": [],
            },
            {
                "id": "b", "name": "b", "result": 15, "failure": None,
                "inputs": [{"id": "in1", "name": "a", "value": 10}],
                "matchedRules": [
                    {"id": "rule1", "number": 1, "outputs": [{"id": "out1", "name": "x", "value": 15}]}
                ],
                "warnings": [],
            },
        ],
        "warnings": [],
        "problems": [],
    }  # fmt: skip
    assert list(found)[:3] == ["decision", "result", "failure"]
    assert [list(one)[2:6] for one in found["decisions"]] == [["result", "failure", "matchedRules", "inputs"]] * 2


def test_the_standard_reads_otherwise_where_it_is_asked_to() -> None:
    model = model_of(
        decision_xml("d", table_xml([("tier", "string", '"gold"')], ["x"], [["amount > 100", "1"]])),
    )
    given = {"tier": "none", "amount": 200}
    assert document(model, evaluate(model, "d", given))["result"] == 1
    assert document(model, evaluate(model, "d", given, standard=True))["failure"] == 'tier is "none", not one of "gold"'


def test_what_is_odd_about_inputs_is_told() -> None:
    model = model_of(input_xml("n", "number"), decision_xml("d", literal_xml("n"), inputs=["n"]))
    found = document(model, evaluate(model, "d", {"n": "five"}))
    assert (found["result"], found["warnings"]) == ("five", ['n is "five", a string, where a number is wanted'])


def test_a_name_that_several_have_is_refused() -> None:
    twice = model_of('<decision id="a" name="N"/><decision id="b" name="N"/>')
    with pytest.raises(AmbiguousName, match="a, b"):
        decision_of(twice, "N")


def test_a_failure_is_told() -> None:
    broken = model_of(decision_xml("d", literal_xml("1 +")))
    found = document(broken, evaluate(broken, "d", {}))
    assert found["result"] is None
    assert found["failure"]
    assert found["decisions"][0]["failure"] == found["failure"]


def test_a_text_that_looks_like_json_stays_a_text() -> None:
    model = model_of(decision_xml("d", literal_xml('"[1]"')))
    assert document(model, evaluate(model, "d", {}))["result"] == "[1]"


@pytest.mark.parametrize("content", [b"", b"{}", b"<a/>", b"\xff\xfe", b"<definitions>"])
def test_what_is_no_dmn(content: bytes) -> None:
    with pytest.raises(DmnError):
        read(content)
    assert read(model_xml()).elements == {}

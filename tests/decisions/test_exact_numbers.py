"""Numbers with more digits than a float has: kept from the cluster to what-if, to a file's results and back."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from c8tui.decisions import file
from c8tui.decisions.evaluation import inputs_of, json_of
from c8tui.decisions.input_form import data_of, form_of, variables_of
from c8tui.decisions.questions import questions_of
from c8tui.exact_json import exact_json, exact_text
from c8tui.feel import to_feel, to_json
from c8tui.forms.read import read
from c8tui.forms.state import FormState
from c8tui.tui import clock
from tests.decisions.models import decision_xml, input_xml, model_of, table_xml

LONG = Decimal("0.1234567890123456789012345")
MODEL = model_of(
    input_xml("amount", "number"),
    decision_xml("d", table_xml(["amount"], ["out"], [["> 0", "amount"]]), inputs=["amount"]),
)


def test_what_a_file_comes_to_is_told_in_full() -> None:
    said = file.document(MODEL, file.evaluate(MODEL, "d", {"amount": LONG}))
    assert said["result"] == LONG
    assert said["decisions"][0]["inputs"][0]["value"] == LONG
    assert str(LONG) in exact_text(said, indent=2)


def test_inputs_are_taken_over_and_sent_in_full() -> None:
    variables = inputs_of(MODEL, file.evaluate(MODEL, "d", {"amount": LONG}))
    assert variables == {"amount": LONG}
    questions = questions_of(MODEL, "d")
    state = FormState(read(json.dumps(form_of(questions))), data_of(questions, variables), now=clock.now)
    assert variables_of(questions, state.submit()[0]) == {"amount": LONG}


@pytest.mark.parametrize("text", ["12", "-3", "0.5", "1e3", "true", "null", '"a"', "[1, 2.5]", '{"a": 1}'])
def test_what_a_float_keeps_is_what_it_was(text: str) -> None:
    before = json.loads(text)
    assert json.loads(json_of(to_feel(exact_json(text)))) == before
    assert not isinstance(to_json(to_feel(before), exact=True), Decimal)


@pytest.mark.parametrize("indent", [None, 2])
def test_exact_text_writes_as_json_does(indent: int | None) -> None:
    plain = {"b": [1, 2.5, {"x": []}, {}], "a": "ä\n", "n": None}
    assert exact_text(plain, indent=indent) == json.dumps(plain, indent=indent, ensure_ascii=False)
    exact = exact_text({**plain, "long": LONG}, indent=indent, sort_keys=True)
    assert exact == json.dumps({**plain, "long": 5}, indent=indent, ensure_ascii=False, sort_keys=True).replace(
        '"long": 5', f'"long": {LONG}'
    )
    assert exact_json(exact)["long"] == LONG


@pytest.mark.parametrize(("value", "error"), [(Decimal("NaN"), ValueError), ({"a": object()}, TypeError)])
def test_what_json_has_no_word_for_is_refused(value: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        exact_text(value)

"""Forms in which Camunda's web form sends something else than one may expect, each with what it sends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from c8tui.forms.display import edited_text
from c8tui.forms.read import read
from c8tui.forms.state import FormState
from tests.forms.opened import NOW, told

CASES = Path(__file__).parent / "cases"


def opened(name: str) -> FormState:
    data = CASES / f"{name}.json"
    variables = json.loads(data.read_text(encoding="utf-8")) if data.exists() else {}
    return FormState(read((CASES / f"{name}.form").read_text(encoding="utf-8")), variables, now=lambda: NOW)


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("list_shown_only", {"checked": False}),
        ("group_path_keeps_the_rest", {"user": {"name": "Kim", "age": None, "tags": ["a"]}}),
        ("hidden_fields_count_with_their_initial_value", {"kind": "person", "price": 200, "net": 180}),
        ("text_line_breaks", {"ok": False}),
        (
            "readonly_moment_stays",
            {"receivedAt": "2026-12-24T10:11:12.123Z", "cutOff": "10:11:12Z", "ok": False},
        ),
        ("date_of_an_instant", {"dueDay": "2026-12-24", "dueAt": "2026-12-24T00:00+01:00"}),
        ("list_that_does_not_repeat", {"rows": {"a": ""}}),
    ],
)
def test_what_it_sends_untouched(name: str, sent: dict[str, Any]) -> None:
    submission = opened(name).submit()
    assert (submission.variables, submission.errors) == (sent, [])
    assert opened(name).trouble == []
    assert opened(name).form.problems == ()


def test_a_date_is_called_by_its_own_labels() -> None:
    state = opened("date_labels")
    assert [one.label for one in state.instances] == ["First day of leave", "Last day of leave", "Call on at"]
    assert told(state) == ["firstDay is required", "lastDay is required"]


def test_what_nobody_may_edit_is_shown_in_local_time_and_sent_as_it_came() -> None:
    state = opened("readonly_moment_stays")
    assert [edited_text(one, NOW) for one in state.instances[:2]] == ["2026-12-24 11:11 AM", "11:11 AM"]


def test_an_address_needs_no_dot() -> None:
    state = opened("email_without_dot")
    state.enter(("mail",), "kim@example")
    assert state.submit()[:2] == ({"mail": "kim@example"}, [])
    state.enter(("mail",), "kim")
    assert told(state) == ["mail must be an email address, as jo@example.com"]


def test_ids_are_optional() -> None:
    state = opened("old_form_without_ids")
    assert state.form.problems == ()
    state.enter(("creditor",), "Kim")
    assert state.submit()[:2] == ({"creditor": "Kim", "amount": None}, [])

"""Forms and the cluster: opened, helped, uploaded for, started."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from c8tui.errors import Refusal
from c8tui.forms.state import FormState
from c8tui.model.user_tasks import Form
from c8tui.model.variables import Variable
from c8tui.session import forms
from c8tui.session.actions import answers_in_words
from c8tui.session.forms import NoForm, Restored, answers_of, draft_of, open_form, opened_or_why_not, restore
from tests.forms.opened import NOW, field, opened
from tests.sandboxes import Sandbox

SCHEMA = '{"type": "default", "components": [{"type": "textfield", "id": "a", "key": "a"}]}'
BEYOND = {**field("expression", "x"), "expression": '=mystery("a")'}


def test_a_form_opens_over_variables() -> None:
    variables = (Variable(name="a", value='"text"'), Variable(name="cut", value='"abc'))
    state = open_form(Form(form_id="f", schema=SCHEMA), variables, lambda: NOW)
    assert state.data == {"a": "text", "cut": '"abc'}


def test_a_form_that_cannot_be_opened_says_why() -> None:
    broken = Form(form_id="f", version=3, schema="{")
    with pytest.raises(NoForm, match=r"the form f v3 cannot be opened: .*1:2"):
        open_form(broken, ())
    state, why = opened_or_why_not(broken, ())
    assert (state, why.startswith("the form f v3 cannot be opened")) == (None, True)
    assert opened_or_why_not(Form(schema=SCHEMA), ())[1] == ""


async def test_the_cluster_evaluates_what_is_beyond_us() -> None:
    sandbox = Sandbox(tasks=1)
    session = await sandbox.session()
    state = opened(BEYOND, base=2)
    (pending,) = state.pending_expressions()
    answers, why_not = await session.forms.evaluate([pending])
    await session.close()
    assert ([value for _, value in answers], why_not) == ([None], "")
    assert sandbox.bodies("/expression/evaluation") == [{"expression": '=mystery("a")', "variables": {}}]


async def test_a_cluster_that_does_not_is_asked_once() -> None:
    sandbox = Sandbox(tasks=1, dialect="8.8")
    session = await sandbox.session()
    pending = opened(BEYOND).pending_expressions()
    for _ in range(2):
        answers, why_not = await session.forms.evaluate(pending)
        assert (answers, why_not) == ([], "this cluster does not evaluate expressions for clients (8.9 and later do)")
    await session.close()
    assert len(sandbox.bodies("/expression/evaluation")) == 1


async def test_an_expression_that_nobody_can_read_is_asked_once() -> None:
    sandbox = Sandbox(tasks=1)
    session = await sandbox.session()
    pending = opened({**field("expression", "x"), "expression": "=1 +"}).pending_expressions()
    for _ in range(2):
        assert await session.forms.evaluate(pending) == ([], "")
    await session.close()
    assert len(sandbox.bodies("/expression/evaluation")) == 1


async def test_an_outage_says_so_and_is_asked_again() -> None:
    sandbox = Sandbox(tasks=1)
    session = await sandbox.session()
    await sandbox.faults("500@/v2/expression/evaluation*1")
    pending = opened(BEYOND).pending_expressions()
    answers, why_not = await session.forms.evaluate(pending)
    assert (answers, why_not != "") == ([], True)
    assert len((await session.forms.evaluate(pending))[0]) == 1
    await session.close()


async def test_files_are_uploaded_with_their_progress(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"x" * 200_000)
    session = await Sandbox(tasks=1).session()
    picker = opened(field("filepicker", accept=".txt")).instances[0]
    told: list[tuple[int, int]] = []
    reference = await session.forms.upload(str(file), picker, lambda done, size: told.append((done, size)))
    assert reference["metadata"]["fileName"] == "a.txt"
    assert told[0] == (65536, 200_000)
    assert told[-1] == (200_000, 200_000)
    await session.close()


async def test_files_that_do_not_fit_are_refused_before_anything_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "LARGEST_FILE", 3)
    (tmp_path / "a.txt").write_bytes(b"1234")
    sandbox = Sandbox(tasks=1)
    session = await sandbox.session()
    picker = opened(field("filepicker", accept=".txt")).instances[0]

    async def refusal(path: str) -> str:
        with pytest.raises(Refusal) as refused:
            await session.forms.upload(path, picker, lambda *_: None)
        return refused.value.detail

    assert await refusal(str(tmp_path / "a.txt")) == "a.txt has 4 bytes; at most 3 can be uploaded"
    assert "is not of the kinds that this field takes: .txt" in await refusal("x.pdf")
    assert "there is no file" in await refusal(str(tmp_path / "none.txt"))
    assert "there is no user" in await refusal("~nobody-of-that-name/a.txt")
    (tmp_path / "sub.txt").mkdir()
    assert "is a folder" in await refusal(str(tmp_path / "sub.txt"))
    await session.close()
    assert sandbox.bodies("/documents") == []


async def test_processes_are_started_from_their_form() -> None:
    sandbox = Sandbox(tasks=1)
    session = await sandbox.session()
    found: dict[str, Any] = {one.process_definition_id: one for one in await session.forms.startable()}
    assert (found["invoice-approval"].version, len(found)) == (3, 5)
    form = await session.forms.start_form(found["complaint"])
    assert form is not None
    assert form.form_id == "report-complaint"
    assert await session.forms.start_form(found["onboarding"]) is None
    started = await session.forms.start(found["complaint"], {"tier": "gold"})
    await session.close()
    assert started.process_instance_key
    assert sandbox.bodies("/process-instances")[0]["variables"] == {"tier": "gold"}


async def test_a_read_only_profile_starts_and_uploads_nothing() -> None:
    session = await Sandbox(tasks=1).session(read_only=True)
    definition = (await session.forms.startable())[0]
    with pytest.raises(Refusal, match="read-only"):
        await session.forms.start(definition, {})
    with pytest.raises(Refusal, match="read-only"):
        await session.forms.upload("x", opened(field("filepicker")).instances[0], lambda *_: None)
    await session.close()


# Drafts of forms: put back as they were, and what no longer fits is named

ITEMS = {
    "type": "dynamiclist",
    "id": "items",
    "path": "items",
    "allowAddRemove": True,
    "defaultRepetitions": 1,
    "components": [{**field("textfield", "n"), "id": "n"}],
}


def form(**more: Any) -> FormState:
    return opened(
        {**field("textfield", "a", **more), "id": "a"},
        {**field("number", "b"), "id": "b"},
        {**field("checklist", "c", values=["x", "y"]), "id": "c"},
        ITEMS,
    )


def filled() -> FormState:
    state = form()
    state.enter(("a",), "text")
    state.enter(("b",), "1,5")
    state.set(("c",), ["y"])
    state.add_row(state.field("items"))
    state.enter(("items", 1, "n"), "second")
    return state


def test_all_of_it_comes_back_even_what_is_no_value_yet() -> None:
    draft = draft_of(filled(), NOW)
    state = form()
    assert restore(state, draft) == Restored(NOW)
    assert state.data == filled().data
    assert (state.at(("b",)).typed, state.at(("b",)).unread != "") == ("1,5", True)
    assert draft_of(state, NOW) == draft


def test_what_has_no_place_any_more_is_named() -> None:
    draft = draft_of(filled(), NOW)
    state = opened({**field("textarea", "a"), "id": "a"}, {**field("number", "b"), "id": "b"})
    restored = restore(state, draft)
    assert restored is not None
    assert restored.lost == ('a: "text"', 'c: ["y"]', 'n[1]: "second"')
    assert state.at(("b",)).typed == "1,5"


def test_rows_that_may_not_be_added_are_named_too() -> None:
    draft = draft_of(filled(), NOW)
    state = opened({**ITEMS, "allowAddRemove": False})
    restored = restore(state, draft)
    assert restored is not None
    assert 'n[1]: "second"' in restored.lost


def test_options_that_are_gone_are_named_and_the_others_stay() -> None:
    state = opened({**field("checklist", "c", values=["x", "y", "z"]), "id": "c"})
    state.set(("c",), ["x", "z"])
    draft = draft_of(state, NOW)
    now = opened({**field("checklist", "c", values=["x", "y"]), "id": "c"})
    restored = restore(now, draft)
    assert restored is not None
    assert (restored.lost, now.data) == (('c: ["x", "z"]',), {"c": ["x"]})


def test_answers_are_what_was_filled_in_and_can_be_given_again() -> None:
    state = form()
    before = draft_of(state, NOW)
    assert answers_of(state, before, NOW) == ""
    state.enter(("a",), "text")
    answers = answers_of(state, before, NOW)
    assert answers_in_words(answers) == 'a "text"'
    other = form()
    other.enter(("b",), "7")
    assert restore(other, answers) == Restored(NOW)
    assert (other.data["a"], other.data["b"]) == ("text", 7)


def test_what_is_no_draft_changes_nothing() -> None:
    state = form()
    for text in ("", "[]", "{}", '{"fields": 1, "rows": {}, "at": "x"}', json.dumps({"fields": [], "rows": {}})):
        assert restore(state, text) is None
    assert state.data == form().data

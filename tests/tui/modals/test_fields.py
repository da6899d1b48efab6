"""Fields: rules at the place, keys in order, and nothing typed is lost."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual.events import Key

from c8tui.errors import GatewayFailure
from c8tui.tui.modals.fields import Field, FieldsDialog, required, whole_number
from tests.tui.apps import DialogHost, text_of, until

FIELDS = (
    Field("name", "Name", rule=required),
    Field("count", "Count", "1", "how many", whole_number(0, 100)),
)


class Sent:
    """Takes what is submitted; fails as often as it is told, and waits for `gate`."""

    def __init__(self, failures: int = 0) -> None:
        self.values: list[dict[str, str]] = []
        self.failures = failures
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, values: Any) -> None:
        self.values.append(dict(values))
        await self.gate.wait()
        if len(self.values) <= self.failures:
            raise GatewayFailure("nobody answered", status=504, outcome_known=False)


@pytest.mark.parametrize(("text", "wrong"), [
    ("0", False), (" 100 ", False), ("101", True), ("-1", True), ("1.5", True), ("", True), ("²", True),
    ("9" * 40, True),
])  # fmt: skip
def test_a_whole_number(text: str, wrong: bool) -> None:
    assert (whole_number(0, 100)(text) is not None) is wrong


async def test_enter_goes_on_and_sends_from_the_last_field() -> None:
    sent = Sent()
    app = DialogHost(FieldsDialog("Fail", FIELDS, sent, about="what it is"))
    async with app.run_test(size=(80, 30)) as pilot:
        assert "what it is" in text_of(app)
        await pilot.press(*"anna", "enter")
        assert sent.values == []
        await pilot.press("0", "enter")
        await until(pilot, lambda: app.results)
    assert (sent.values, app.results) == ([{"name": "anna", "count": "0"}], [True])


async def test_what_is_typed_right_behind_enter_goes_into_the_next_field() -> None:
    app = DialogHost(dialog := FieldsDialog("Fail", FIELDS, Sent()))
    async with app.run_test() as pilot:
        await pilot.pause()
        for key in ("a", "enter", "5"):
            app.post_message(Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: dialog.values["count"] == "5")
        assert dialog.values["name"] == "a"


async def test_a_broken_rule_is_said_at_its_field_and_nothing_is_sent() -> None:
    sent = Sent()
    app = DialogHost(FieldsDialog("Fail", FIELDS, sent))
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.press("ctrl+s")
        assert "it cannot be empty" in text_of(app)
        assert app.focused is not None
        assert app.focused.id == "name"
        await pilot.press("x")
        assert "it cannot be empty" not in text_of(app)
        await pilot.press("enter", *"999", "enter")
        assert "a whole number from 0 to 100" in text_of(app)
    assert sent.values == []


async def test_a_failure_is_told_in_the_dialog_and_everything_typed_stays() -> None:
    sent = Sent(failures=1)
    app = DialogHost(dialog := FieldsDialog("Fail", FIELDS, sent))
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.press(*"anna", "ctrl+s")
        await until(pilot, lambda: "nobody answered" in text_of(app))
        assert dialog.values == {"name": "anna", "count": "1"}
        assert app.results == []
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.results)
    assert len(sent.values) == 2


async def test_it_is_sent_once_however_often_the_key_is_pressed_and_waited_for() -> None:
    sent = Sent()
    sent.gate.clear()
    app = DialogHost(FieldsDialog("Fail", FIELDS, sent))
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.press("a", "ctrl+s", "ctrl+s")
        await until(pilot, lambda: sent.values)
        assert "working" in text_of(app)
        await pilot.press("escape", "ctrl+s")
        assert app.results == [], "a command on its way is not left alone"
        sent.gate.set()
        await until(pilot, lambda: app.results)
    assert len(sent.values) == 1


async def test_waiting_can_be_stopped_where_that_is_harmless() -> None:
    sent = Sent()
    sent.gate.clear()
    app = DialogHost(FieldsDialog("Activate", FIELDS, sent, cancellable="Not waiting any more."))
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.press("a", "ctrl+s")
        await until(pilot, lambda: "esc stops waiting" in text_of(app) and sent.values)
        await pilot.press("escape")
        await until(pilot, lambda: "Not waiting any more." in text_of(app))
        await pilot.press("escape")
    assert app.results == [None]

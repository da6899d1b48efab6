"""Fields: rules at the place, keys in order, and nothing typed is lost."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual.widgets import Input

from c8tui.errors import GatewayFailure
from c8tui.session.suggestions import Suggestion
from c8tui.tui.dialogs.fields import FieldsDialog
from c8tui.tui.fields import Field, required, whole_number
from tests.tui.apps import DialogHost, burst, dialog_on, text_of, typed, until

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
    async with dialog_on(FieldsDialog("Fail", FIELDS, sent, about="what it is"), (80, 30)) as (app, pilot):
        assert "what it is" in text_of(app)
        await typed(pilot, *"anna", "enter")
        assert sent.values == []
        await typed(pilot, "0", "enter")
        await until(pilot, lambda: app.results)
    assert (sent.values, app.results) == ([{"name": "anna", "count": "0"}], [{"name": "anna", "count": "0"}])


async def test_what_is_typed_right_behind_enter_goes_into_the_next_field() -> None:
    async with dialog_on(dialog := FieldsDialog("Fail", FIELDS, Sent())) as (app, pilot):
        await pilot.pause()
        burst(app, "a", "n", "n", "backspace", "enter", "5", "0", "left", "1")
        await until(pilot, lambda: dialog.values["count"] == "510")
        assert dialog.values["name"] == "an"


async def test_a_whole_dialog_in_one_packet_is_sent_once() -> None:
    sent = Sent()
    async with dialog_on(FieldsDialog("Fail", FIELDS, sent)) as (app, pilot):
        await pilot.pause()
        burst(app, "a", "enter", "5", "enter", "enter", "ctrl+s")
        await until(pilot, lambda: app.results)
    assert (sent.values, app.results) == ([{"name": "a", "count": "5"}], [{"name": "a", "count": "5"}])


async def test_a_broken_rule_is_said_at_its_field_and_nothing_is_sent() -> None:
    sent = Sent()
    async with dialog_on(FieldsDialog("Fail", FIELDS, sent), (80, 30)) as (app, pilot):
        await pilot.press("ctrl+s")
        assert "it cannot be empty" in text_of(app)
        assert app.focused is not None
        assert app.focused.id == "name"
        await pilot.press("x")
        assert "it cannot be empty" not in text_of(app)
        await typed(pilot, "enter", *"999", "enter")
        assert "a whole number from 0 to 100" in text_of(app)
    assert sent.values == []


async def test_a_failure_is_told_in_the_dialog_and_everything_typed_stays() -> None:
    sent = Sent(failures=1)
    async with dialog_on(dialog := FieldsDialog("Fail", FIELDS, sent), (80, 30)) as (app, pilot):
        await typed(pilot, *"anna", "ctrl+s")
        await until(pilot, lambda: "nobody answered" in text_of(app))
        assert dialog.values == {"name": "anna", "count": "1"}
        assert app.results == []
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.results)
    assert len(sent.values) == 2


async def test_it_is_sent_once_however_often_the_key_is_pressed_and_waited_for() -> None:
    sent = Sent()
    sent.gate.clear()
    async with dialog_on(FieldsDialog("Fail", FIELDS, sent), (80, 30)) as (app, pilot):
        await typed(pilot, "a", "ctrl+s", "ctrl+s")
        await until(pilot, lambda: sent.values)
        assert "working" in text_of(app)
        await typed(pilot, "escape", "ctrl+s")
        assert app.results == [], "a command on its way is not left alone"
        sent.gate.set()
        await until(pilot, lambda: app.results)
    assert len(sent.values) == 1


async def test_waiting_can_be_stopped_where_that_is_harmless() -> None:
    sent = Sent()
    sent.gate.clear()
    async with dialog_on(FieldsDialog("Activate", FIELDS, sent, cancellable="Not waiting any more."), (80, 30)) as (
        app,
        pilot,
    ):
        await typed(pilot, "a", "ctrl+s")
        await until(pilot, lambda: "esc stops waiting" in text_of(app) and sent.values)
        await pilot.press("escape")
        await until(pilot, lambda: "Not waiting any more." in text_of(app))
        await pilot.press("escape")
    assert app.results == [None]


async def test_after_waiting_was_stopped_it_can_be_sent_again() -> None:
    sent = Sent()
    sent.gate.clear()
    async with dialog_on(FieldsDialog("Activate", FIELDS, sent, cancellable="Not waiting any more."), (80, 30)) as (
        app,
        pilot,
    ):
        await pilot.press("a")
        burst(app, "ctrl+s", "escape")
        await until(pilot, lambda: "Not waiting any more." in text_of(app))
        await until(pilot, lambda: "esc stops waiting" not in text_of(app))
        assert app.results == []
        sent.gate.set()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.results)
    assert app.results == [{"name": "a", "count": "1"}]


async def test_escape_leaves_and_sends_nothing() -> None:
    sent = Sent()
    async with dialog_on(FieldsDialog("Fail", FIELDS, sent)) as (app, pilot):
        await typed(pilot, "a", "escape")
    assert (sent.values, app.results) == ([], [None])


async def test_what_a_cluster_says_is_shown_as_escapes_and_sent_back_as_it_was() -> None:
    hostile = "sales\u202e,\x1b[2J [b]x[/b]"
    sent = Sent()
    fields = (Field("groups", "Groups", hostile, hint=f"{hostile} holds it"), Field("users", "Users", hostile))
    app = DialogHost(FieldsDialog("Candidates", fields, sent, about=hostile))
    shown = "sales\\u202e,\\x1b[2J [b]x[/b]"
    async with app.run_test(size=(80, 30)) as pilot:
        assert app.screen.query_one("#groups", Input).value == shown
        assert text_of(app).count(shown) == 4
        assert f"{shown} holds it" in text_of(app)
        await typed(pilot, "enter", "end", *"!", "ctrl+s")
        await until(pilot, lambda: app.results)
    assert sent.values == [{"groups": hostile, "users": shown + "!"}]


async def test_a_rule_that_quotes_what_was_typed_is_shown_as_text() -> None:
    field = Field("x", "X", rule=lambda text: f"no [b]{text}\x1b[2J[/b]")
    async with dialog_on(FieldsDialog("X", (field,), Sent()), (80, 30)) as (app, pilot):
        await typed(pilot, "a", "ctrl+s")
        assert "no [b]a\\x1b[2J[/b]" in text_of(app)


async def test_every_field_can_be_reached_on_a_small_screen() -> None:
    fields = [Field(f"f{number}", f"Field {number}") for number in range(6)]
    async with dialog_on(FieldsDialog("Many", fields, Sent())) as (app, pilot):
        assert "Field 5" not in text_of(app)
        await typed(pilot, *["enter"] * 5)
        await until(pilot, lambda: "Field 5" in text_of(app))
        assert app.focused is not None
        assert app.focused.id == "f5"
        assert "ctrl+s send" in text_of(app), "the keys stay in sight"


async def test_a_long_failure_leaves_keys_and_field_in_sight_on_a_small_screen() -> None:
    async def fails(_: Any) -> None:
        raise GatewayFailure("nobody answered " * 60, status=504)

    fields = [Field(f"f{number}", f"Field {number}", hint="a hint") for number in range(3)]
    async with dialog_on(FieldsDialog("Many", fields, fails)) as (app, pilot):
        assert all(f"Field {number}" in text_of(app) for number in range(3))
        await typed(pilot, "enter", "enter", "x", "enter")
        await until(pilot, lambda: "nobody answered" in text_of(app))
        await until(pilot, lambda: "Field 2" in text_of(app))
        assert "ctrl+s send" in text_of(app)


async def test_how_a_text_is_understood_stands_below_its_field_while_it_is_typed() -> None:
    when = Field("when", "When", hint="as 24.12.", rule=lambda text: None if text.isdigit() else "no number",
                 in_words=lambda text: f"day {text}")  # fmt: skip
    async with dialog_on(FieldsDialog("Due", (when,), Sent()), (80, 30)) as (app, pilot):
        assert "as 24.12." in text_of(app)
        await typed(pilot, "7")
        await until(pilot, lambda: "= day 7" in text_of(app))
        await typed(pilot, "x")
        await until(pilot, lambda: "as 24.12." in text_of(app))
        await typed(pilot, "enter")
        await until(pilot, lambda: "no number" in text_of(app))


async def test_what_is_wrong_is_in_sight_in_a_low_terminal_with_the_label_of_its_field() -> None:
    fields = [
        Field(f"f{number}", f"Label {number}", "x", f"Hint {number}", whole_number(0, 10) if number > 4 else required)
        for number in range(8)
    ]
    async with dialog_on(FieldsDialog("Correct", fields, Sent()), (80, 24)) as (app, pilot):
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "a whole number from 0 to 10" in text_of(app))
        assert app.focused is not None
        assert app.focused.id == "f5"
        assert "Label 5" in text_of(app)
        await pilot.press("tab")
        await until(pilot, lambda: "Hint 6" in text_of(app) or "a whole number" in text_of(app))
        assert "Label 6" in text_of(app)


async def test_the_label_of_the_field_with_the_cursor_is_in_sight_whatever_is_suggested_below_it() -> None:
    async def suggested() -> list[Suggestion]:
        return [Suggestion(f"suggestion-{number}") for number in range(20)]

    names = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"]
    fields = [
        Field(name, f"Label of {name}", hint="a hint", suggestions=suggested if number % 2 == 0 else None)
        for number, name in enumerate(names)
    ]
    async with dialog_on(FieldsDialog("Publish", fields, Sent()), (80, 24)) as (app, pilot):

        async def seen(name: str, number: int) -> None:
            await until(pilot, lambda: ("suggestion-0" in text_of(app)) == (number % 2 == 0))
            assert app.focused is not None
            assert app.focused.id == name
            assert f"Label of {name}" in text_of(app)

        await seen("alpha", 0)
        for number, name in [*enumerate(names)][1:]:
            await pilot.press("tab")
            await seen(name, number)
        for number, name in [*enumerate(names)][-2::-1]:
            await pilot.press("shift+tab")
            await seen(name, number)

"""Keys that arrive at once act in the order in which they were typed."""

from __future__ import annotations

import random

import pytest
from textual.binding import Binding
from textual.events import Paste
from textual.widget import Widget

from c8tui.tui.widgets.text_field import TextField
from c8tui.tui.widgets.typing_order import LINE_LIMIT, LineField, when_typed
from tests.tui.apps import Host, burst, typed, widget_on

EDITING = ("backspace", "delete", "left", "right", "home", "end")


async def typed_at_once(widget: Widget, *keys: str) -> None:
    async with widget_on(widget) as (app, pilot):
        widget.focus()
        await pilot.pause()
        burst(app, *keys)
        await pilot.pause()
        await pilot.pause()


async def test_in_a_text() -> None:
    field = TextField("{\n1.8,\n}")
    await typed_at_once(field, "down", "end", "backspace", "backspace", "9", "9", "comma")
    assert field.text == "{\n1.99,\n}"


async def test_in_a_line() -> None:
    field = LineField()
    await typed_at_once(field, "1", "8", "comma", "backspace", "backspace", "9", "left", "0")
    assert field.value == "109"


def edited(text: str, at: int, keys: list[str]) -> str:
    """What these keys make of a text, with the cursor at `at`."""
    for key in keys:
        line_start, line_end = text.rfind("\n", 0, at) + 1, (text + "\n").find("\n", at)
        match key:
            case "backspace":
                text, at = text[: max(0, at - 1)] + text[at:], max(0, at - 1)
            case "delete":
                text = text[:at] + text[at + 1 :]
            case "left":
                at = max(0, at - 1)
            case "right":
                at = min(len(text), at + 1)
            case "home":
                at = line_start
            case "end":
                at = line_end
            case _:
                text, at = text[:at] + ("\n" if key == "enter" else key) + text[at:], at + 1
    return text


@pytest.mark.parametrize("kind", [LineField, TextField])
async def test_any_keys_do_in_one_packet_what_they_do_one_by_one(kind: type[LineField] | type[TextField]) -> None:
    chance = random.Random(4)
    field: LineField | TextField = kind("")
    characters = ("a", "b", "1", "2") if kind is LineField else ("a", "b", "1", "enter")
    async with widget_on(field) as (app, pilot):
        field.focus()
        for _ in range(6):
            if isinstance(field, LineField):
                field.value = ""
            else:
                field.text = ""
            await pilot.pause()
            keys = [chance.choice((*characters, *characters, *EDITING)) for _ in range(25)]
            burst(app, *keys)
            await pilot.pause()
            await pilot.pause()
            assert (field.value if isinstance(field, LineField) else field.text) == edited("", 0, keys), keys


async def test_keys_that_a_field_does_not_know_reach_who_does() -> None:
    class Listening(Host):
        BINDINGS = [Binding("f5", "hear('f5')"), Binding("escape", "hear('escape')")]

        def action_hear(self, key: str) -> None:
            self.heard.append(key)

    for field in (LineField(), TextField()):
        app = Listening(field)
        async with app.run_test() as pilot:
            field.focus()
            await typed(pilot, "a", "f5", "escape")
            assert app.heard == ["f5", "escape"]


async def test_an_urgent_key_can_wait_for_what_was_typed_before_it() -> None:
    line, text = LineField(), TextField()

    class Sending(Host):
        BINDINGS = [Binding("ctrl+s", "send", priority=True), Binding("ctrl+n", "next", priority=True)]

        def action_next(self) -> None:
            self.screen.set_focus(text)

        def action_send(self) -> None:
            self.heard.append(("at once", line.value, text.text))
            when_typed([line, text], lambda: self.heard.append(("typed", line.value, text.text)))

    app = Sending(line)
    async with app.run_test() as pilot:
        await app.mount(text)
        line.focus()
        await pilot.pause()
        burst(app, "1", "2", "backspace", "ctrl+n", "x", "y", "left", "backspace", "ctrl+s")
        await pilot.pause()
        await pilot.pause()
        assert app.heard == [("at once", "", ""), ("typed", "1", "y")]


async def test_a_paste_of_a_megabyte_holds_no_key_up() -> None:
    line, area = LineField(), TextField("{}")
    for widget, kept in ((line, LINE_LIMIT), (area, 2)):
        app = Host(widget)
        async with app.run_test() as pilot:
            widget.focus()
            await pilot.pause()
            widget.post_message(Paste("x" * 1_000_000))
            await pilot.pause()
            assert len(widget.value if isinstance(widget, LineField) else widget.text) == kept
            assert len(app._notifications) == 1
            await pilot.press("y")
            assert len(widget.value if isinstance(widget, LineField) else widget.text) == kept + 1

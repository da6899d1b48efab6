"""Keys that arrive at once act in the order in which they were typed."""

from __future__ import annotations

from textual.events import Key
from textual.widget import Widget

from c8tui.tui.widgets.typing_order import LineField, TextField
from tests.tui.apps import Host

BURST = ("down", "end", "backspace", "backspace", "9", "9", "comma")
CHARACTERS = {"comma": ","}


async def typed_at_once(widget: Widget, keys: tuple[str, ...]) -> None:
    app = Host(widget)
    async with app.run_test() as pilot:
        widget.focus()
        await pilot.pause()
        for key in keys:
            app.post_message(Key(key, CHARACTERS.get(key, key if len(key) == 1 else None)))
        await pilot.pause()
        await pilot.pause()


async def test_in_a_text() -> None:
    field = TextField("{\n1.8,\n}")
    await typed_at_once(field, BURST)
    assert field.text == "{\n1.99,\n}"


async def test_in_a_line() -> None:
    field = LineField()
    await typed_at_once(field, ("1", "8", "comma", "backspace", "backspace", "9", "left", "0"))
    assert field.value == "109"

"""Options in a dialog move with the keys of a list."""

from __future__ import annotations

from textual.app import App, ComposeResult

from c8tui.tui.widgets.options import OptionRows
from tests.tui.apps import typed


class OfOptions(App[None]):
    def compose(self) -> ComposeResult:
        yield OptionRows(*map(str, range(60)))


async def test_keys() -> None:
    app = OfOptions()
    async with app.run_test(size=(40, 20)) as pilot:
        options = app.query_one(OptionRows)
        options.styles.height, options.styles.border = 20, ("none", "white")
        options.focus()
        await pilot.pause()
        for keys, stands in (
            ("j", 1), ("j down j", 3), ("j j k", 1), ("k", 59), ("G", 59), ("end", 59), ("G g", 0), ("G home", 0),
            ("ctrl+d", 10), ("ctrl+d ctrl+d ctrl+u", 10), ("ctrl+f", 20), ("pagedown pageup", 0), ("j ctrl+u", 0),
            ("G ctrl+f", 59),
        ):  # fmt: skip
            options.highlighted = 0
            options.scroll_to(y=0, animate=False, immediate=True)
            await typed(pilot, *keys.split())
            assert options.highlighted == stands, keys


async def test_without_options_nothing_happens() -> None:
    app = OfOptions()
    async with app.run_test() as pilot:
        options = app.query_one(OptionRows)
        options.clear_options()
        options.focus()
        await pilot.press("j", "k", "ctrl+d", "ctrl+b", "g", "G")
        assert options.highlighted is None

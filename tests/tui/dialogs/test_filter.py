"""The filter builder shows what may stand in each field, and fits a small terminal."""

from __future__ import annotations

from textual.widgets import Input, Static

from c8tui.tui.dialogs.filter import FilterDialog
from c8tui.tui.fields import Field, required
from tests.tui.apps import dialog_on, text_of, until


def a_dialog(sent: list[dict[str, str]]) -> FilterDialog:
    fields = [Field(f"f{n}", f"Field {n}", "x", f"as {n}", required) for n in range(22)]

    async def submit(values: object) -> None:
        sent.append(dict(values))  # type: ignore[call-overload]

    return FilterDialog("Filter", fields, submit)


async def test_the_line_below_speaks_of_the_field_with_the_cursor() -> None:
    sent: list[dict[str, str]] = []
    async with dialog_on(a_dialog(sent)) as (app, pilot):
        hint = app.dialog.query_one("#hint", Static)
        await until(pilot, lambda: str(hint.content) == "Field 0: as 0")
        assert "ctrl+s apply" in text_of(app)
        await pilot.press("tab", "enter")
        assert str(hint.content) == "Field 2: as 2"
        await pilot.press("backspace", "delete")
        assert str(hint.content) == "Field 2: it cannot be empty"
        await pilot.press("shift+tab", "ctrl+s")
        assert app.focused is app.dialog.query_one("#f2", Input)
        await pilot.press("y", "ctrl+s")
        await until(pilot, lambda: app.results)
        assert sent[0]["f2"] == "y"
        assert len(sent[0]) == 22

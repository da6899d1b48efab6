"""The filter builder shows what may stand in each field, and fits a small terminal."""

from __future__ import annotations

import asyncio

import pytest
from textual.widgets import Input, Static

from c8tui.session.suggestions import Suggestion
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


SUGGESTED = (Suggestion("invoice-approval", "Invoice approval"), Suggestion("order"), Suggestion("a, b", "Both"))


def suggesting(draft: dict[str, str] | None = None, gate: asyncio.Event | None = None) -> FilterDialog:
    """A dialog with a field that has suggestions and one that has none."""

    async def asked() -> tuple[Suggestion, ...]:
        if gate is not None:
            await gate.wait()
        return SUGGESTED

    fields = [Field("process", "Process", suggestions=asked), Field("other", "Other")]
    return FilterDialog("Filter", fields, keep=Field("save_as", "Keep as a view"), draft=draft)


async def test_suggestions_fill_in_the_part_that_is_typed() -> None:
    async with dialog_on(suggesting()) as (app, pilot):
        field = app.dialog.query_one("#process", Input)
        await until(pilot, lambda: "Invoice approval" in text_of(app) and "order" in text_of(app))
        await pilot.press(*"not APPR")
        await until(pilot, lambda: "order" not in text_of(app))
        await pilot.press("down", "enter")
        assert (field.value, app.focused) == ("not invoice-approval", field)
        await pilot.press("comma", *"bot")
        await until(pilot, lambda: "Both" in text_of(app))
        await pilot.press("down", "up")
        assert app.focused is field, "up from the first one goes back"
        await pilot.press("down", "escape")
        assert app.focused is field
        await pilot.press("down", "enter", "ctrl+s")
        await until(pilot, lambda: app.results)
        assert app.results[0]["process"] == 'not invoice-approval,"a, b"'


async def test_the_dialog_does_not_wait_for_suggestions() -> None:
    gate = asyncio.Event()
    async with dialog_on(suggesting(gate=gate)) as (app, pilot):
        await pilot.press(*"ord", "down", *"x")
        assert app.dialog.query_one("#other", Input).value == "x", "with nothing to choose down is the next field"
        await pilot.press("shift+tab")
        gate.set()
        await until(pilot, lambda: "order" in text_of(app))


async def test_what_was_typed_is_there_again_until_it_is_applied_or_reset() -> None:
    draft: dict[str, str] = {}
    async with dialog_on(suggesting(draft)) as (app, pilot):
        await pilot.press("tab", *"abc", "escape")
        await until(pilot, lambda: app.results)
    assert draft["other"] == "abc"
    async with dialog_on(suggesting(draft)) as (app, pilot):
        assert app.dialog.query_one("#other", Input).value == "abc"
        assert "not applied" in text_of(app)
        await pilot.press("ctrl+r")
        assert app.dialog.query_one("#other", Input).value == ""
        await pilot.press("escape")
        await until(pilot, lambda: app.results)
    assert draft == {}
    draft["other"] = "abc"
    async with dialog_on(suggesting(draft)) as (app, pilot):
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.results)
        assert app.results[0]["other"] == "abc"
    assert draft == {}


@pytest.mark.parametrize("typed", ["", "zz"])
async def test_all_of_it_is_in_sight_on_a_small_terminal(typed: str) -> None:
    fields = [Field(f"f{n}", f"Field {n}") for n in range(21)]

    async def asked() -> tuple[Suggestion, ...]:
        return tuple(Suggestion(f"zz{n}") for n in range(30))

    fields[15] = Field("f15", "Field 15", suggestions=asked)
    async with dialog_on(FilterDialog("Filter", fields, keep=Field("save_as", "Keep as a view"))) as (app, pilot):
        app.dialog.query_one("#f15", Input).focus()
        await pilot.press(*typed)
        await until(pilot, lambda: "zz1" in text_of(app))
        for shown in ("Field 15", "zz4", "Keep as a view", "ctrl+s apply", "esc close (kept)"):
            assert shown in text_of(app)


async def test_suggestions_stand_right_below_their_field() -> None:
    async def asked() -> tuple[Suggestion, ...]:
        return SUGGESTED

    fields = [Field(f"f{n}", f"Field {n}", suggestions=asked if n in (1, 3) else None) for n in range(6)]
    async with dialog_on(FilterDialog("Filter", fields)) as (app, pilot):
        for here in (1, 3):
            app.dialog.query_one(f"#f{here}", Input).focus()
            await until(pilot, lambda: "Invoice approval" in text_of(app))
            lines = text_of(app).splitlines()
            at = next(n for n, line in enumerate(lines) if f"Field {here}" in line)
            await until(pilot, lambda at=at: "Invoice" in text_of(app).splitlines()[at + 1])  # type: ignore[misc]
        await pilot.press("tab", *"x")
        assert app.dialog.query_one("#f4", Input).value == "x", "tab goes from field to field"
        assert "Both" not in text_of(app)


async def test_enter_takes_the_only_suggestion_for_what_was_typed_and_escape_keeps_it() -> None:
    async with dialog_on(suggesting()) as (app, pilot):
        field = app.dialog.query_one("#process", Input)
        await until(pilot, lambda: "order" in text_of(app))
        await pilot.press(*"appr")
        await until(pilot, lambda: "enter takes it" in text_of(app))
        await pilot.press("enter")
        assert (field.value, app.focused) == ("invoice-approval", app.dialog.query_one("#other"))
        await pilot.press("shift+tab", "home", "shift+end", *"ord")
        await until(pilot, lambda: "enter takes it" in text_of(app))
        await pilot.press("escape")
        await until(pilot, lambda: "enter takes it" not in text_of(app))
        await pilot.press("enter")
        assert (field.value, app.results) == ("ord", [])


async def test_what_stood_in_a_field_is_not_changed_by_going_through_it() -> None:
    draft = {"process": "ord", "other": "", "save_as": ""}
    async with dialog_on(suggesting(draft)) as (app, pilot):
        await until(pilot, lambda: "order" in text_of(app))
        await pilot.press("enter")
        assert app.dialog.query_one("#process", Input).value == "ord"


async def test_a_key_leads_to_the_name_of_the_view() -> None:
    async with dialog_on(suggesting()) as (app, pilot):
        assert "Keep as a view  ctrl+n" in text_of(app)
        await pilot.press("ctrl+n", *"Mine")
        assert app.dialog.query_one("#save_as", Input).value == "Mine"

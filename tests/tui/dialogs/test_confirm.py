"""A question is answered with No unless somebody says otherwise."""

from __future__ import annotations

import pytest

from c8tui.tui.dialogs.confirm import YES, ConfirmDialog
from tests.tui.apps import burst, dialog_on, text_of, typed, until


@pytest.mark.parametrize(("keys", "result"), [
    (["enter"], None),
    (["n"], None),
    (["escape"], None),
    (["y"], YES),
    (["right", "enter"], YES),
    (["right", "left", "enter"], None),
])  # fmt: skip
async def test_keys(keys: list[str], result: str | None) -> None:
    async with dialog_on(ConfirmDialog("Take over", "[ben] holds it", "Take over from [ben]")) as (app, pilot):
        assert "[ben] holds it" in text_of(app)
        assert "Take over from [ben]" in text_of(app)
        assert app.focused is not None
        assert app.focused.id == "no"
        await typed(pilot, *keys)
    assert app.results == [result]


async def test_a_protected_profile_wants_its_name() -> None:
    async with dialog_on(ConfirmDialog("Sure?", "It cannot be taken back", "Go on", require="prod")) as (app, pilot):
        assert "y confirm" not in text_of(app)
        await typed(pilot, *"yes", "enter")
        assert "Type prod first" in text_of(app)
        assert app.results == []
        await typed(pilot, *["backspace"] * 3, *"prod", "enter")
    assert app.results == [YES]


async def test_texts_of_a_cluster_stay_texts_also_on_a_button() -> None:
    hostile = "\x1b[2J [@click=app.quit]x[/] [b"
    async with dialog_on(ConfirmDialog(hostile, hostile, hostile, require=hostile), (80, 30)) as (app, pilot):
        assert text_of(app).count("\\x1b[2J [@click=app.quit]x[/] [b") == 4
        await pilot.press("enter")
        await until(pilot, lambda: "Type \\x1b[2J [@click=app.quit]x[/] [b first" in text_of(app))
        await pilot.press("escape")
    assert app.results == [None]


async def test_a_protected_profile_is_not_passed_by_a_button_or_a_letter() -> None:
    async with dialog_on(ConfirmDialog("Sure?", "It cannot be taken back", "Go on", require="prod"), (80, 30)) as (
        app,
        pilot,
    ):
        await pilot.click("#yes")
        assert app.results == []
        app.screen.query_one("#no").focus()
        await pilot.press("y")
        assert "Type prod first" in text_of(app)
        assert app.results == []
        await pilot.press("enter")
    assert app.results == [None]


async def test_it_is_answered_once() -> None:
    async with dialog_on(ConfirmDialog("Take over", "ben holds it", "Take over")) as (app, pilot):
        await pilot.pause()
        burst(app, "y", "y", "n")
        await until(pilot, lambda: app.results)
        await pilot.pause()  # until the other keys have come to nothing: an app that ends has no screen for them
    assert app.results == [YES]


@pytest.mark.parametrize(("yes", "no", "keys"), [
    ("Yes, cancel it", "[ No ]", "y confirm   n, esc no"),
    ("Resolve 40", "[ Cancel ]", "y confirm   n, esc cancel"),
])  # fmt: skip
async def test_no_button_says_cancel_where_that_is_the_question(yes: str, no: str, keys: str) -> None:
    async with dialog_on(ConfirmDialog("Cancel instance", "It ends.", yes)) as (app, _):
        shown = text_of(app)
        assert no in shown
        assert keys in shown
        assert shown.count("[ ") == 2

"""Message subscriptions on the screen, and messages and signals that are sent from any screen."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from c8tui.model.messages import CorrelatedSubscription
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.confirm import ConfirmDialog
from c8tui.tui.dialogs.kept_fields import KeptFieldsDialog
from c8tui.tui.dialogs.variables import VariablesDialog
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, enter, list_of, loaded, notice, text_of, until


def messages() -> Sandbox:
    return Sandbox(story="messages", tasks=None)


async def test_subscriptions_are_listed_and_narrowed() -> None:
    async with app_on(await messages().session(), "messages", size=(120, 30)) as (app, pilot):
        await until(pilot, lambda: "payment-received" in text_of(app))
        await enter(pilot, "colon", "msg goods-returned")
        await until(pilot, lambda: "message = goods-returned" in text_of(app))
        await until(pilot, lambda: "starts one" in text_of(app))
        await pilot.press("o")
        await until(pilot, lambda: "instances of the process" in text_of(app))


async def test_a_message_is_published_from_any_screen_and_leads_to_the_instance() -> None:
    sandbox = messages()
    async with app_on(await sandbox.session(), size=(110, 30)) as (app, pilot):
        await enter(pilot, "colon", "publish payment-received O-0029")
        await until(pilot, lambda: isinstance(app.screen, KeptFieldsDialog))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, VariablesDialog))
        assert "1 subscription would match: order-payment" in text_of(app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        assert "correlated with 1 instance" in text_of(app)
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: app.current_mode == "jobs")
        assert "process instance = " in text_of(app)
    assert len(sandbox.commands_sent()) == 1


async def test_what_was_typed_is_there_again_until_it_was_sent() -> None:
    sandbox = messages()
    async with app_on(await sandbox.session(), size=(110, 30)) as (app, pilot):
        await enter(pilot, "colon", "correlate")
        await until(pilot, lambda: isinstance(app.screen, KeptFieldsDialog))
        app.screen.query_one("#name", Input).value = "soup"
        app.screen.query_one("#key", Input).value = "7"
        await pilot.pause()
        await pilot.press("escape", "escape")
        await until(pilot, lambda: not isinstance(app.screen, KeptFieldsDialog))
        await enter(pilot, "colon", "correlate")
        await until(pilot, lambda: isinstance(app.screen, KeptFieldsDialog))
        assert app.screen.query_one("#name", Input).value == "soup"
        assert app.screen.query_one("#key", Input).value == "7"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, VariablesDialog))
        assert "Nobody waits for it now" in text_of(app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "nobody waits for soup with the key 7" in text_of(app))
        assert isinstance(app.screen, VariablesDialog), "it stays open, and what was typed with it"


async def test_a_signal_is_broadcast() -> None:
    sandbox = messages()
    async with app_on(await sandbox.session(), size=(110, 30)) as (app, pilot):
        await enter(pilot, "colon", "signal season-opens")
        await until(pilot, lambda: isinstance(app.screen, KeptFieldsDialog))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, VariablesDialog))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "broadcast season-opens: signal" in notice(app))
    assert sandbox.commands_sent() == ["POST /signals/broadcast"]


@pytest.mark.parametrize("command", ["publish x", "correlate x", "signal x"])
async def test_a_read_only_profile_sends_nothing(command: str) -> None:
    async with app_on(await messages().session(read_only=True)) as (app, pilot):
        await enter(pilot, "colon", command)
        await until(pilot, lambda: "this profile is read-only" in notice(app))


@pytest.mark.parametrize("command", ["publish x y", "correlate x y", "signal x"])
async def test_a_protected_profile_asks_for_its_name_first(command: str) -> None:
    sandbox = messages()
    async with app_on(await sandbox.session(profile="prod", protected=True), size=(110, 30)) as (app, pilot):
        await enter(pilot, "colon", command)
        await until(pilot, lambda: isinstance(app.screen, KeptFieldsDialog))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, ConfirmDialog))
        assert not isinstance(app.screen, VariablesDialog)
    assert sandbox.commands_sent() == []


async def test_what_was_correlated_is_a_list_of_its_own_and_reached_from_who_waits() -> None:
    sandbox = messages()
    async with app_on(await sandbox.session(), size=(130, 30)) as (app, pilot):
        await enter(pilot, "colon", "publish payment-received O-0029")
        await until(pilot, lambda: isinstance(app.screen, KeptFieldsDialog))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, VariablesDialog))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press("end", "enter")
        await until(pilot, lambda: app.current_mode == "correlated" and "message key = " in text_of(app))
        await until(pilot, lambda: loaded(app) and list_of(app).listed.count == 1)
        one = list_of(app).current
        assert isinstance(one, CorrelatedSubscription)
        assert (one.message_name, one.correlation_key) == ("payment-received", "O-0029")
        await pilot.press("enter")
        await until(pilot, lambda: "correlation key" in text_of(app))
        await pilot.press("escape", "H")
        await until(pilot, lambda: app.current_mode == "messages" and "message = payment-received" in text_of(app))
        await pilot.press("H")
        await until(pilot, lambda: app.current_mode == "correlated" and "message = payment-received" in text_of(app))
        await enter(pilot, "colon", f"corr {one.process_instance_key}")
        await until(pilot, lambda: f"process instance = {one.process_instance_key}" in text_of(app))
        await pilot.press("o")
        await until(pilot, lambda: "messages that its instance has received" in text_of(app))


@pytest.mark.parametrize(("dialect", "offered"), [("8.9", False), ("8.10", True)])
async def test_a_business_id_is_offered_from_8_10_on(dialect: str, offered: bool) -> None:
    sandbox = Sandbox(story="messages", tasks=None, dialect=dialect)
    async with app_on(await sandbox.session(), size=(110, 34)) as (app, pilot):
        await enter(pilot, "colon", "publish payment-received O-0029")
        await until(pilot, lambda: isinstance(app.screen, KeptFieldsDialog))
        assert bool(app.screen.query("#business")) == offered
        if offered:
            app.screen.query_one("#business", Input).value = "B-1"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, VariablesDialog))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(app.screen, VariablesDialog))
    assert sandbox.bodies("/messages/publication")[-1].get("businessId") == ("B-1" if offered else None)

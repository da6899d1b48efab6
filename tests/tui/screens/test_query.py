"""A list that can be asked: its filter, its order, and the way back, on the screens that have them."""

from __future__ import annotations

import pytest
from textual.widgets import Input, OptionList, Static

from c8tui.model.search import Sort
from c8tui.session.session import Session
from c8tui.tui.decisions.definitions import DecisionsScreen
from c8tui.tui.decisions.evaluations import EvaluationsScreen
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.filter import FilterDialog
from tests.conftest import OpenSession
from tests.sandboxes import Sandbox
from tests.tui.apps import app_on, closed, dialog, list_of, loaded, text_of, type_in, until

SEARCH = {"decisions": "/decision-definitions/search", "evaluations": "/decision-instances/search"}


def caption(app: object) -> str:
    return text_of(app).splitlines()[1]  # type: ignore[arg-type]


async def test_conditions_are_asked_for_told_and_taken_back(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "decisions") as (app, pilot):
        await pilot.press("f")
        asked = await dialog(app, pilot, FilterDialog)
        assert "The cluster matches exactly, letter by letter" in text_of(app)
        asked.query_one("#version", Input).value = "abc"
        await pilot.press("ctrl+s")
        hint = asked.query_one("#hint", Static)
        await until(pilot, lambda: str(hint.content) == "Version: a whole number from 1 on")
        assert app.focused is asked.query_one("#version")
        await type_in(app, pilot, version="2", tenant_id="<default>")
        await closed(app, pilot)
        await until(pilot, lambda: "+ version = 2 + tenant = <default>   id (a to z)" in caption(app) and loaded(app))
        assert sandbox.bodies(SEARCH["decisions"])[-1]["filter"] == {
            "isLatestVersion": True, "version": 2, "tenantId": "<default>",
        }  # fmt: skip
        assert list_of(app).count_words() == "1"
        await pilot.press("f")
        asked = await dialog(app, pilot, FilterDialog)
        assert asked.query_one("#version", Input).value == "2"
        await pilot.press("escape", "escape")
        await until(pilot, lambda: "version = 2" not in caption(app) and list_of(app).count_words() == "5")
        assert sandbox.bodies(SEARCH["decisions"])[-1]["filter"] == {"isLatestVersion": True}


async def test_the_cluster_sorts_and_the_same_order_again_turns_it_round(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    async with app_on(sandbox_session, "evaluations", size=(80, 24)) as (app, pilot):
        for turned, order in (("turned: oldest first", "ASC"), ("turned: newest first", "DESC")):
            await pilot.press("s")
            await dialog(app, pilot, ChoiceDialog)
            assert turned in text_of(app)
            await pilot.press("enter")
            await closed(app, pilot)
            await until(pilot, lambda: list_of(app).count_words() and loaded(app))
            assert sandbox.bodies(SEARCH["evaluations"])[-1]["sort"][0] == {"field": "evaluationDate", "order": order}
        await pilot.press("s")
        listed = (await dialog(app, pilot, ChoiceDialog)).query_one(OptionList)
        listed.highlighted = listed.get_option_index("decision_definition_name")
        await pilot.press("enter")
        await closed(app, pilot)
        await until(pilot, lambda: "decision name (a to z)" in caption(app) and loaded(app))
        assert sandbox.bodies(SEARCH["evaluations"])[-1]["sort"] == [
            {"field": "decisionDefinitionName", "order": "ASC"},
            {"field": "evaluationDate", "order": "DESC"},
        ]


async def test_escape_takes_conditions_back_and_never_an_order(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "evaluations") as (app, pilot):
        screen = list_of(app)
        assert isinstance(screen, EvaluationsScreen)
        plain = screen.list_query.query
        for condition in ({"decision_definition_id": "dish"}, {"decision_definition_id": "dish", "state": "EVALUATED"}):
            screen.list_query.ask(plain.by(condition))
            await pilot.press("s")
            listed = (await dialog(app, pilot, ChoiceDialog)).query_one(OptionList)
            listed.highlighted = listed.get_option_index("decision_definition_version")
            await pilot.press("enter")
            await closed(app, pilot)
            await until(pilot, lambda: loaded(app))
        chosen = screen.list_query.query.sort
        assert chosen == Sort("decision_definition_version", "DESC")
        for left in (1, 0, 0, 0):
            await pilot.press("escape")
            assert len(screen.list_query.query.conditions) == left
            assert screen.list_query.query.sort == chosen
        await until(pilot, lambda: loaded(app))
        assert sandbox.bodies(SEARCH["evaluations"])[-1]["sort"][0]["field"] == "decisionDefinitionVersion"


@pytest.mark.parametrize(("dialect", "business"), [("8.8", False), ("8.9", False), ("8.10", True)])
async def test_only_what_the_cluster_knows_is_offered(open_session: OpenSession, dialect: str, business: bool) -> None:
    async with app_on(await open_session(Sandbox(dialect=dialect)), "evaluations") as (app, pilot):
        await pilot.press("f")
        fields = {field.id for field in (await dialog(app, pilot, FilterDialog)).query(Input)}
        assert ("business_id" in fields) is business
        assert ("root_decision_definition_key" in fields) is (dialect != "8.8")
        assert {"state", "evaluation_date", "process_instance_key"} <= fields


async def test_the_filter_shows_its_keys_on_a_small_terminal(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "evaluations", size=(80, 24)) as (app, pilot):
        await pilot.press("f")
        await dialog(app, pilot, FilterDialog)
        for shown in ("matched exactly", "Decision id: dish", "ctrl+s apply"):
            assert shown in text_of(app)


async def test_nothing_found_is_told_apart_from_nothing_there(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "evaluations") as (app, pilot):
        await pilot.press("f")
        await type_in(app, pilot, decision_definition_id="soup")
        await closed(app, pilot)
        await until(pilot, lambda: "No evaluations match. (You would see the same" in text_of(app))
        await sandbox.faults("403@*/decision-instances/search")
        await pilot.press("f")
        await type_in(app, pilot, decision_definition_id="dish")
        await closed(app, pilot)
        await until(pilot, lambda: "cannot be shown" in text_of(app))
        assert "stale" in text_of(app).splitlines()[0]


async def test_a_row_is_opened_as_soon_as_its_question_has_found_it(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "evaluations") as (app, pilot):
        screen = list_of(app)
        assert isinstance(screen, EvaluationsScreen)
        plain = screen.list_query.query
        third = screen.listed.item(2)
        assert third is not None
        question = screen.list_query.query.by({"decision_evaluation_key": third.decision_evaluation_key})
        screen.list_query.ask_and_open(question, third.decision_evaluation_instance_key)
        await until(pilot, lambda: screen.pane.is_open)
        assert screen.current == third
        await pilot.press("escape")
        assert screen.list_query.query == question
        screen.list_query.ask_and_open(plain, third.decision_evaluation_instance_key)
        assert screen.pane.is_open
        assert screen.list_query.query == question, "what is selected is opened where it stands"
        await pilot.press("escape", "escape")
        assert screen.list_query.query == plain
        screen.list_query.ask_and_open(question, "7-1")
        await until(pilot, lambda: loaded(app))
        assert not screen.pane.is_open


async def test_asking_anew_forgets_what_was_searched_and_opened(sandbox_session: Session) -> None:
    async with app_on(sandbox_session, "decisions") as (app, pilot):
        screen = list_of(app)
        assert isinstance(screen, DecisionsScreen)
        screen.search.search_for("dish")
        await pilot.press("z")
        assert screen.pane.is_open
        screen.list_query.ask(type(screen.list_query.query)(sort=Sort("name")))
        assert (screen.search.wanted, screen.pane.is_open) == ("", False)
        await until(pilot, lambda: app.focused is screen.listed)

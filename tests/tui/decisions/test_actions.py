"""Keys of the decision screen: searching, rules for a value, steps back, copying."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from c8tui.tui.decisions.dmn_file import DmnApp, DmnScreen
from c8tui.tui.decisions.state import DecisionState
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.lines import LinesDialog
from tests.decisions.models import decision_xml, literal_xml, model_of, table_xml
from tests.tui.apps import closed, dialog, enter, text_of, until
from tests.tui.decisions.tables import now
from tests.tui.decisions.test_dmn_file import opened

INPUTS = {"temperature": 25, "dayType": "weekday", "terraceOpen": False}


@pytest.fixture(autouse=True)
def _no_tmux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TMUX", raising=False)


async def test_search_marks_while_typing_and_walks() -> None:
    async with opened() as (screen, app, pilot):
        await enter(pilot, "slash", "summer")
        await until(pilot, lambda: "3 found" in text_of(app))
        assert app.focused is screen.view.table
        assert screen.view.table.row == 3
        await pilot.press("n")
        await until(pilot, lambda: screen.view.table.row == 4)
        await pilot.press("escape")
        await until(pilot, lambda: not screen.view.table.wanted)
        await enter(pilot, "slash", "nowhere")
        await until(pilot, lambda: "nothing found" in text_of(app))
        await pilot.press("slash", "escape")
        await until(pilot, lambda: not screen.view.table.wanted)


async def test_search_from_the_graph_shows_what_is_searched() -> None:
    async with opened() as (screen, app, pilot):
        await pilot.press("T")
        await until(pilot, lambda: screen.view.shows_graph)
        await enter(pilot, "slash", "summer")
        await until(pilot, lambda: "3 found" in text_of(app))
        assert app.focused is screen.view.table
        assert "Grilled trout" in text_of(app)


async def test_rules_for_a_value_and_all_again() -> None:
    async with opened() as (_, app, pilot):
        await enter(pilot, "f", "guests = 30, season = winter")
        await until(pilot, lambda: "1 of 6 rules can match" in text_of(app))
        assert "Lentil stew" in text_of(app)
        assert "Grilled trout" not in text_of(app)
        await pilot.press("escape")
        await until(pilot, lambda: "all rules are shown again" in text_of(app))
        assert "Grilled trout" in text_of(app)


@pytest.mark.parametrize(
    ("question", "said"),
    [("gusts = 5", "did you mean guests?"), ("guests", "write a column and its value"), ("guests =", "no value")],
)
async def test_a_question_that_is_not_understood_may_be_mended(question: str, said: str) -> None:
    async with opened() as (screen, app, pilot):
        await enter(pilot, "f", question)
        await until(pilot, lambda: said in text_of(app))
        assert question in text_of(app).splitlines()[-2], "it is there to be mended"
        await pilot.press("escape")
        await until(pilot, lambda: app.focused is screen.view.table)


async def test_steps_back_one_by_one() -> None:
    async with opened(variables=INPUTS) as (screen, app, pilot):
        view = screen.view
        await until(pilot, lambda: app.focused not in (None, view.table))
        await pilot.press("escape")
        await until(pilot, lambda: app.focused is view.table)
        await enter(pilot, "slash", "summer")
        await enter(pilot, "f", "guests = 5")
        await pilot.press("T")
        await until(pilot, lambda: view.shows_graph)
        steps: list[Callable[[], bool]] = [
            lambda: not view.shows_graph,
            lambda: not view.given,
            lambda: not view.table.wanted,
            lambda: not view.asks,
        ]
        for step in steps:
            assert not step()
            await pilot.press("escape")
            await until(pilot, step)
        assert not screen._actions.back()


async def test_copying_the_rule() -> None:
    async with opened() as (_, app, pilot):
        await pilot.press("j", "y")
        await until(pilot, lambda: "Copied rule 2" in text_of(app))
        assert app.clipboard.splitlines()[:2] == ["rule 2 (dish-2)", 'when Season: "winter"']


@pytest.mark.parametrize(("number", "begins"), [(0, "| # |"), (1, "#,input: Season"), (2, '"Grilled trout"')])
async def test_copying_table_and_result(number: int, begins: str) -> None:
    async with opened(variables=INPUTS) as (_, app, pilot):
        await until(pilot, lambda: '-> "Grilled trout"' in text_of(app))
        await pilot.press("escape", "Y")
        await dialog(app, pilot, ChoiceDialog)
        await pilot.press(*["down"] * number, "enter")
        await closed(app, pilot)
        await until(pilot, lambda: "Copied " in text_of(app))
        assert app.clipboard.startswith(begins)


async def test_only_the_rules_that_are_shown_are_copied() -> None:
    async with opened() as (_, app, pilot):
        await enter(pilot, "f", "guests = 30, season = winter")
        await pilot.press("Y")
        await dialog(app, pilot, ChoiceDialog)
        assert "the rules that are shown as Markdown" in text_of(app)
        await pilot.press("enter")
        await closed(app, pilot)
        await until(pilot, lambda: "Copied " in text_of(app))
        assert len(app.clipboard.splitlines()) == 3


async def test_boxes_are_copied_as_text() -> None:
    async with opened(wanted="season") as (_, app, pilot):
        await pilot.press("Y")
        await dialog(app, pilot, ChoiceDialog)
        await pilot.press("enter")
        await closed(app, pilot)
        await until(pilot, lambda: "Copied what is shown" in text_of(app))
        assert app.clipboard.startswith("if temperature >= 22")


async def test_nothing_to_copy_in_a_table_without_rules() -> None:
    model = model_of(decision_xml("d", table_xml(["a"], ["x"], [])))
    app = DmnApp(DecisionState(model, "d"), {}, now)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.focused is not None)
        await pilot.press("y", "f", "escape")
        assert isinstance(app.screen, DmnScreen)
        assert app.clipboard == ""


async def test_a_result_is_json() -> None:
    model = model_of(decision_xml("d", literal_xml('{a: [1, "x"], b: null}')))
    app = DmnApp(DecisionState(model, "d"), {"unused": 1}, now)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "-> {" in text_of(app))
        await pilot.press("escape", "Y")
        await dialog(app, pilot, ChoiceDialog)
        await pilot.press("down", "enter")
        await closed(app, pilot)
        await until(pilot, lambda: "Copied " in text_of(app))
        assert json.loads(app.clipboard) == {"a": [1, "x"], "b": None}


async def test_a_rule_and_a_result_are_shown_in_full() -> None:
    async with opened() as (screen, app, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, LinesDialog))
        assert "rule 1" in text_of(app)
        await pilot.press("escape", "W")
        await until(pilot, lambda: "result: nothing was evaluated yet" in text_of(app))
        screen.view.ask_what_if({"temperature": 25, "dayType": "weekday", "terraceOpen": True})
        await until(pilot, lambda: "local preview" in text_of(app))
        await pilot.press("escape", "W")
        await until(pilot, lambda: isinstance(app.screen, LinesDialog))
        assert "Cold tomato soup" in text_of(app)
        assert "Guest Count" in text_of(app)

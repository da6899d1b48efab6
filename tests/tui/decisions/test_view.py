"""A decision view: a decision and its evaluation, what-if beside it, the chain that is walked, the graph."""

from __future__ import annotations

from dataclasses import replace
from threading import Event
from typing import Any

import pytest

from c8tui.decisions.evaluation import EvaluationResult
from c8tui.decisions.rule_filter import understand
from c8tui.feel.dmn_model import Definitions
from c8tui.tui.decisions.state import DecisionState
from c8tui.tui.decisions.view import DecisionView
from tests.decisions.models import decision_xml, input_xml, literal_xml, model_of, table_xml
from tests.tui.apps import text_of, until, widget_on
from tests.tui.decisions.tables import NASTY, RAW, cursor_line, lines_of, now, preview, view_on

RULES = [['"big"', "-", '"Stew"'], ['"small"', "> 5", '"Trout"'], ['"small"', "<= 5", '"Soup"']]
MODEL = model_of(
    input_xml("guests", "number"),
    decision_xml("size", literal_xml('if guests > 8 then "big" else "small"'), inputs=["guests"]),
    decision_xml("dish", table_xml(["size", "guests"], ["d"], RULES), requires=["size"], inputs=["guests"]),
)
ODD = model_of(
    decision_xml("self", literal_xml("self + 1"), requires=["self"]),
    decision_xml("missing", literal_xml("gone + 1"), requires=["gone"]),
    decision_xml("nothing", ""),
    decision_xml("broken", literal_xml("1 + ((")),
    decision_xml("bare", table_xml([], [], [])),
    decision_xml("twice", table_xml(["a"], ["x"], [["-", "1"], ["-", "2"]])),
    decision_xml("huge", literal_xml('for i in 1..3000 return "[b]x"')),
    input_xml("given"),
)


async def test_a_table_and_what_it_is() -> None:
    async with view_on(MODEL, "dish") as (view, app, _):
        lines = lines_of(app)
        assert lines[0].strip() == "dish"
        assert lines[1].strip() == "UNIQUE (U): exactly one rule may match   2 inputs  1 output  3 rules"
        assert cursor_line(app).split()[:2] == [">", "1"]
        assert view.spoken.startswith("dish. UNIQUE (U)")
        assert view.spoken.endswith('rule 1 of 3: size "big", d "Stew"')


async def test_typing_changes_the_preview() -> None:
    async with view_on(MODEL, "dish") as (view, app, pilot):
        view.ask_what_if()
        await until(pilot, lambda: app.focused not in (None, view.table))
        await pilot.press("9")
        await until(pilot, lambda: '-> "Stew"' in text_of(app))
        assert view.table.highlights.matched == {0}
        assert "size  >  [dish]" in text_of(app)
        await pilot.press("backspace", "3")
        await until(pilot, lambda: '-> "Soup"' in text_of(app))
        assert view.table.highlights.matched == {2}
        assert '= "small"' in text_of(app)


async def test_walking_the_chain_keeps_the_inputs() -> None:
    async with view_on(MODEL, "dish") as (view, app, pilot):
        view.ask_what_if({"guests": 3})
        await until(pilot, lambda: '-> "Soup"' in text_of(app))
        view.walk_chain(-1)
        await until(pilot, lambda: "[size]  >  dish" in text_of(app))
        assert '-> "small"' in text_of(app)
        assert (view.asked, view.what_if.variables) == ("dish", {"guests": 3})
        view.walk_chain(1)
        await until(pilot, lambda: '-> "Soup"' in text_of(app))
        assert cursor_line(app).startswith(">* 3")
        view.walk_chain(1)
        assert view.state is not None
        assert view.state.at == "size", "around the end"


async def test_closing_what_if_leaves_the_decision_alone() -> None:
    async with view_on(MODEL, "dish") as (view, app, pilot):
        view.ask_what_if({"guests": 3})
        await until(pilot, lambda: '-> "Soup"' in text_of(app))
        view.close_what_if()
        await until(pilot, lambda: "preview" not in text_of(app))
        assert app.focused is view.table
        assert not view.table.highlights.matched
        assert "guests  " not in lines_of(app)[2]
        view.what_if.ask_for([], {})
        await pilot.pause()
        assert view.state is not None
        assert view.state.evaluation is None, "what is not in sight is not evaluated"


async def test_what_was_typed_is_there_again_with_what_is_wrong_in_it() -> None:
    async with view_on(MODEL, "dish") as (view, app, pilot):
        view.ask_what_if()
        await until(pilot, lambda: app.focused not in (None, view.table))
        for typed in ("3", "x"):
            await pilot.press(typed)
            await until(pilot, lambda: not view.what_if._resting.waiting)
            view.close_what_if()
            await until(pilot, lambda: "preview" not in text_of(app))
            view.ask_what_if()
            await until(pilot, lambda: "preview" in text_of(app) and app.focused is not view.table)
            assert "guests    3" in text_of(app)
        assert "'3x' is no number" in text_of(app)
        view.close_what_if()
        view.ask_what_if({"guests": 9})
        await until(pilot, lambda: '-> "Stew"' in text_of(app))


async def test_an_evaluation_that_was_opened_is_there_again_behind_what_if() -> None:
    async with view_on(MODEL, "dish") as (view, app, pilot):
        assert view.state is not None
        opened = replace(preview(view.state, "dish", {"guests": 9}), source="instance")
        view.show(view.state.evaluated(opened))
        view.ask_what_if({"guests": 3})
        await until(pilot, lambda: '-> "Soup"' in text_of(app))
        view.close_what_if()
        await until(pilot, lambda: "as it was evaluated" in text_of(app))
        assert view.table.highlights.matched == {0}


async def test_what_if_leads_away_from_the_graph() -> None:
    async with view_on(MODEL, "dish") as (view, app, pilot):
        view.toggle_graph()
        await until(pilot, lambda: "└ decision" in text_of(app))
        view.ask_what_if()
        await until(pilot, lambda: "└ decision" not in text_of(app) and app.focused is not view.table)
        await pilot.press("9")
        await until(pilot, lambda: '-> "Stew"' in text_of(app))


async def test_the_form_takes_the_lines_it_needs_at_its_new_width() -> None:
    async with view_on(MODEL, "dish", (160, 40)) as (view, app, pilot):
        view.ask_what_if()
        await until(pilot, lambda: app.focused not in (None, view.table))
        await pilot.resize_terminal(80, 40)
        await until(pilot, lambda: view.table.region.y > view.what_if.region.y)
        await until(pilot, lambda: view.what_if.region.height == view.what_if.height_wanted + 1)


@pytest.mark.parametrize(("width", "beside"), [(119, False), (120, True)])
async def test_the_inputs_stand_beside_the_table_where_there_is_room(width: int, beside: bool) -> None:
    async with view_on(MODEL, "dish", (width, 30)) as (view, app, pilot):
        view.ask_what_if()
        await until(pilot, lambda: app.focused is not None and app.focused is not view.table)
        await until(pilot, lambda: view.what_if.region.height and view.table.region.width)
        assert (view.table.region.y == view.what_if.region.y) is beside
        await pilot.resize_terminal(160 if not beside else 80, 30)
        await until(pilot, lambda: (view.table.region.y == view.what_if.region.y) is not beside)


async def test_only_rules_that_can_match_and_all_again() -> None:
    async with view_on(MODEL, "dish") as (view, app, pilot):
        assert view.state is not None
        sheet = view.state.element.sheet
        assert sheet is not None
        assert view.show_rules_for(understand("guests = 6, size = small", sheet)) == 1
        await pilot.pause()
        assert cursor_line(app).split()[1] == "2"
        assert view.show_rules_for(()) == 3


async def test_the_graph_and_back_to_what_is_chosen_there() -> None:
    async with view_on(MODEL, "dish") as (view, app, pilot):
        for _ in range(3):
            view.toggle_graph()
            await until(pilot, lambda: "└ decision" in text_of(app))
            assert view.graph.has_focus
            assert view.spoken.startswith("dish, decision")
            view.toggle_graph()
            await until(pilot, lambda: "└ decision" not in text_of(app))
            assert view.table.has_focus
        view.toggle_graph()
        await pilot.press("down", "enter")
        await until(pilot, lambda: lines_of(app)[0].strip() == "size")
        assert app.focused is view.boxes
        assert not view.shows_graph


@pytest.mark.parametrize("size", [(80, 24), (20, 5)])
async def test_odd_decisions_are_shown_asked_and_evaluated(size: tuple[int, int]) -> None:
    async with view_on(ODD, "self", size) as (view, app, pilot):
        for at in ODD.elements:
            view.show(DecisionState(ODD, at))
            await pilot.pause()
            assert view.state is not None
            if view.state.element.is_decision:
                view.ask_what_if({})
                await until(pilot, lambda: view.state and view.state.evaluation)
                assert view.asked == at
            for shows_graph in (True, False):
                view.toggle_graph()
                await pilot.pause()
                assert view.shows_graph is shows_graph
            assert lines_of(app)[0].strip().startswith(at)
            view.close_what_if()
            await pilot.pause()


async def test_what_is_wrong_is_told() -> None:
    async with view_on(ODD, "self", (160, 24)) as (view, app, pilot):
        for at, told in (
            ("self", "requires itself"),
            ("broken", "failed"),
            ("nothing", "has no logic"),
            ("twice", "failed"),
        ):
            view.show(DecisionState(ODD, at))
            view.ask_what_if({})
            await until(pilot, lambda: lines_of(app)[0].strip() == at and told in text_of(app))  # noqa: B023
            assert view.asked == at
            view.close_what_if()
            await pilot.pause()


async def test_any_size_at_any_moment() -> None:
    async with view_on(MODEL, "dish") as (view, app, pilot):
        view.table.go_to_row(2)
        view.ask_what_if({"guests": 3})
        for size in ((20, 5), (160, 50), (1, 1), (80, 24), (30, 8), (120, 20)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        await until(pilot, lambda: '-> "Soup"' in text_of(app))
        assert view.table.row == 2
        await until(pilot, lambda: any(">* 3" in line for line in text_of(app).splitlines()))
        assert cursor_line_of_table(app, view.table.region.x).startswith(">* 3")


def cursor_line_of_table(app: object, x: int) -> str:
    (line,) = [line[x:] for line in text_of(app).splitlines() if line[x:].startswith(">")]  # type: ignore[arg-type]
    return line


async def test_another_model_begins_anew_with_its_own_inputs() -> None:
    async with view_on(MODEL, "dish") as (view, app, pilot):
        view.ask_what_if({"guests": 3})
        await until(pilot, lambda: '-> "Soup"' in text_of(app))
        other = model_of(decision_xml("d", literal_xml("a + guests")))
        view.show(DecisionState(other, "d"))
        await until(pilot, lambda: view.state and view.state.evaluation and view.state.evaluation.asked == "d")
        assert view.asked == "d"
        await until(pilot, lambda: {"a", "guests"} <= {word for line in lines_of(app) for word in line.split()})


async def test_hostile_names_reach_no_terminal() -> None:
    name = NASTY.replace("\x1b", "").replace("\x9b", "").replace('"', "").replace("\n", " ")
    model = model_of(
        f'<decision id="d" name="{name}"><description>[bold]{name}</description>'
        + table_xml([name], [name], [["-", f'"{name}"']])
        + "</decision>",
    )
    async with view_on(model, "d", (160, 30)) as (view, app, pilot):
        view.ask_what_if({})
        await until(pilot, lambda: view.state and view.state.evaluation)
        view.toggle_graph()
        await pilot.pause()
        view.toggle_graph()
        await pilot.pause()
        shown = text_of(app)
        assert "[red]" in shown
        assert not set(shown + view.spoken) & RAW


async def test_structures_lists_dates_and_durations_are_asked_and_evaluated() -> None:
    types = (
        '<itemDefinition name="tOrder"><itemComponent name="total"><typeRef>number</typeRef></itemComponent>'
        '<itemComponent name="due"><typeRef>date</typeRef></itemComponent></itemDefinition>'
    )
    model: Definitions = model_of(
        types,
        input_xml("order", "tOrder"),
        input_xml("tags"),
        input_xml("span", "days and time duration"),
        decision_xml(
            "d",
            literal_xml('string(order.due + span) + " " + string(order.total + count(tags))'),
            inputs=["order", "tags", "span"],
        ),
    )
    variables = {"order": {"total": 4, "due": "2026-05-04"}, "tags": ["a", "b"], "span": "P1D"}
    async with view_on(model, "d", (160, 30)) as (view, app, pilot):
        view.ask_what_if(variables)
        await until(pilot, lambda: view.state and view.state.evaluation)
        assert view.what_if.variables == variables
        await until(pilot, lambda: '-> "2026-05-05 6"' in text_of(app))


async def test_a_preview_that_comes_late_does_not_lead_back_nor_crash_what_has_ended() -> None:
    waits = [Event() for _ in range(3)]

    def slow(state: DecisionState, asked: str, variables: dict[str, Any]) -> EvaluationResult:
        waits[len(calls)].wait(10)
        calls.append(asked)
        return preview(state, asked, variables)

    calls: list[str] = []
    view = DecisionView(now, slow)
    async with widget_on(view) as (app, pilot):
        view.show(DecisionState(MODEL, "dish"))
        view.ask_what_if({"guests": 3})
        await until(pilot, lambda: view.what_if.variables)
        view.go("size")
        waits[0].set()
        await until(pilot, lambda: '-> "small"' in text_of(app))
        assert lines_of(app)[0].strip() == "size"
        view.what_if.answer_with({"guests": 9})
        await pilot.pause()
        app.exit()
        waits[1].set()
    assert app._exception is None

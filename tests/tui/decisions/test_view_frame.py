"""A decision in sight, without what-if: logic and graph change places, what is told is told once."""

from __future__ import annotations

from c8tui.decisions.evaluation import preview
from c8tui.decisions.rule_filter import understand
from c8tui.feel import to_feel
from c8tui.tui.decisions.state import DecisionState
from c8tui.tui.decisions.view import DecisionView
from tests.decisions.models import decision_xml, input_xml, literal_xml, model_of, table_xml
from tests.tui.apps import text_of, until, widget_on
from tests.tui.decisions import tables

MODEL = model_of(
    input_xml("amount", "number"),
    decision_xml("base", literal_xml("amount * 2"), inputs=["amount"]),
    decision_xml("top", table_xml(["base"], ["out"], [["< 10", '"few"'], [">= 10", '"many"']]), requires=["base"]),
)


async def test_logic_and_graph_change_places() -> None:
    view = DecisionView(tables.now, tables.preview)
    async with widget_on(view) as (app, pilot):
        view.show(DecisionState(MODEL, "top", note="a.dmn"))
        await until(pilot, lambda: '"many"' in text_of(app))
        assert "top   a.dmn" in text_of(app)
        assert view.spoken.startswith("top   a.dmn. UNIQUE (U)")
        view.toggle_graph()
        await until(pilot, lambda: "input ─" in text_of(app))
        assert (view.shows_graph, app.focused) == (True, view.graph)
        await pilot.press("down", "enter")
        await until(pilot, lambda: "amount * 2" in text_of(app))
        assert (view.state and view.state.at, app.focused, view.shows_graph) == ("base", view.boxes, False)
        view.go("amount")
        await until(pilot, lambda: "no expression" in text_of(app))


async def test_an_evaluation_is_walked_and_its_rule_found() -> None:
    view = DecisionView(tables.now, tables.preview)
    async with widget_on(view) as (app, pilot):
        state = DecisionState(MODEL, "top")
        view.show(state.evaluated(preview(MODEL, "top", to_feel({"amount": 7}))))
        view.go_to_matched()
        await until(pilot, lambda: ">* 2" in text_of(app).replace(">*  2", ">* 2"))
        await until(pilot, lambda: "base  >  [top]" in text_of(app))
        assert '-> "many" rule 2; rule 1 would match if base < 10' in " ".join(text_of(app).split())
        view.walk_chain(-1)
        await until(pilot, lambda: "[base]  >  top" in text_of(app))
        await until(pilot, lambda: "-> 14" in text_of(app))
        view.walk_chain(1)
        sheet = view.state.sheet if view.state else None
        assert sheet is not None
        assert view.show_rules_for(understand("base = 3", sheet)) == 1
        assert view.show_rules_for(()) == 2


async def test_what_cannot_be_shown_says_why_with_its_source() -> None:
    view = DecisionView(tables.now, tables.preview)
    async with widget_on(view) as (app, pilot):
        view.say_instead("loading [b]x[/b]")
        await until(pilot, lambda: "loading [b]x[/b]" in text_of(app))
        assert view.spoken == "loading [b]x[/b]"
        view.show_source("<a>\x1b[0m</a>", "broken")
        await until(pilot, lambda: "<a>\\x1b[0m</a>" in text_of(app) and "broken" in text_of(app))

"""Everything that the compatibility kit models is shown and drawn, its graph and its inputs, too."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from c8tui.decisions.evaluation import EvaluationResult
from c8tui.decisions.file import evaluate
from c8tui.decisions.input_form import form_of
from c8tui.decisions.questions import questions_of
from c8tui.feel import dmn
from c8tui.feel.dmn_model import Definitions
from c8tui.forms.read import read
from c8tui.tui.decisions.state import DecisionState
from c8tui.tui.decisions.view import DecisionView
from c8tui.tui.widgets.line_view import LineView
from tests.tui.apps import text_of, until, widget_on

KIT = os.environ.get("C8TUI_TCK", "")
SMALL = (20, 5)
pytestmark = pytest.mark.skipif(not KIT, reason="C8TUI_TCK does not name the folder of the kit")


def preview(state: DecisionState, asked: str, variables: dict[str, Any]) -> EvaluationResult:
    return evaluate(state.model, asked, variables)


def view() -> DecisionView:
    return DecisionView(lambda: datetime(2026, 5, 4, tzinfo=UTC), preview)


def models() -> list[Definitions]:
    read_ones = [dmn.read(file.read_bytes()) for file in sorted(Path(KIT).rglob("*.dmn"))]
    found = [model for model in read_ones if model.elements]
    assert found, f"no model in {KIT}"
    return found


def drawn(view: LineView, what: str) -> None:
    """Every line of what is shown has the width of its view, wherever it is scrolled to."""
    width, height = view.content_size
    for top in range(0, view.line_count + 1, max(1, height)):
        view.scroll_lines(top)
        assert {view.draw_line(y).cell_length for y in range(height)} <= {width}, what
    view.scroll_lines(0)


@pytest.mark.parametrize("size", [(80, 24), (160, 50), SMALL])
async def test_all_of_it_is_drawn(size: tuple[int, int]) -> None:
    """Bare, evaluated with nothing given, and in its graph."""
    shown = view()
    async with widget_on(shown, size) as (app, pilot):
        found, before = models(), shown.logic_view
        for model in found:
            for at in model.elements:
                state = DecisionState(model, at)
                shown.show(state)
                if shown.logic_view is not before:  # it has its size when it is in sight
                    await pilot.pause(0)
                before = shown.logic_view
                drawn(shown.logic_view, at)
                if state.element.is_decision:
                    shown.show(state.evaluated(evaluate(model, at, {})))
                    drawn(shown.logic_view, at)
            await pilot.pause(0)
            assert size == SMALL or state.head in text_of(app)
        shown.toggle_graph()
        for model in found:
            state = DecisionState(model, next(iter(model.elements)))
            shown.graph.show(state.graph, state.at)
            await pilot.pause(0)
            drawn(shown.graph, model.name)


async def test_all_of_it_can_be_asked_for() -> None:
    """The inputs of every decision make a form without a mistake; a preview comes of nothing filled in, too."""
    shown = view()
    async with widget_on(shown, (160, 50)) as (_app, pilot):
        for model in models():
            for decision in model.decisions:
                form = read(json.dumps(form_of(questions_of(model, decision.id))))
                assert not form.problems, decision.name
            if model.decisions:
                shown.show(DecisionState(model, model.decisions[-1].id))
                shown.ask_what_if({})
                await until(pilot, lambda: shown.state and shown.state.evaluation)
                assert not shown.what_if.told
                shown.remove_class("-what-if")

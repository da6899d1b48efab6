"""Sheets, states and hosts for the tests of the decision view."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from textual.pilot import Pilot

from c8tui.decisions.evaluation import EvaluationResult
from c8tui.decisions.file import evaluate
from c8tui.decisions.sheet import Sheet, sheet_of
from c8tui.feel.dmn_model import Definitions
from c8tui.tui.decisions.state import DecisionState
from c8tui.tui.decisions.table import TableView
from c8tui.tui.decisions.view import DecisionView
from tests.decisions.models import decision_xml, model_of, table_of, table_xml
from tests.tui.apps import Host, text_of

NASTY = '\x1b[2J[red]\u202e"{{x}}=\n漢字\x9b'
"""Everything that must not reach a terminal as it is, nor be taken for markup."""
RAW = set("\x1b\x9b\u202e")


def now() -> datetime:
    return datetime(2026, 5, 4, 12, tzinfo=UTC)


def sheet(
    inputs: Sequence[str | tuple[str, ...]], outputs: Sequence[str], rules: Sequence[Sequence[str]], **how: Any
) -> Sheet:
    model = model_of(decision_xml("d", table_xml(inputs, outputs, rules, **how)))
    return sheet_of(table_of(model, "d"))


def large(rows: int = 5_000, columns: int = 20) -> Sheet:
    """Inputs `c1`, `c2` and on, one output; a cell names its column and rule."""
    inputs = [f"c{number}" for number in range(1, columns)]
    rules = [
        [*(f'"{name} {row}"' for name in inputs), f'"out {row}"'] for row in range(1, rows + 1)
    ]  # fmt: skip
    return sheet(inputs, ["out"], rules)


class TableHost(Host):
    """Keeps what the table says."""

    def on_table_view_moved(self, _: TableView.Moved) -> None:
        self.heard.append("moved")

    def on_table_view_chosen(self, event: TableView.Chosen) -> None:
        self.heard.append(("chosen", event.view.row, event.view.column))


@asynccontextmanager
async def table_on(
    shown: Sheet, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[TableView, TableHost, Pilot[Any]]]:
    view = TableView()
    app = TableHost(view)
    async with app.run_test(size=size) as pilot:
        view.show(shown)
        view.focus()
        await pilot.pause()
        yield view, app, pilot


def preview(state: DecisionState, asked: str, variables: dict[str, Any]) -> EvaluationResult:
    return evaluate(state.model, asked, variables)


@asynccontextmanager
async def view_on(
    model: Definitions, at: str, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[DecisionView, Host, Pilot[Any]]]:
    view = DecisionView(now, preview)
    app = Host(view)
    async with app.run_test(size=size) as pilot:
        view.show(DecisionState(model, at))
        view.logic_view.focus()
        await pilot.pause()
        yield view, app, pilot


def lines_of(app: Host) -> list[str]:
    return text_of(app).splitlines()


def cursor_line(app: Host) -> str:
    """The first line of the rule under the cursor."""
    (line,) = [line for line in lines_of(app) if line.startswith(">")]
    return line

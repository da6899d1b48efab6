"""What a decision screen does with a cluster and with a file alike: the graph, walking, what-if, a batch, copies."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from c8tui.decisions.table_text import csv_text, markdown, row_text
from c8tui.session.batches import Batch, Evaluate
from c8tui.text import counted
from c8tui.tui.decisions.result_lines import result_lines, rule_lines
from c8tui.tui.decisions.search import RuleFilter
from c8tui.tui.decisions.state import WORDS, DecisionState
from c8tui.tui.decisions.view import DecisionView
from c8tui.tui.dialogs.batch import BatchDialog
from c8tui.tui.dialogs.lines import LinesDialog, xml_lines
from c8tui.tui.flow import Cancelled, Ui

Evaluator = Callable[[], Awaitable[Evaluate | None]]


async def by_c8tui() -> Evaluate | None:
    """What evaluates the rows of a batch without a cluster: c8tui itself."""
    return None


class DecisionActions:
    """The commands on the decision that a view shows."""

    def __init__(
        self,
        ui: Ui,
        view: DecisionView,
        rule_filter: RuleFilter,
        *,
        what_if_keys: str = "esc to the rules",
        evaluator: Evaluator = by_c8tui,
        standard: bool = False,
    ) -> None:
        """`what_if_keys` are said while the inputs are filled in; `evaluator` finds what evaluates a batch.

        With `standard`, c8tui evaluates as DMN has it, rather than as Camunda does.
        """
        self._ui, self._view, self._rule_filter = ui, view, rule_filter
        self._what_if_keys, self._evaluator, self._standard = what_if_keys, evaluator, standard

    def known(self) -> dict[str, Any]:
        """What the context of a command holds of the decision."""
        view = self._view
        if (state := view.state) is None:
            return {}
        return {
            "loaded": True,
            "table": state.sheet is not None and not view.shows_graph,
            "decision": state.element.is_decision,
            "chain": len(state.chain),
            "asks": view.asks,
            "evaluated": state.evaluation is not None,
        }

    def _state(self) -> DecisionState:
        """What is shown. Raises Cancelled where that is nothing."""
        if (state := self._view.state) is None:
            raise Cancelled
        return state

    # Walking

    def action_graph(self) -> None:
        """To the graph, or back from it."""
        self._view.toggle_graph()

    def action_next_decision(self) -> None:
        """The next decision of the evaluation."""
        self._view.walk_chain(1)

    def action_previous_decision(self) -> None:
        """The decision before."""
        self._view.walk_chain(-1)

    def action_what_if(self) -> None:
        """Open the inputs, or go back to them."""
        self._view.ask_what_if()
        self._ui.say(self._what_if_keys)

    def back(self) -> bool:
        """One step back within the view; False when there is none."""
        view = self._view
        focused = view.screen.focused
        if view.asks and focused is not None and view.what_if in focused.ancestors_with_self:
            view.screen.set_focus(view.logic_view)
        elif view.shows_graph:
            view.toggle_graph()
        elif view.given:
            self._rule_filter.show_all()
        elif view.logic_view.wanted:
            view.logic_view.search("")
        elif view.asks:
            view.close_what_if()
        elif view.way:
            view.go_back()
        else:
            return False
        return True

    async def action_batch(self) -> None:
        """Send a file of inputs through the decision."""
        state = self._state()
        batch = Batch(state.model, state.at, await self._evaluator(), standard=self._standard)
        self._ui.show(BatchDialog(state.element.name, batch, self._ui.say))

    # Copying

    def action_copy_rule(self) -> None:
        """Copy the rule under the cursor."""
        sheet, row = self._state().sheet, self._view.table.row
        if sheet is not None and row is not None:
            self._ui.copy(row_text(sheet, sheet.rows[row]), f"rule {row + 1}")

    async def action_copy_table(self) -> None:
        """Choose what to copy of it."""
        texts = self._copies(self._state())
        name = await self._ui.choose("Copy", [(name, title) for name, (title, _) in texts.items()])
        title, text = texts[name]
        self._ui.copy(text, title)

    def _copies(self, state: DecisionState) -> dict[str, tuple[str, str]]:
        """What can be copied: titles and texts by id."""
        sheet = state.sheet
        texts: dict[str, tuple[str, str]] = {}
        if sheet is not None:
            rows = [sheet.rows[row] for row in self._view.table.shown]
            shown = "the rules that are shown" if len(rows) < len(sheet.rows) else "the table"
            texts["markdown"] = (f"{shown} as Markdown", markdown(sheet, rows))
            texts["csv"] = (f"{shown} as CSV", csv_text(sheet, rows))
        else:
            texts["boxes"] = ("what is shown, as text", self._view.boxes.text)
        if state.evaluation is not None:
            texts["result"] = ("the result as JSON", state.evaluation.value)
        return texts

    # All of it

    def action_source(self) -> None:
        """Show the XML of the file."""
        xml = self._state().xml
        self._ui.show(LinesDialog("XML", counted(len(xml), "character"), partial(xml_lines, xml), xml))

    def action_result(self) -> None:
        """Show the whole evaluation."""
        if (result := self._state().evaluation) is not None:
            self._ui.show(LinesDialog("Result", WORDS[result.source], partial(result_lines, result), result.value))

    def show_rule(self) -> None:
        """Show the rule under the cursor with all of its cells, however long they are."""
        state, row = self._view.state, self._view.table.row
        if state is not None and row is not None:
            self._ui.show(LinesDialog(f"Rule {row + 1}", "", partial(rule_lines, state, row)))


def problem_words(what: str, problems: Sequence[str]) -> str:
    """What is wrong with a model, in a sentence."""
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"{what}: {problems[0]}{more}"

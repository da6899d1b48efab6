"""A decision in sight, with what an evaluation says of it, and beside it the inputs of what-if while one types."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.events import Resize
from textual.message import Message
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from c8tui.decisions.element import Model
from c8tui.decisions.evaluation import EvaluationResult, inputs_of
from c8tui.decisions.parts import Part
from c8tui.decisions.questions import questions_of
from c8tui.decisions.rule_filter import GivenValue, rows_that_can
from c8tui.text import visible
from c8tui.tui.decisions.boxes_view import BoxesView
from c8tui.tui.decisions.graph import GraphView
from c8tui.tui.decisions.state import DecisionState
from c8tui.tui.decisions.table import TableView
from c8tui.tui.decisions.what_if import WhatIf
from c8tui.tui.widgets.clipped import Clipped

MOST_REMARKS = 4
"""Lines below the table."""
WIDE = 120
"""Cells from which on the inputs stand beside the table."""
SLOW_S = 0.4
"""After so long it is said that the preview takes a while."""


class DecisionView(Vertical):
    """A `DecisionState`: its head, its logic or the graph, remarks about it, and the inputs of what-if.

    Its owner opens prompts and asks the cluster; `preview` evaluates a decision here, while one types. What was typed
    for a decision is there again whenever its inputs are opened; `kept` gives what was typed before.
    """

    DEFAULT_CSS = """
    DecisionView { height: 1fr; }
    DecisionView > #decision-head { height: 1; padding: 0 1; text-style: bold; }
    DecisionView > #decision-kind { height: 1; padding: 0 1; color: $foreground-muted; }
    DecisionView > #decision-chain { height: 1; padding: 0 1; color: $foreground-muted; display: none; }
    DecisionView > #decision-chain.-shown { display: block; }
    DecisionView > #decision-body { height: 1fr; layout: vertical; }
    DecisionView > #decision-body > ContentSwitcher { height: 1fr; width: 1fr; }
    DecisionView > #decision-remarks { height: auto; max-height: 4; padding: 0 1; background: $boost; display: none; }
    DecisionView > #decision-remarks.-shown { display: block; }
    DecisionView > #decision-body > WhatIf { display: none; height: auto; border-bottom: solid $panel; }
    DecisionView.-what-if > #decision-body > WhatIf { display: block; }
    DecisionView.-graph > #decision-body > WhatIf { display: none; }
    DecisionView.-wide > #decision-body { layout: horizontal; }
    DecisionView.-wide > #decision-body > WhatIf {
        width: 40%; max-width: 64; height: 1fr; border-bottom: none; border-right: solid $panel;
    }
    """

    @dataclass
    class Moved(Message):
        """Another decision is shown, or another rule is selected, or what may be done with it is something else."""

        view: DecisionView

        def can_replace(self, message: Message) -> bool:
            """Only what is shown now matters."""
            return isinstance(message, DecisionView.Moved)

    @dataclass
    class Typed(Message):
        """What is typed for a decision, as variables, to be kept until it is evaluated."""

        asked: str
        variables: dict[str, Any]

    def __init__(
        self,
        now: Callable[[], datetime],
        preview: Callable[[DecisionState, str, dict[str, Any]], EvaluationResult],
        kept: Callable[[str], dict[str, Any]] | None = None,
        *,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.state: DecisionState | None = None
        self.table = TableView(id="decision-table")
        self.boxes = BoxesView(id="decision-boxes")
        self.graph = GraphView(id="decision-graph")
        self.given: Sequence[GivenValue] = ()
        """The values that only such rules are shown for as can match them."""
        self.way: list[str] = []
        """The elements of the model through which somebody came here."""
        self._texts: dict[str, str] = {}
        self._head = ""
        self.lead: Callable[[str, int], str] = lambda head, _: head
        """Gives the head behind what leads there, in so many cells."""
        self.what_if = WhatIf(now)
        self.asked = ""
        """The decision that the inputs are for; those that it requires may be looked at meanwhile."""
        self.previewed_variables: dict[str, Any] = {}
        """The variables of the preview that is shown."""
        self._preview, self._kept = preview, kept
        self._typed: dict[str, dict[str, Any]] = {}
        self._asked_of: tuple[Model | None, str] = (None, "")
        """Of which model and decision the inputs are."""
        self._before: tuple[Model | None, EvaluationResult | None] = (None, None)
        """The evaluation that was shown when the inputs were opened, and of which model."""

    def compose(self) -> ComposeResult:
        yield Clipped(id="decision-head", markup=False)
        yield Clipped(id="decision-kind", markup=False)
        yield Clipped(id="decision-chain", markup=False)
        with Container(id="decision-body"):
            yield self.what_if
            with ContentSwitcher(initial="decision-table"):
                yield self.table
                yield self.boxes
                yield self.graph
        yield Clipped(id="decision-remarks", markup=False)

    # What it shows

    def show(self, state: DecisionState) -> None:
        """Show a decision by its table or its boxes.

        One of another file is asked for other inputs, answered as far as they are the same.
        """
        before = self.state
        other_model = before is None or before.model is not state.model
        if other_model:
            self.way = []
        other = before is None or other_model or before.at != state.at
        self.state = state
        if other:
            self.given = ()
            self.table.wanted = self.boxes.wanted = ""
        self._show_logic(other)
        self._tell()
        self.post_message(self.Moved(self))
        if self.asks and other_model:
            self._ask_questions(state.at if state.element.is_decision else "", self.what_if.variables)

    def _show_logic(self, other: bool) -> None:
        state = self.state
        assert state is not None
        if state.sheet is None:
            if other:
                self.boxes.show(state.element.part)
        elif other or self.table.sheet is not state.sheet:
            self._show_rules()
        else:
            self.table.highlight(state.highlights)
        if not self.shows_graph:
            self._switch(self.logic_view)

    def _show_rules(self) -> None:
        state = self.state
        assert state is not None
        sheet = state.sheet
        if sheet is not None:
            shown = rows_that_can(sheet, list(self.given)) if self.given else None
            self.table.show(sheet, state.highlights, shown)

    def show_rules_for(self, given: Sequence[GivenValue]) -> int:
        """Shows only the rules that can match these values, or all of them again; how many these are."""
        self.given = given
        self._show_rules()
        return len(self.table.shown)

    @property
    def logic_view(self) -> TableView | BoxesView:
        """The widget for what is shown."""
        is_table = self.state is not None and self.state.sheet is not None
        return self.table if is_table else self.boxes

    @property
    def shows_graph(self) -> bool:
        """Whether the graph is in sight."""
        return self.query_one(ContentSwitcher).current == "decision-graph"

    def _switch(self, view: Widget) -> None:
        switcher = self.query_one(ContentSwitcher)
        held = self.screen.focused in (self.table, self.boxes, self.graph)
        switcher.current = view.id
        self.set_class(view is self.graph, "-graph")
        if held:
            self.screen.set_focus(view)

    def say_instead(self, text: str) -> None:
        """Nothing can be shown, or not yet; says why."""
        self._head = visible(text, 300)
        self.tell_head()

    def tell_head(self) -> None:
        """Say in the first line what is shown, behind what leads there."""
        width = self.query_one("#decision-head").content_size.width
        self._say("decision-head", self.lead(self._head, width))

    def show_source(self, xml: str, why: str) -> None:
        """The XML, where it is all there is to see."""
        self.state, self.given, self.way = None, (), []  # else keys would be about what was shown before
        self.table.wanted = self.boxes.wanted = ""
        self.say_instead(why)
        for line in ("decision-kind", "decision-chain", "decision-remarks"):
            self._say(line, "")
        self.boxes.show(Part("unknown", text=xml))
        self._switch(self.boxes)
        self.screen.set_focus(self.boxes)

    @property
    def spoken(self) -> str:
        """What is selected, in words."""
        if self.state is None:
            return self._head
        if self.shows_graph:
            return self.graph.spoken
        rule = self.table.spoken if self.logic_view is self.table else ""
        return visible(". ".join(filter(None, (self.state.head, self.state.element.words, rule))), 900)

    # The graph

    def toggle_graph(self) -> None:
        """To the graph, or back from it."""
        assert self.state is not None
        if self.shows_graph:
            self._switch(self.logic_view)
        else:
            self.graph.show(self.state.graph, self.state.at)
            self._switch(self.graph)
        self.screen.set_focus(self.graph if self.shows_graph else self.logic_view)
        self._tell()
        self.post_message(self.Moved(self))

    def on_graph_view_moved(self, event: GraphView.Moved) -> None:
        event.stop()
        self._tell()
        self.post_message(self.Moved(self))

    def on_graph_view_chosen(self, event: GraphView.Chosen) -> None:
        """Goes to what was chosen in the graph, if it is of this file."""
        event.stop()
        if self.state is not None and event.node_id in self.state.model.elements:
            self._switch(self.logic_view)
            self.go(event.node_id)
            self.screen.set_focus(self.logic_view)

    def go(self, at: str) -> None:
        """Shows another element of the model; `go_back` leads back from it."""
        if self.state is not None:
            if at != self.state.at:
                self.way.append(self.state.at)
            self._switch(self.logic_view)
            self.show(self.state.moved(at))

    def go_back(self) -> None:
        """Shows the element that was shown before."""
        if self.state is not None and self.way:
            self.show(self.state.moved(self.way.pop()))

    def go_to_matched(self) -> None:
        """Puts the cursor on the first rule that matched, else on the one that is nearest to that."""
        report = self.state.report if self.state is not None else None
        near = [one.row for one in report.near_matches[:1]] if report is not None else []
        if rows := sorted(self.table.highlights.matched) or near:
            self.table.go_to_row(rows[0])

    def walk_chain(self, steps: int) -> None:
        """To the next decision of the evaluation, or the one before, around the end."""
        chain = self.state.chain if self.state else []
        if self.state is not None and chain:
            here = chain.index(self.state.at) if self.state.at in chain else 0
            self._switch(self.logic_view)
            self.show(self.state.moved(chain[(here + steps) % len(chain)]))
            self.go_to_matched()

    # Head and remarks

    def on_table_view_moved(self, event: TableView.Moved) -> None:
        event.stop()
        self._tell()
        self.post_message(self.Moved(self))

    def _tell(self) -> None:
        if (state := self.state) is None:
            return
        self._head = visible(state.head, 300)
        self.tell_head()
        self._say("decision-kind", visible(state.element.words, 300))
        self._say("decision-chain", visible(state.path, 400))
        lines = [] if self.shows_graph else state.remarks(self.table.row)
        self._say("decision-remarks", "\n".join(visible(line, 400) for line in lines[:MOST_REMARKS]))

    def _say(self, id_: str, text: str) -> None:
        if self._texts.get(id_) != text:  # an update lays the whole screen out anew
            self._texts[id_] = text
            line = self.query_one(f"#{id_}", Clipped)
            line.update(text)
            line.set_class(bool(text), "-shown")

    # What-if

    @property
    def asks(self) -> bool:
        """Whether the inputs are in sight."""
        return self.has_class("-what-if")

    def ask_what_if(self, variables: dict[str, Any] | None = None) -> None:
        """Open the inputs, or go back to them; `variables` answer them."""
        assert self.state is not None
        if self.shows_graph:  # which has no room for them
            self.toggle_graph()
        if not self.asks:
            result = self.state.evaluation
            self._before = (self.state.model, result)
            self.add_class("-what-if")
            if variables is None and self.what_if.edited and self._asked_of == (self.state.model, self.state.at):
                self.what_if.tell_variables()  # all as it was left, what is wrong with it too
            else:
                if variables is None:  # an evaluation that is shown is changed a little, rather than begun anew
                    at = self.state.at
                    variables = inputs_of(self.state.model, result) if result is not None else self._typed_for(at)
                self._ask_questions(self.state.at, variables)
        elif variables is not None:
            self.what_if.answer_with(variables)
        self.call_after_refresh(self._focus_form)

    def _focus_form(self) -> None:
        self._fit()
        self.what_if.view.focus()

    def _ask_questions(self, asked: str, variables: dict[str, Any]) -> None:
        assert self.state is not None
        self.asked = asked
        self._asked_of = (self.state.model, asked)
        self.what_if.ask_for(questions_of(self.state.model, asked) if asked else [], variables)

    def _typed_for(self, asked: str) -> dict[str, Any]:
        if asked in self._typed:
            return self._typed[asked]
        return self._kept(asked) if self._kept is not None else {}

    def _keep_typed(self) -> None:
        if self.asks and self.asked and self.what_if.edited:
            variables = self.what_if.variables
            if self._typed.get(self.asked) != variables:
                self._typed[self.asked] = variables
                self.post_message(self.Typed(self.asked, variables))

    def close_what_if(self) -> None:
        """Only the decision is in sight again; what was typed is there when the inputs are opened again."""
        self._keep_typed()
        self.remove_class("-what-if")
        if self.state is not None:
            model, before = self._before  # an evaluation that was opened is shown again
            self.show(self.state.evaluated(before if model is self.state.model else None))
        self.screen.set_focus(self.logic_view)

    def on_what_if_laid(self, event: WhatIf.Laid) -> None:
        event.stop()
        self._fit()

    def on_what_if_answered(self, event: WhatIf.Answered) -> None:
        event.stop()
        if self.asks:
            self._keep_typed()
            self._fit()  # other questions, or a mistake at one of them, take other lines
            self.run_worker(self._make_preview(event.variables), group="preview", exclusive=True)

    async def _make_preview(self, variables: dict[str, Any]) -> None:
        state, asked = self.state, self.asked
        if state is None or not asked:
            return
        work = asyncio.ensure_future(asyncio.to_thread(self._preview, state, asked, variables))
        if not (await asyncio.wait({work}, timeout=SLOW_S))[0]:
            self._say("decision-remarks", "local preview: working it out …")
        if await self._show_result(state, await work, asked):
            self.previewed_variables = variables

    def show_result(self, result: EvaluationResult) -> None:
        """Show an evaluation of the model in sight, in place of any preview that is under way."""
        if (state := self.state) is not None:
            self.run_worker(self._show_result(state, result), group="preview", exclusive=True)

    async def _show_result(self, state: DecisionState, result: EvaluationResult, asked: str = "") -> bool:
        """Match it against the table in a thread, since that may be large; False when nobody waits for it any more.

        A preview is waited for while the inputs of the `asked` decision are in sight.
        """
        while (shown := self.state) is not None and shown.model is state.model and self._awaits(asked):
            found = await asyncio.to_thread(shown.evaluated, result)
            if self.state is shown and self._awaits(asked):  # else somebody walked on meanwhile
                self.show(found)
                if not self.table.has_focus:
                    self.go_to_matched()
                return True
        return False

    def _awaits(self, asked: str) -> bool:
        return self.app.is_running and self.is_attached and (not asked or (self.asks and self.asked == asked))

    def on_resize(self, _: Resize) -> None:
        self.set_class(self.size.width >= WIDE, "-wide")
        self._fit()
        self.call_after_refresh(self._fit)  # the form has its new width only then, and with it other lines

    def _fit(self) -> None:
        """Where it stands above the table the form takes half of the lines at most."""
        most = max(3, (self.size.height - 2) // 2)
        if self.has_class("-wide"):
            self.what_if.styles.clear_rule("height")
        else:
            self.what_if.styles.height = min(self.what_if.height_wanted + 1, most)

"""A decision in sight: as a table or as boxes, within its graph, with what an evaluation says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Static

from c8tui.decisions.parts import Part
from c8tui.decisions.rule_filter import GivenValue, rows_that_can
from c8tui.text import visible
from c8tui.tui.decisions.boxes_view import BoxesView
from c8tui.tui.decisions.graph import GraphView
from c8tui.tui.decisions.state import DecisionState
from c8tui.tui.decisions.table import TableView

MOST_REMARKS = 4
"""Lines below the table."""


class DecisionFrame(Vertical):
    """Shows a `DecisionState`: its head, its logic or the graph, and remarks about it."""

    DEFAULT_CSS = """
    DecisionFrame { height: 1fr; }
    DecisionFrame > #decision-head { height: 1; padding: 0 1; text-style: bold; }
    DecisionFrame > #decision-kind { height: 1; padding: 0 1; color: $foreground-muted; }
    DecisionFrame > #decision-chain { height: 1; padding: 0 1; color: $foreground-muted; display: none; }
    DecisionFrame > #decision-chain.-shown { display: block; }
    DecisionFrame > #decision-body { height: 1fr; layout: vertical; }
    DecisionFrame > #decision-body > ContentSwitcher { height: 1fr; width: 1fr; }
    DecisionFrame > #decision-remarks { height: auto; max-height: 4; padding: 0 1; background: $boost; display: none; }
    DecisionFrame > #decision-remarks.-shown { display: block; }
    """

    @dataclass
    class Moved(Message, namespace="decision_view"):
        """Another decision is shown, or another rule is selected, or what may be done with it is something else."""

        view: DecisionFrame

        def can_replace(self, message: Message) -> bool:
            """Only what is shown now matters."""
            return isinstance(message, DecisionFrame.Moved)

    def __init__(self, *, id: str | None = None) -> None:
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

    def beside(self) -> ComposeResult:
        """What stands beside the decision, or above it where it is narrow."""
        yield from ()

    def compose(self) -> ComposeResult:
        yield Static(id="decision-head", markup=False)
        yield Static(id="decision-kind", markup=False)
        yield Static(id="decision-chain", markup=False)
        with Container(id="decision-body"):
            yield from self.beside()
            with ContentSwitcher(initial="decision-table"):
                yield self.table
                yield self.boxes
                yield self.graph
        yield Static(id="decision-remarks", markup=False)

    # What it shows

    def show(self, state: DecisionState) -> None:
        """Shows a decision of a model, by its table or its boxes."""
        before = self.state
        if before is None or before.model is not state.model:
            self.way = []
        other = before is None or before.model is not state.model or before.at != state.at
        self.state = state
        if other:
            self.given = ()
            self.table.wanted = self.boxes.wanted = ""
        self._show_logic(other)
        self._tell()
        self.post_message(self.Moved(self))

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
        self._say("decision-head", visible(text, 300))

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
            return self._texts.get("decision-head", "")
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
        self._say("decision-head", visible(state.head, 300))
        self._say("decision-kind", visible(state.element.words, 300))
        self._say("decision-chain", visible(state.path, 400))
        lines = [] if self.shows_graph else state.remarks(self.table.row)
        self._say("decision-remarks", "\n".join(visible(line, 400) for line in lines[:MOST_REMARKS]))

    def _say(self, id_: str, text: str) -> None:
        if self._texts.get(id_) != text:  # an update lays the whole screen out anew
            self._texts[id_] = text
            line = self.query_one(f"#{id_}", Static)
            line.update(text)
            line.set_class(bool(text), "-shown")

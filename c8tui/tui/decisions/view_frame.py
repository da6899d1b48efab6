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
from c8tui.decisions.rule_filter import Given, rows_that_can
from c8tui.text import visible
from c8tui.tui.decisions.boxes_view import BoxesView
from c8tui.tui.decisions.graph import GraphView
from c8tui.tui.decisions.state import Subject
from c8tui.tui.decisions.table import TableView

TOLD = 4
"""Lines below the table."""


class Viewing(Vertical):
    """Shows a `Subject`: its head, its logic or the graph, and what is told of it."""

    DEFAULT_CSS = """
    Viewing { height: 1fr; }
    Viewing > #desk-head { height: 1; padding: 0 1; text-style: bold; }
    Viewing > #desk-kind { height: 1; padding: 0 1; color: $foreground-muted; }
    Viewing > #desk-chain { height: 1; padding: 0 1; color: $foreground-muted; display: none; }
    Viewing > #desk-chain.-shown { display: block; }
    Viewing > #desk-body { height: 1fr; layout: vertical; }
    Viewing > #desk-body > ContentSwitcher { height: 1fr; width: 1fr; }
    Viewing > #desk-told { height: auto; max-height: 4; padding: 0 1; background: $boost; display: none; }
    Viewing > #desk-told.-shown { display: block; }
    """

    @dataclass
    class Moved(Message, namespace="desk"):
        """Another decision is shown, or another rule is selected, or what may be done with it is something else."""

        desk: Viewing

        def can_replace(self, message: Message) -> bool:
            """Only what is shown now matters."""
            return isinstance(message, Viewing.Moved)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.subject: Subject | None = None
        self.table = TableView(id="desk-table")
        self.boxes = BoxesView(id="desk-boxes")
        self.graph = GraphView(id="desk-graph")
        self.given: Sequence[Given] = ()
        """The values that only such rules are shown for as can match them."""
        self.way: list[str] = []
        """The elements of the model through which somebody came here."""
        self._told: dict[str, str] = {}

    def beside(self) -> ComposeResult:
        """What stands beside the decision, or above it where it is narrow."""
        yield from ()

    def compose(self) -> ComposeResult:
        yield Static(id="desk-head", markup=False)
        yield Static(id="desk-kind", markup=False)
        yield Static(id="desk-chain", markup=False)
        with Container(id="desk-body"):
            yield from self.beside()
            with ContentSwitcher(initial="desk-table"):
                yield self.table
                yield self.boxes
                yield self.graph
        yield Static(id="desk-told", markup=False)

    # What it shows

    def show(self, subject: Subject) -> None:
        """Shows a decision of a model, by its table or its boxes."""
        before = self.subject
        if before is None or before.model is not subject.model:
            self.way = []
        other = before is None or before.model is not subject.model or before.at != subject.at
        self.subject = subject
        if other:
            self.given = ()
            self.table.wanted = self.boxes.wanted = ""
        self._show_logic(other)
        self._tell()
        self.post_message(self.Moved(self))

    def _show_logic(self, other: bool) -> None:
        subject = self.subject
        assert subject is not None
        if subject.sheet is None:
            if other:
                self.boxes.show(subject.reading.part)
        elif other or self.table.sheet is not subject.sheet:
            self._show_rules()
        else:
            self.table.light(subject.lit)
        if not self.shows_graph:
            self._switch(self.logic_view)

    def _show_rules(self) -> None:
        subject = self.subject
        assert subject is not None
        sheet = subject.sheet
        if sheet is not None:
            shown = rows_that_can(sheet, list(self.given)) if self.given else None
            self.table.show(sheet, subject.lit, shown)

    def show_rules_for(self, given: Sequence[Given]) -> int:
        """Shows only the rules that can match these values, or all of them again; how many these are."""
        self.given = given
        self._show_rules()
        return len(self.table.shown)

    @property
    def logic_view(self) -> TableView | BoxesView:
        """The widget for what is shown."""
        is_table = self.subject is not None and self.subject.sheet is not None
        return self.table if is_table else self.boxes

    @property
    def shows_graph(self) -> bool:
        """Whether the graph is in sight."""
        return self.query_one(ContentSwitcher).current == "desk-graph"

    def _switch(self, view: Widget) -> None:
        switcher = self.query_one(ContentSwitcher)
        held = self.screen.focused in (self.table, self.boxes, self.graph)
        switcher.current = view.id
        self.set_class(view is self.graph, "-graph")
        if held:
            self.screen.set_focus(view)

    def say_instead(self, text: str) -> None:
        """Nothing can be shown, or not yet; says why."""
        self._say("desk-head", visible(text, 300))

    def show_source(self, xml: str, why: str) -> None:
        """The XML, where it is all there is to see."""
        self.subject, self.given, self.way = None, (), []  # else keys would be about what was shown before
        self.table.wanted = self.boxes.wanted = ""
        self.say_instead(why)
        for line in ("desk-kind", "desk-chain", "desk-told"):
            self._say(line, "")
        self.boxes.show(Part("unknown", text=xml))
        self._switch(self.boxes)
        self.screen.set_focus(self.boxes)

    @property
    def spoken(self) -> str:
        """What is selected, in words."""
        if self.subject is None:
            return self._told.get("desk-head", "")
        if self.shows_graph:
            return self.graph.spoken
        rule = self.table.spoken if self.logic_view is self.table else ""
        return visible(". ".join(filter(None, (self.subject.head, self.subject.reading.words, rule))), 900)

    # The graph

    def toggle_graph(self) -> None:
        """To the graph, or back from it."""
        assert self.subject is not None
        if self.shows_graph:
            self._switch(self.logic_view)
        else:
            self.graph.show(self.subject.graph, self.subject.at)
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
        if self.subject is not None and event.node_id in self.subject.model.elements:
            self._switch(self.logic_view)
            self.go(event.node_id)
            self.screen.set_focus(self.logic_view)

    def go(self, at: str) -> None:
        """Shows another element of the model; `go_back` leads back from it."""
        if self.subject is not None:
            if at != self.subject.at:
                self.way.append(self.subject.at)
            self._switch(self.logic_view)
            self.show(self.subject.moved(at))

    def go_back(self) -> None:
        """Shows the element that was shown before."""
        if self.subject is not None and self.way:
            self.show(self.subject.moved(self.way.pop()))

    def go_to_matched(self) -> None:
        """Puts the cursor on the first rule that matched, else on the one that is nearest to that."""
        trial = self.subject.trial if self.subject is not None else None
        near = [one.row for one in trial.near[:1]] if trial is not None else []
        if rows := sorted(self.table.lit.matched) or near:
            self.table.go_to_row(rows[0])

    def walk_chain(self, steps: int) -> None:
        """To the next decision of the evaluation, or the one before, around the end."""
        chain = self.subject.chain if self.subject else []
        if self.subject is not None and chain:
            here = chain.index(self.subject.at) if self.subject.at in chain else 0
            self._switch(self.logic_view)
            self.show(self.subject.moved(chain[(here + steps) % len(chain)]))
            self.go_to_matched()

    # What is told

    def on_table_view_moved(self, event: TableView.Moved) -> None:
        event.stop()
        self._tell()
        self.post_message(self.Moved(self))

    def _tell(self) -> None:
        if (subject := self.subject) is None:
            return
        self._say("desk-head", visible(subject.head, 300))
        self._say("desk-kind", visible(subject.reading.words, 300))
        self._say("desk-chain", visible(subject.path, 400))
        lines = [] if self.shows_graph else subject.told(self.table.row)
        self._say("desk-told", "\n".join(visible(line, 400) for line in lines[:TOLD]))

    def _say(self, id_: str, text: str) -> None:
        if self._told.get(id_) != text:  # an update lays the whole screen out anew
            self._told[id_] = text
            line = self.query_one(f"#{id_}", Static)
            line.update(text)
            line.set_class(bool(text), "-shown")

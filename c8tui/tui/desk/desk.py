"""The desk: a decision as a table or as boxes, the graph that it is part of, and what-if beside it."""

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
from textual.widgets import ContentSwitcher, Static

from c8tui.decisions.parts import Part
from c8tui.decisions.questions import questions_of
from c8tui.decisions.said import EvaluationSaid, inputs_of
from c8tui.decisions.which_rules import Given, rows_that_can
from c8tui.text import visible
from c8tui.tui.desk.boxes_view import BoxesView
from c8tui.tui.desk.graph_view import GraphView
from c8tui.tui.desk.subject import Subject
from c8tui.tui.desk.table_view import TableView
from c8tui.tui.desk.what_if import WhatIf

WIDE = 120
"""Cells from which on the inputs stand beside the table."""
TOLD = 3
"""Lines below the table."""


class Desk(Vertical):
    """Shows a `Subject`. Its owner opens prompts and asks the cluster; `preview` evaluates here, while one types."""

    DEFAULT_CSS = """
    Desk { height: 1fr; }
    Desk > #desk-head { height: 1; padding: 0 1; text-style: bold; }
    Desk > #desk-kind { height: 1; padding: 0 1; color: $foreground-muted; }
    Desk > #desk-chain { height: 1; padding: 0 1; color: $foreground-muted; display: none; }
    Desk > #desk-body { height: 1fr; layout: vertical; }
    Desk > #desk-body > WhatIf { display: none; height: auto; border-bottom: solid $panel; }
    Desk > #desk-body > ContentSwitcher { height: 1fr; width: 1fr; }
    Desk.-what-if > #desk-body > WhatIf { display: block; }
    Desk.-graph > #desk-body > WhatIf { display: none; }
    Desk.-wide > #desk-body { layout: horizontal; }
    Desk.-wide > #desk-body > WhatIf {
        width: 40%; max-width: 64; height: 1fr; border-bottom: none; border-right: solid $panel;
    }
    Desk > #desk-told { height: auto; max-height: 4; padding: 0 1; background: $boost; display: none; }
    Desk > #desk-told.-shown, Desk > #desk-chain.-shown { display: block; }
    """

    @dataclass
    class Moved(Message):
        """Another decision is shown, or another rule is selected, or what may be done with it is something else."""

        desk: Desk

        def can_replace(self, message: Message) -> bool:
            """Only what is shown now matters."""
            return isinstance(message, Desk.Moved)

    def __init__(
        self,
        now: Callable[[], datetime],
        preview: Callable[[Subject, str, dict[str, Any]], EvaluationSaid],
        *,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.subject: Subject | None = None
        self.what_if = WhatIf(now)
        self.table = TableView(id="desk-table")
        self.boxes = BoxesView(id="desk-boxes")
        self.graph = GraphView(id="desk-graph")
        self.asked = ""
        """The decision that the inputs are for; those that it requires may be looked at meanwhile."""
        self.given: Sequence[Given] = ()
        """The values that only such rules are shown for as can match them."""
        self.told_variables: dict[str, Any] = {}
        """The variables of the preview that is shown."""
        self._preview = preview
        self._told: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        yield Static(id="desk-head", markup=False)
        yield Static(id="desk-kind", markup=False)
        yield Static(id="desk-chain", markup=False)
        with Container(id="desk-body"):
            yield self.what_if
            with ContentSwitcher(initial="desk-table"):
                yield self.table
                yield self.boxes
                yield self.graph
        yield Static(id="desk-told", markup=False)

    # What it shows

    def show(self, subject: Subject) -> None:
        """Shows a decision of a model, by its table or its boxes."""
        other_model = self.subject is None or self.subject.model is not subject.model
        other = self.subject is None or other_model or self.subject.at != subject.at
        self.subject = subject
        if other:
            self.given = ()
            self.table.wanted = self.boxes.wanted = ""
        self._show_logic(other)
        self._tell()
        if self.asks and other_model:
            self._ask_questions(subject.at if subject.reading.is_decision else "", self.what_if.variables)
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
        self.say_instead(why)
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
        """Shows another element of the model."""
        if self.subject is not None:
            self._switch(self.logic_view)
            self.show(self.subject.moved(at))

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
            self.go(chain[(here + steps) % len(chain)])
            self.go_to_matched()

    # What if

    @property
    def asks(self) -> bool:
        """Whether the inputs are in sight."""
        return self.has_class("-what-if")

    def ask_what_if(self, variables: dict[str, Any] | None = None) -> None:
        """Opens the inputs, or goes back to them; `variables` answer them."""
        assert self.subject is not None
        if not self.asks:
            said = self.subject.said
            if variables is None:  # an evaluation that is shown is changed a little, rather than begun anew
                variables = inputs_of(self.subject.model, said) if said is not None else {}
            self.add_class("-what-if")
            self._ask_questions(self.subject.at, variables)
        elif variables is not None:
            self.what_if.answer_with(variables)
        self.call_after_refresh(self._focus_form)

    def _focus_form(self) -> None:
        self._fit()
        self.what_if.view.focus()

    def _ask_questions(self, asked: str, variables: dict[str, Any]) -> None:
        assert self.subject is not None
        self.asked = asked
        self.what_if.ask_for(questions_of(self.subject.model, asked) if asked else [], variables)

    def close_what_if(self) -> None:
        """Only the decision is in sight again."""
        self.remove_class("-what-if")
        if self.subject is not None:
            self.show(self.subject.evaluated(None))
        self.screen.set_focus(self.logic_view)

    def on_what_if_answered(self, event: WhatIf.Answered) -> None:
        event.stop()
        if self.asks and self.subject is not None:
            self._fit()  # other questions, or a mistake at one of them, take other lines
            if self.asked:
                preview = self._make_preview(self.subject, self.asked, event.variables)
                self.run_worker(preview, group="preview", exclusive=True)

    async def _make_preview(self, subject: Subject, asked: str, variables: dict[str, Any]) -> None:
        said = await asyncio.to_thread(self._preview, subject, asked, variables)
        while (shown := self.subject) is not None and shown.model is subject.model and self._awaits(asked):
            found = await asyncio.to_thread(shown.evaluated, said)
            if self.subject is shown and self._awaits(asked):  # else somebody walked on meanwhile
                self.show(found)
                self.told_variables = variables
                if not self.table.has_focus:
                    self.go_to_matched()
                break

    def _awaits(self, asked: str) -> bool:
        return self.app.is_running and self.is_attached and self.asks and self.asked == asked

    # What is told

    def on_table_view_moved(self, event: TableView.Moved) -> None:
        event.stop()
        self._tell()
        self.post_message(self.Moved(self))

    def on_resize(self, _: Resize) -> None:
        self.set_class(self.size.width >= WIDE, "-wide")
        self._fit()

    def _fit(self) -> None:
        """Where it stands above the table the form takes half of the lines at most."""
        most = max(3, (self.size.height - 2) // 2)
        if self.has_class("-wide"):
            self.what_if.styles.clear_rule("height")
        else:
            self.what_if.styles.height = min(self.what_if.height_wanted + 1, most)

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
            self.query_one(f"#{id_}", Static).set_class(bool(text), "-shown").update(text)

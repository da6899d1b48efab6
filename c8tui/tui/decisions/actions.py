"""What keys do on the desk, on the cluster as with a file: searching, filtering rules, the graph, what-if, copying."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from c8tui.decisions.rule_filter import Unclear, understand
from c8tui.decisions.table_text import csv_text, markdown, row_text
from c8tui.session.batches import Batch, Evaluate
from c8tui.tui.commands.command import DeskState
from c8tui.tui.decisions.result_lines import result_lines, rule_lines
from c8tui.tui.decisions.state import WORDS
from c8tui.tui.decisions.table import TableView
from c8tui.tui.decisions.view import Desk
from c8tui.tui.dialogs.batch import BatchDialog
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.lines import LinesDialog, xml_lines
from c8tui.tui.flow import Asks
from c8tui.tui.widgets.prompt_line import PromptLine

if TYPE_CHECKING:
    from c8tui.tui.decisions.state import Subject

SEARCH, RULES = "/", "="
"""The signs of the lines for a text, and for a value that rules can match."""


class DeskActions(Screen[None], Asks):
    """A screen with a `desk`. Its `say()` tells what became of a key, its `tell()` brings the frame up to date."""

    WHAT_IF_KEYS = "esc to the rules"
    """What one has to know while the inputs are filled in."""

    desk: Desk
    standard = False
    """Whether c8tui evaluates as DMN has it, rather than as Camunda does."""
    _question = ""
    """The value that rules are shown for, as it was typed."""

    def say(self, text: str, kind: str = "ok") -> None:
        """A sentence above the key bar."""
        raise NotImplementedError

    def tell(self) -> None:
        """Brings what the frame says up to date."""
        raise NotImplementedError

    @property
    def subject(self) -> Subject | None:
        """What is shown."""
        return self.desk.subject

    def desk_state(self) -> DeskState:
        """What the commands have to know of it."""
        subject = self.subject
        if subject is None:
            return DeskState()
        return DeskState(
            loaded=True,
            table=subject.sheet is not None and not self.desk.shows_graph,
            decision=subject.reading.is_decision,
            chain=len(subject.chain),
            asks=self.desk.asks,
            evaluated=subject.said is not None,
        )

    def on_desk_moved(self, event: Desk.Moved) -> None:
        event.stop()
        self.tell()

    # Searching and filtering

    def action_find(self) -> None:
        """Open the `/` line; what is searched is the table or the boxes, not the graph."""
        if self.desk.shows_graph:
            self.desk.toggle_graph()
        wanted = self.desk.table.wanted or self.desk.boxes.wanted
        self.query_one(PromptLine).open(SEARCH, wanted, placeholder="text to look for; n and N walk what is found")

    def action_rules_for(self) -> None:
        """Open the line for a value that the rules are to match."""
        self.query_one(PromptLine).open(RULES, self._question)

    def on_prompt_line_typed(self, event: PromptLine.Typed) -> None:
        if event.sign == SEARCH:
            self.desk.logic_view.search(event.text)

    def on_prompt_line_entered(self, event: PromptLine.Entered) -> None:
        if event.sign in (SEARCH, RULES):
            self.set_focus(self.desk.logic_view)
        if event.sign == SEARCH and event.text:
            found = self.desk.logic_view.search(event.text)
            self.say(f"{found:,} found; n next, N before" if found else "nothing found", "ok" if found else "warn")
        elif event.sign == RULES:
            self._show_rules(event.text)

    def on_prompt_line_closed(self, event: PromptLine.Closed) -> None:
        if event.sign in (SEARCH, RULES):
            self.set_focus(self.desk.logic_view)
        if event.sign == SEARCH:
            self.desk.logic_view.search("")

    def _show_rules(self, question: str) -> None:
        sheet = self.subject.sheet if self.subject else None
        self._question = question
        if sheet is None:
            return
        if not question.strip():
            self.desk.show_rules_for(())
            self.say("all rules are shown again")
            return
        try:
            given = understand(question, sheet)
        except Unclear as unclear:
            self.say(str(unclear), "warn")
            self.query_one(PromptLine).open(RULES, question)
            return
        left = self.desk.show_rules_for(given)
        self.say(f"{left:,} of {len(sheet.rows):,} rules can match {question.strip()}   esc shows all")

    # Walking

    def action_graph(self) -> None:
        """To the graph, or back from it."""
        self.desk.toggle_graph()

    def action_next_decision(self) -> None:
        """The next decision of the evaluation."""
        self.desk.walk_chain(1)

    def action_previous_decision(self) -> None:
        """The decision before."""
        self.desk.walk_chain(-1)

    def action_what_if(self) -> None:
        """Open the inputs, or go back to them."""
        self.desk.ask_what_if()
        self.say(self.WHAT_IF_KEYS)

    def back_out(self) -> bool:
        """One step back within the desk; False when there is none."""
        desk = self.desk
        if desk.asks and self.focused is not None and desk.what_if in self.focused.ancestors_with_self:
            self.set_focus(desk.logic_view)
        elif desk.shows_graph:
            desk.toggle_graph()
        elif desk.given:
            self._show_rules("")
        elif desk.logic_view.wanted:
            desk.logic_view.search("")
        elif desk.asks:
            desk.close_what_if()
        elif desk.way:
            desk.go_back()
        else:
            return False
        self.tell()
        return True

    def action_source(self) -> None:
        """Show the XML of the file."""
        subject = self.subject
        if subject is not None:
            xml = subject.xml
            about = f"{len(xml):,} characters"
            self.app.push_screen(LinesDialog("XML", about, lambda width: xml_lines(xml, width), xml))

    def evaluator(self) -> Evaluate | None:
        """What evaluates the rows of a file: the cluster, or without it None, which is c8tui itself."""
        return None

    def action_batch(self) -> None:
        """Send a file of inputs through the decision."""
        subject = self.subject
        if subject is not None:
            batch = Batch(subject.model, subject.at, self.evaluator(), standard=self.standard)
            self.app.push_screen(BatchDialog(subject.reading.name, batch, self.say))

    # Copying

    def action_copy_rule(self) -> None:
        """Copy the rule under the cursor."""
        sheet = self.subject.sheet if self.subject else None
        if sheet is not None and (row := self.desk.table.row) is not None:
            text = row_text(sheet, sheet.rows[row])
            self.copy(text, lambda where: self.say(f"copied rule {row + 1} {where}"))

    def action_copy_table(self) -> None:
        """Choose what to copy of it."""
        subject = self.subject
        if subject is None:
            return
        sheet = subject.sheet
        texts: dict[str, tuple[str, str]] = {}
        if sheet is not None:
            rows = [sheet.rows[row] for row in self.desk.table.shown]
            shown = "the rules that are shown" if len(rows) < len(sheet.rows) else "the table"
            texts["markdown"] = (f"{shown} as Markdown", markdown(sheet, rows))
            texts["csv"] = (f"{shown} as CSV", csv_text(sheet, rows))
        else:
            texts["boxes"] = ("what is shown, as text", self.desk.boxes.text)
        if subject.said is not None:
            texts["result"] = ("the result as JSON", subject.said.value)

        def chosen(name: str | None) -> None:
            if name is not None:
                title, text = texts[name]
                self.copy(text, lambda where: self.say(f"copied {title} {where}"))

        choices = [(name, title) for name, (title, _) in texts.items()]
        self.app.push_screen(ChoiceDialog("Copy", choices, choices[0][0]), chosen)

    # All of it

    def action_result(self) -> None:
        """Show the whole evaluation."""
        subject = self.subject
        if subject is not None and (said := subject.said) is not None:
            dialog = LinesDialog("Result", WORDS[said.source], lambda width: result_lines(said, width), said.value)
            self.app.push_screen(dialog)

    def on_table_view_chosen(self, event: TableView.Chosen) -> None:
        """Enter shows the rule with all of its cells, however long they are."""
        event.stop()
        subject, row = self.subject, event.view.row
        if subject is not None and row is not None:
            self.app.push_screen(LinesDialog(f"Rule {row + 1}", "", lambda width: rule_lines(subject, row, width)))

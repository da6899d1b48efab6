"""The lines at the bottom of a decision screen: `/` searches its text, `=` filters rules by a value."""

from __future__ import annotations

from c8tui.decisions.rule_filter import Unclear, understand
from c8tui.text import counted
from c8tui.tui.decisions.view import DecisionView
from c8tui.tui.flow import Ui
from c8tui.tui.widgets.prompt_line import Prompted, PromptLine

SEARCH, RULES = "/", "="
"""What stands before each line."""


class TextSearch(Prompted):
    """Marks what contains a text in the table or the boxes, not in the graph."""

    def __init__(self, ui: Ui, view: DecisionView) -> None:
        self._ui, self._view = ui, view

    def action_find(self) -> None:
        """Open the `/` line."""
        view = self._view
        if view.shows_graph:
            view.toggle_graph()
        wanted = view.table.wanted or view.boxes.wanted
        line = view.screen.query_one(PromptLine)
        line.open(SEARCH, wanted, placeholder="text to look for; n and N walk what is found")

    def typed(self, text: str) -> None:
        self._view.logic_view.search(text)

    def entered(self, text: str) -> None:
        """What is found stays marked."""
        view = self._view.logic_view
        view.screen.set_focus(view)
        if text:
            found = view.search(text)
            self._ui.say(f"{found:,} found; n next, N before" if found else "nothing found", "ok" if found else "warn")

    def closed(self, text: str) -> None:
        """Escape takes the marks off."""
        view = self._view.logic_view
        view.screen.set_focus(view)
        view.search("")


class RuleFilter(Prompted):
    """Shows only the rules that can match a value."""

    def __init__(self, ui: Ui, view: DecisionView) -> None:
        self._ui, self._view = ui, view
        self._expression = ""
        """The values that rules are shown for, as they were typed."""

    def action_rules_for(self) -> None:
        """Open the line for a value that the rules are to match."""
        self._view.screen.query_one(PromptLine).open(RULES, self._expression)

    def entered(self, text: str) -> None:
        """One that is not understood stays, to be mended."""
        self._focus()
        self._expression = text
        sheet = self._view.state.sheet if self._view.state else None
        if sheet is None:
            return
        if not text.strip():
            self.show_all()
            return
        try:
            given = understand(text, sheet)
        except Unclear as unclear:
            self._ui.say(str(unclear), "warn")
            self.action_rules_for()
            return
        left = self._view.show_rules_for(given)
        self._ui.say(f"{left:,} of {counted(len(sheet.rows), 'rule')} can match {text.strip()}   esc shows all")

    def closed(self, text: str) -> None:
        self._focus()

    def show_all(self) -> None:
        """Show every rule again."""
        self._expression = ""
        self._view.show_rules_for(())
        self._ui.say("all rules are shown again")

    def _focus(self) -> None:
        self._view.screen.set_focus(self._view.logic_view)

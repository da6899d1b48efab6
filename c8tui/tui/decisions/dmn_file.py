"""A DMN file without any cluster: shown, walked, and evaluated by c8tui itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from textual.app import ComposeResult

from c8tui.dates.local import now
from c8tui.decisions import file as dmn_file
from c8tui.decisions.evaluation import EvaluationResult
from c8tui.session.dmn_files import read_model
from c8tui.tui import registry
from c8tui.tui.commands.command import Command
from c8tui.tui.commands.decisions import DecisionContext
from c8tui.tui.commands.ids import DMN_FILE
from c8tui.tui.decisions.actions import DecisionActions, problem_words
from c8tui.tui.decisions.search import RULES, SEARCH, RuleFilter, TextSearch
from c8tui.tui.decisions.state import DecisionState
from c8tui.tui.decisions.table import TableView
from c8tui.tui.decisions.view import DecisionView
from c8tui.tui.screens.alone import Alone
from c8tui.tui.screens.command_screen import CommandScreen, bind_commands
from c8tui.tui.terminal.app import AnyTerminal
from c8tui.tui.widgets.key_bar import KeyBar
from c8tui.tui.widgets.notice import Notice
from c8tui.tui.widgets.prompt_line import PromptLine


def open_dmn(file: str, wanted: str, variables: dict[str, Any], *, standard: bool = False) -> DmnApp:
    """The app on a DMN file; `variables` answer the inputs of what-if. Raises `SettingsError`.

    Evaluated as Camunda's engine does, or as the standard has it.
    """
    found = read_model(file, wanted)
    state = DecisionState(found.model, found.at, note=f"{Path(file).name}   (q quits)", xml=found.xml)
    return DmnApp(state, variables, now, standard=standard)


class DmnApp(AnyTerminal[None]):
    """Shows one file."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "* { scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1; } Input { scrollbar-size-horizontal: 0; }"

    def __init__(
        self, state: DecisionState, variables: dict[str, Any], now: Callable[[], datetime], *, standard: bool = False
    ) -> None:
        super().__init__()
        self._file_screen = DmnScreen(state, variables, now, standard=standard)

    def get_default_screen(self) -> DmnScreen:
        return self._file_screen


class DmnScreen(CommandScreen):
    """The decisions of a file."""

    NAME = DMN_FILE

    def __init__(
        self, state: DecisionState, variables: dict[str, Any], now: Callable[[], datetime], *, standard: bool = False
    ) -> None:
        super().__init__()
        self._first, self._variables, self._standard = state, variables, standard
        self.view = DecisionView(now, self._preview)
        rule_filter, search = RuleFilter(self.ui, self.view), TextSearch(self.ui, self.view)
        self._actions = DecisionActions(self.ui, self.view, rule_filter, standard=standard)
        self.parts = [search, rule_filter, self._actions, Alone(self, self.NAME)]
        self.prompts = {SEARCH: search, RULES: rule_filter}

    def _preview(self, state: DecisionState, asked: str, variables: dict[str, Any]) -> EvaluationResult:
        return dmn_file.evaluate(state.model, asked, variables, standard=self._standard)

    def compose(self) -> ComposeResult:
        yield self.view
        yield Notice(markup=False)
        yield PromptLine()
        yield KeyBar()

    def on_mount(self) -> None:
        bind_commands(self)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.view.show(self._first)
        self.set_focus(self.view.logic_view)
        if problems := self._first.model.problems:
            self.ui.say(problem_words("this file", problems), "warn")
        if self._variables:
            self.view.ask_what_if(self._variables)

    @property
    def commands(self) -> Sequence[Command[Any]]:
        return registry.commands_of(self.NAME)

    def context(self) -> DecisionContext:
        return DecisionContext(problem=self.last_problem is not None, **self._actions.known())

    def tell(self) -> None:
        self.query_one(KeyBar).tell(self.commands, self.context(), "")

    def action_back(self) -> None:
        """One step back; it never quits."""
        if self._actions.back():
            self.tell()

    def on_decision_view_moved(self, event: DecisionView.Moved) -> None:
        event.stop()
        self.tell()

    def on_table_view_chosen(self, event: TableView.Chosen) -> None:
        event.stop()
        self._actions.show_rule()

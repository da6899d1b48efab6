"""A DMN file without any cluster: read, walked, and evaluated by c8tui itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from c8tui.dates.local import now
from c8tui.decisions import file as dmn_file
from c8tui.decisions.evaluation import EvaluationResult
from c8tui.session.dmn_files import read_model
from c8tui.tui.commands.command import Situation
from c8tui.tui.decisions.actions import DeskActions
from c8tui.tui.decisions.state import Subject
from c8tui.tui.decisions.view import Desk
from c8tui.tui.modes import DMN_FILE
from c8tui.tui.screens.command_actions import CommandActions, bindings_for
from c8tui.tui.terminal.app import AnyTerminal
from c8tui.tui.widgets.key_bar import KeyBar
from c8tui.tui.widgets.notice import Notice
from c8tui.tui.widgets.prompt_line import PromptLine


def open_dmn(file: str, wanted: str, variables: dict[str, Any], *, standard: bool = False) -> DmnApp:
    """The app on a DMN file; `variables` answer the inputs of what-if. Raises `SettingsError`.

    Evaluated as Camunda's engine does, or as the standard has it.
    """
    found = read_model(file, wanted)
    subject = Subject(found.model, found.at, note=f"{Path(file).name}   (q leaves)", xml=found.xml)
    return DmnApp(subject, variables, now, standard=standard)


class DmnApp(AnyTerminal[None]):
    """Shows one file."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "* { scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1; }"

    def __init__(
        self, subject: Subject, variables: dict[str, Any], now: Callable[[], datetime], *, standard: bool = False
    ) -> None:
        super().__init__()
        self._desk_screen = DmnScreen(subject, variables, now, standard=standard)

    def get_default_screen(self) -> DmnScreen:
        return self._desk_screen


class DmnScreen(DeskActions, CommandActions):
    """The desk of a file."""

    NAME = DMN_FILE
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(DMN_FILE)

    def __init__(
        self, subject: Subject, variables: dict[str, Any], now: Callable[[], datetime], *, standard: bool = False
    ) -> None:
        super().__init__()
        self.desk = Desk(now, self._preview)
        self._first, self._variables, self.standard = subject, variables, standard

    def _preview(self, subject: Subject, asked: str, variables: dict[str, Any]) -> EvaluationResult:
        return dmn_file.evaluate(subject.model, asked, variables, standard=self.standard)

    def compose(self) -> ComposeResult:
        yield self.desk
        yield Notice(markup=False)
        yield PromptLine()
        yield KeyBar()

    def on_mount(self) -> None:
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.desk.show(self._first)
        self.set_focus(self.desk.logic_view)
        if problems := self._first.model.problems:
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            self.say(f"this file: {problems[0]}{more}", "warn")
        if self._variables:
            self.desk.ask_what_if(self._variables)

    def situation(self) -> Situation:
        return Situation(screen=self.NAME, desk=self.desk_state())

    def say(self, text: str, kind: str = "ok") -> None:
        CommandActions.say(self, text, kind)

    def tell(self) -> None:
        self.query_one(KeyBar).tell(self.situation(), "")

    def action_back(self) -> None:
        """One step back; it never quits."""
        self.query_one(Notice).clear()
        self.back_out()

    def action_quit(self) -> None:
        self.app.exit()

"""A BPMN file without any cluster: drawn and walked, or printed for a pipe."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from textual.app import ComposeResult

from c8tui.diagrams.model import BpmnModel
from c8tui.diagrams.outline import plain_outline
from c8tui.diagrams.picture import TooLarge, picture_of
from c8tui.session.bpmn_files import read_bpmn
from c8tui.text import visible
from c8tui.tui import registry
from c8tui.tui.commands.command import Command
from c8tui.tui.commands.diagrams import DiagramContext
from c8tui.tui.commands.ids import BPMN_FILE
from c8tui.tui.diagrams.search import SIGN, ElementSearch
from c8tui.tui.diagrams.view import DiagramView
from c8tui.tui.screens.alone import Alone
from c8tui.tui.screens.command_screen import CommandScreen, bind_commands
from c8tui.tui.terminal.app import AnyTerminal
from c8tui.tui.widgets.clipped import Clipped
from c8tui.tui.widgets.key_bar import KeyBar
from c8tui.tui.widgets.notice import Notice
from c8tui.tui.widgets.prompt_line import PromptLine


def bpmn_lines(file: str, process: str, *, outline: bool, plain: bool = False) -> list[str]:
    """The lines of a file as a pipe gets them: the drawing, in ASCII where that is all, or its outline.

    Raises `SettingsError`.
    """
    model = read_bpmn(file, process)
    if outline:
        return list(plain_outline(model))
    try:
        return list(picture_of(model, cell_len).rows(plain=plain))
    except TooLarge as wrong:
        return [str(wrong), "", *plain_outline(model)]


def open_bpmn(file: str, process: str) -> BpmnApp:
    """The app on a BPMN file. Raises `SettingsError`."""
    return BpmnApp(read_bpmn(file, process), Path(file).name)


class BpmnApp(AnyTerminal[None]):
    """Shows one file."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "* { scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1; } Input { scrollbar-size-horizontal: 0; }"

    def __init__(self, model: BpmnModel, name: str) -> None:
        super().__init__()
        self._file_screen = BpmnScreen(model, name)

    def get_default_screen(self) -> BpmnScreen:
        return self._file_screen


class BpmnScreen(CommandScreen):
    """The processes of a file."""

    NAME = BPMN_FILE
    DEFAULT_CSS = "BpmnScreen > #caption { height: 1; padding: 0 1; text-style: bold; }"

    def __init__(self, model: BpmnModel, name: str) -> None:
        super().__init__()
        self._model, self._name = model, name
        self.view = DiagramView()
        search = ElementSearch(self.ui, self.view)
        self.parts = [search, Alone(self, self.NAME)]
        self.prompts = {SIGN: search}

    def compose(self) -> ComposeResult:
        titles = ", ".join(process.title for process in self._model.processes)
        yield Clipped(visible(f"{titles}   {self._name}   (q quits)", 400), id="caption", markup=False)
        yield self.view
        yield Notice(markup=False)
        yield PromptLine()
        yield KeyBar()

    def on_mount(self) -> None:
        bind_commands(self)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.view.show(self._model)
        self.set_focus(self.view)
        said = [text for text in (self.view.problem, self.view.left_out, *self._model.problems[:1]) if text]
        if said:
            self.ui.say(visible("; ".join(said)), "warn")
        self.tell()

    @property
    def commands(self) -> Sequence[Command[Any]]:
        return registry.commands_of(self.NAME)

    def context(self) -> DiagramContext:
        return DiagramContext(
            problem=self.last_problem is not None, selected=self.view.current is not None, drawn=not self.view.problem
        )

    def tell(self) -> None:
        self.query_one(KeyBar).tell(self.commands, self.context(), "")

    def action_outline(self) -> None:
        """The outline, or the diagram again."""
        self.view.toggle_outline()

    def action_copy_element(self) -> None:
        """The id of the current element goes to the clipboard."""
        self.ui.copy(self.view.current or "", "element id")

    def action_back(self) -> None:
        """One step back: from the outline to the diagram; it never quits."""
        if self.view.outlined and not self.view.problem:
            self.view.toggle_outline()

    def on_diagram_view_chosen(self, event: DiagramView.Chosen) -> None:
        """All of what is said below the diagram, where it has more room."""
        event.stop()
        self.ui.say(self.view.spoken)

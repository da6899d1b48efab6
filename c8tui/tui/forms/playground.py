"""A form without any cluster: opened from a file, filled in, and what it would send as the result."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from c8tui.errors import SettingsError
from c8tui.files import path_or_why_not
from c8tui.forms.read import read
from c8tui.forms.schema import FormError
from c8tui.forms.state import FormState
from c8tui.session.forms import local_now
from c8tui.shell_files import read_text, read_variables
from c8tui.text import visible
from c8tui.tui.forms.panel import FormPanel
from c8tui.tui.forms.view import FormView
from c8tui.tui.terminal.app import AnyTerminal
from c8tui.tui.widgets.clipped import Clipped


def open_form(file: str, data_file: str | None) -> FormApp:
    """The app on a form file. Raises `SettingsError` for files that are not there or are something else."""
    try:
        form = read(read_text(file, "FILE"))
    except FormError as wrong:
        raise SettingsError("form", file, str(wrong), "Fix the file, or name another") from None
    variables = read_variables(data_file)
    now = local_now
    return FormApp(f"{Path(file).name}  {form.id}", FormState(form, variables, now=now), now)


class FormApp(AnyTerminal[dict[str, Any]]):
    """Returns the variables that ctrl+s would send; None when it was left."""

    CSS = """
    #head, #keys { height: 1; padding: 0 1; color: $text-muted; }
    #head { color: $text-accent; text-style: bold; }
    """
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "send", priority=True, show=False),
        Binding("ctrl+g", "next_mistake", priority=True, show=False),
        Binding("ctrl+r", "reset", priority=True, show=False),
        Binding("ctrl+q,ctrl+c,escape", "leave", priority=True, show=False),
    ]

    def __init__(self, title: str, state: FormState, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._title = title
        self.panel = FormPanel(state, now)

    def compose(self) -> ComposeResult:
        yield Clipped(visible(self._title), id="head", markup=False)
        yield self.panel
        yield Clipped("ctrl+s send  ctrl+g next error  ctrl+r reset  esc quit", id="keys", markup=False)

    def on_mount(self) -> None:
        self.call_after_refresh(self.panel.begin)

    def action_send(self) -> None:
        """The variables, if nothing is wrong."""
        if self.panel.view.take_file():
            self.panel.tell("the file is taken first; ctrl+s once more sends", wrong=True)
        elif (data := self.panel.collect()) is not None:
            self.exit(data)

    def action_next_mistake(self) -> None:
        """To the next mistake."""
        self.panel.next_mistake()

    def action_reset(self) -> None:
        """All as the file has it."""
        self.panel.reset()

    def action_leave(self) -> None:
        """Nothing is sent."""
        self.exit(None)

    def on_form_view_pressed(self, event: FormView.Pressed) -> None:
        self.action_reset() if event.action == "reset" else self.action_send()

    def on_form_view_refused(self, event: FormView.Refused) -> None:
        self.panel.tell(event.reason, wrong=True)

    def on_form_view_file_chosen(self, event: FormView.FileChosen) -> None:
        """There is no cluster to upload to: the file is named as Camunda's web form names it before the upload."""
        file = path_or_why_not(event.path, "name")
        if isinstance(file, str):
            self.panel.tell(file, wrong=True)
            self.panel.view.give_back(event.field, event.path)
            return
        kept = event.field.value if isinstance(event.field.value, list) and event.field.multiple else []
        self.panel.view.apply(self.panel.state.set(event.field, [*kept, {"documentId": f"files::{file.name}"}]))

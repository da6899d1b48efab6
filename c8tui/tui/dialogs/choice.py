"""A short list to choose one thing from."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from c8tui.text import block, visible
from c8tui.tui.dialogs.base import Dialog
from c8tui.tui.widgets.clipped import Clipped
from c8tui.tui.widgets.options import OptionRows


class ChoiceDialog(Dialog[str]):
    """`choices` are ids with their titles; the result is an id."""

    DEFAULT_CSS = """
    ChoiceDialog > #frame { width: 48; }
    ChoiceDialog #about { height: auto; margin-bottom: 1; }
    ChoiceDialog OptionList { height: auto; max-height: 16; border: none; padding: 0; background: $surface; }
    ChoiceDialog OptionList:focus { border: none; }
    """
    KEYS_TEXT = "enter choose   esc cancel"

    def __init__(self, title: str, choices: Sequence[tuple[str, str]], chosen: str, about: str = "") -> None:
        super().__init__()
        self._title, self._choices, self._chosen, self._about = title, choices, chosen, about

    def title_text(self) -> str:
        return self._title

    def content(self) -> ComposeResult:
        if self._about:
            yield Clipped(block(self._about, 1_000), markup=False, id="about")
        yield OptionRows(*(Option(Content(visible(title)), id=id_) for id_, title in self._choices))

    def on_mount(self) -> None:
        listed = self.query_one(OptionList)
        listed.highlighted = next((n for n, (id_, _) in enumerate(self._choices) if id_ == self._chosen), 0)
        listed.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)

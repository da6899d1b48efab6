"""Choosing a theme: whichever is highlighted is shown at once, behind the dialog too."""

from __future__ import annotations

from textual.widgets import OptionList

from c8tui.errors import SettingsError
from c8tui.tui.appearance import Appearance
from c8tui.tui.dialogs.choice import ChoiceDialog


class ThemeDialog(ChoiceDialog):
    """The result is the name of the theme that is shown by then; whoever leaves gets back the one before."""

    DEFAULT_CSS = """
    ThemeDialog { align: left middle; background: transparent; }
    ThemeDialog > #frame { width: 44; }
    """

    def __init__(self, appearance: Appearance) -> None:
        self._appearance, self._before = appearance, appearance.shown
        names = appearance.names()
        super().__init__("Theme", [(name, name) for name in names], self._before.name)

    def keys_text(self) -> str:
        return "enter keep   type to narrow   esc cancel"

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show it."""
        event.stop()
        if event.option_id is not None:
            self._show(event.option_id)

    def _show(self, name: str) -> bool:
        try:
            self._appearance.show(name)
        except SettingsError as error:
            self.on_failure(error)
            return False
        self.tell_failure("")
        return True

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Keep it, if it can be shown."""
        event.stop()
        event.prevent_default()  # of the class above, which Textual would call as well
        if event.option_id is not None and self._show(event.option_id):
            self.dismiss(event.option_id)

    def action_leave(self) -> None:
        """Back to the theme before."""
        if self._typed is None:
            self._appearance.restore(self._before)
        super().action_leave()

"""Every key of a screen in groups, searchable, with the reason beside those that do not apply now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from c8tui.text import visible
from c8tui.tui.commands.command import Command, Context
from c8tui.tui.commands.common import MOVES, key_name
from c8tui.tui.dialogs.base import Dialog
from c8tui.tui.widgets.typing_order import LineField, when_typed


class HelpDialog(Dialog[str]):
    """Keys and what they do. Typing narrows the list; enter runs the chosen command: its id is the result."""

    DEFAULT_CSS = """
    HelpDialog > #frame { width: 100; }
    HelpDialog OptionList { height: auto; max-height: 70vh; border: none; padding: 0; background: $surface; }
    HelpDialog OptionList:focus { border: none; }
    HelpDialog Input { height: 1; border: none; background: $boost; }
    HelpDialog Input:focus { border: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
    ]
    KEYS_TEXT = "type to search   enter run   esc close"

    def __init__(self, screen: str, commands: Sequence[Command[Any]], context: Context) -> None:
        """`screen` is the title of the screen below."""
        super().__init__()
        self._screen_title, self._commands, self._known = screen, commands, context

    def title_text(self) -> str:
        return f"Keys: {self._screen_title}"

    def content(self) -> ComposeResult:
        yield LineField(placeholder="search")
        yield OptionList(*self._options(""))

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def _options(self, wanted: str) -> Iterator[Option]:
        group = ""
        for command in self._commands:
            if wanted not in f"{command.title} {command.help} {command.group}".casefold():
                continue
            if command.group != group:
                group = command.group
                yield Option(Content.styled(group, "bold $text-accent"), disabled=True)
            yield Option(self._row(command), id=command.id)
        moves = [move for move in MOVES if wanted in " ".join(move)]
        if moves:
            yield Option(Content.styled("Moving in a list", "bold $text-accent"), disabled=True)
            yield from (Option(Content(f"  {keys:<26} {text}"), disabled=True) for keys, text in moves)

    def _row(self, command: Command[Any]) -> Content:
        command, reason = command.meant(self._known)
        keys = " ".join(map(key_name, command.keys))
        style = "$foreground-disabled" if reason else ""
        why = f"  (not now: {visible(reason, 60)})" if reason else ""
        return Content.assemble(
            (f"  {keys:<8} ", "bold" if not reason else style), (f"{command.help}", style), (why, "$text-warning")
        )

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        listed = self.query_one(OptionList)
        listed.clear_options()
        listed.add_options(self._options(event.value.strip().casefold()))
        self._move(1)

    def action_move(self, rows: int) -> None:
        """Move the highlight, while the search keeps the focus, in what has been found up to this key."""
        field = self.query_one(Input)
        # The field twice and then its parents: that it has changed stands behind its keys, and goes this way.
        when_typed([field, field, self.query_one("#frame"), self], partial(self._move, rows))

    def _move(self, rows: int) -> None:
        listed = self.query_one(OptionList)
        if rows > 0:
            listed.action_cursor_down()
        else:
            listed.action_cursor_up()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(OptionList).action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)

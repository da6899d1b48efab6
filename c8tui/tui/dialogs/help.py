"""Every key of a screen in groups, searchable, with the reason beside those that do not apply now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from textwrap import wrap
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Resize
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from c8tui.text import visible
from c8tui.tui.commands.command import Command, Context
from c8tui.tui.commands.common import MOVES, SIGNS, SIGNS_TITLE, key_name
from c8tui.tui.dialogs.base import Dialog
from c8tui.tui.widgets.clipped import Clipped
from c8tui.tui.widgets.options import OptionRows
from c8tui.tui.widgets.typing_order import LineField, when_typed

ROOM_FOR_TWO = 130
"""Cells of the screen from which on there are two columns."""
MOVING = "Moving in a list"
INDENT, KEYS_WIDTH = 2, 8


class HelpRows(OptionRows):
    """One column of keys."""

    can_focus = False


class HelpDialog(Dialog[str]):
    """Keys and what they do. Typing narrows the list; enter runs the chosen command: its id is the result."""

    DEFAULT_CSS = """
    HelpDialog > #frame { width: 100; }
    HelpDialog.-two > #frame { width: 96%; }
    HelpDialog #teaches { height: auto; color: $text-accent; }
    HelpDialog #teaches.-none { display: none; }
    HelpDialog Horizontal { height: auto; max-height: 10; margin-top: 1; }
    HelpDialog OptionList {
        width: 1fr; height: auto; max-height: 100%; border: none; padding: 0; background: $surface;
    }
    HelpDialog #second { display: none; margin-left: 2; }
    HelpDialog.-two #second { display: block; }
    HelpDialog Input { margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("pagedown,ctrl+d", "move(10)", show=False, priority=True),
        Binding("pageup,ctrl+u", "move(-10)", show=False, priority=True),
    ]
    KEYS_TEXT = "type to search   up, down, page keys move   enter run   esc close"

    def __init__(self, screen: str, commands: Sequence[Command[Any]], context: Context, teaches: str = "") -> None:
        """`screen` is the title of the screen below, `teaches` a sentence on what it is for."""
        super().__init__()
        self._screen_title, self._commands, self._known, self._teaches = screen, commands, context, teaches
        self._chosen = 0
        """Which of the commands that are listed is highlighted."""

    def title_text(self) -> str:
        return f"Keys: {self._screen_title}"

    def content(self) -> ComposeResult:
        yield Clipped(self._teaches, markup=False, id="teaches", classes="" if self._teaches else "-none")
        yield LineField(placeholder="search")
        with Horizontal():
            yield HelpRows(id="first")
            yield HelpRows(id="second")

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_resize(self, event: Resize) -> None:
        """One column or two."""
        self.set_class(event.size.width >= ROOM_FOR_TWO and not self.app.has_class("-linear"), "-two")
        self._list()
        self.call_after_refresh(self._fit, event.size.height)

    def _fit(self, lines: int) -> None:
        """What stands above and below the columns is always in sight."""
        above = self.query_one("#teaches").outer_size.height + 2
        self.query_one(Horizontal).styles.max_height = max(3, lines * 9 // 10 - above - 5)

    # What is listed

    def _list(self) -> None:
        """Fill the columns with what is searched for."""
        wanted = self.query_one(Input).value.strip().casefold()
        groups = [*self._groups(wanted)]
        first, second = _halves(groups) if self.has_class("-two") else (groups, [])
        for name, part in (("#first", first), ("#second", second)):
            column = self.query_one(name, OptionList)
            column.clear_options()
            column.add_options([option for group in part for option in group])
        self._chosen = 0
        self._highlight()

    def _groups(self, wanted: str) -> Iterator[list[Option]]:
        """Each group once, its title first: what is done here, before where there is more."""
        by_group: dict[str, list[Command[Any]]] = {}
        for command in self._commands:
            by_group.setdefault(command.group, []).append(command)
        for group, commands in by_group.items():
            found = [one for one in commands if one.found_by(wanted)]
            if found:
                yield [_title(group), *(Option(self._row(one), id=one.id) for one in found)]
        for title, table in ((MOVING, MOVES), (SIGNS_TITLE, SIGNS)):
            if found_rows := [row for row in table if wanted in " ".join((title, *row)).casefold()]:
                rows = ((self._wrapped(f"{keys}  {text}"), INDENT + len(keys)) for keys, text in found_rows)
                options = (Option(Content(row).stylize("bold", 0, end), disabled=True) for row, end in rows)
                yield [_title(title), *options]

    def _row(self, command: Command[Any]) -> Content:
        command, reason = command.meant(self._known)
        keys = " ".join(map(key_name, command.keys)) or f":{command.word or command.id}"
        why = f"  ({visible(reason, 60)})" if reason else ""
        text = self._wrapped(f"{keys:<{KEYS_WIDTH}} {command.title}: {command.help}{why}")
        if reason:
            return Content.styled(text, "$foreground-disabled")
        begin = INDENT + max(len(keys), KEYS_WIDTH) + 1
        return Content(text).stylize("bold", 0, begin).stylize("$text-accent", begin, begin + len(command.title))

    def _wrapped(self, text: str) -> str:
        """A row in as many lines as it takes; those behind the first are set in below its words."""
        across = self.size.width * 96 // 100
        column = (across - 8) // 2 if self.has_class("-two") else min(100, across) - 6
        lines = wrap(text, max(20, column - INDENT - 1), subsequent_indent=" " * (KEYS_WIDTH + 1))
        return "\n".join(" " * INDENT + line for line in lines)

    # The highlight

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._list()

    def action_move(self, rows: int) -> None:
        """Move the highlight, while the search keeps the focus, in what has been found up to this key."""
        field = self.query_one(Input)
        # The field twice and then its parents: that it has changed stands behind its keys, and goes this way.
        when_typed([field, field, self.query_one("#frame"), self], partial(self._move, rows))

    def _move(self, rows: int) -> None:
        listed = len(self._places())
        if abs(rows) == 1 and listed:
            self._chosen = (self._chosen + rows) % listed
        else:
            self._chosen = max(0, min(self._chosen + rows, listed - 1))
        self._highlight()

    def _places(self) -> list[tuple[OptionList, int]]:
        """Where each command is listed, from the top of the first column to the end of the second."""
        return [
            (column, index)
            for column in self.query(HelpRows)
            for index, option in enumerate(column.options)
            if not option.disabled
        ]

    def _highlight(self) -> None:
        places = self._places()
        for column in self.query(HelpRows):
            column.highlighted = None
        if places:
            chosen, index = places[self._chosen]
            chosen.highlighted = index
            if self._chosen == 0:
                chosen.scroll_home(animate=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if places := self._places():
            chosen, index = places[self._chosen]
            self.dismiss(chosen.get_option_at_index(index).id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)


def _title(group: str) -> Option:
    return Option(Content.styled(group, "bold $text-accent"), disabled=True)


def _halves(groups: list[list[Option]]) -> tuple[list[list[Option]], list[list[Option]]]:
    """Whole groups in two columns of about the same height, the higher one first."""
    total, so_far = sum(map(len, groups)), 0
    for number, group in enumerate(groups):
        so_far += len(group)
        if 2 * so_far >= total:
            return groups[: number + 1], groups[number + 1 :]
    return groups, []

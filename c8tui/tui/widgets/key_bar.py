"""The bottom line: the keys that apply to the row under the cursor; where there is room, the others too, in grey."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct
from textual.content import Content
from textual.events import Click
from textual.widget import Widget

from c8tui.tui.commands.command import Command, Context
from c8tui.tui.commands.common import key_name
from c8tui.tui.widgets.picked import Picked

ROOM_FOR_ALL = 120
"""Cells from which on keys that do not apply are shown too."""


class KeyBar(Widget):
    """One line, read from the commands; a key that is grey says why when it is pressed, and in the help."""

    DEFAULT_CSS = """
    KeyBar { height: 1; padding: 0 1; background: $panel; color: $foreground; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[int, int, str]] = []
        """Where each key is drawn: first cell, the one behind its last, the id of its command."""
        self._told: tuple[tuple[Command[Any], ...], Context] | None = None
        self._shown: tuple[KeyEntry, ...] = ()
        self._count = ""

    def tell(self, commands: Iterable[Command[Any]], context: Context, count: str) -> None:
        """Show the keys that apply in this context and, at the right, how much is listed."""
        self.count(count)
        if (told := (tuple(commands), context)) == self._told:
            return  # a screen tells often, and mostly nothing has changed
        self._told = told
        bar = [command.meant(context) for command in _in_order([*told[0]], context) if command.bar and command.keys]
        bar.sort(key=lambda one: not (one[0].first and one[1] is None))
        shown = tuple(KeyEntry(one.id, key_name(one.keys[0]), one.title, reason is None) for one, reason in bar)
        if shown != self._shown:
            self._shown = shown
            self.refresh()

    def count(self, count: str) -> None:
        """Change what stands at the right alone."""
        if count != self._count:
            self._count = count
            self.refresh()

    def render(self) -> Content:
        """As many keys as fit, the last one (`?`) always; the count at the right."""
        width = self.content_size.width
        room = width - len(self._count) - 2
        *most, last = self._shown or (KeyEntry("help", "?", "keys", True),)
        parts: list[Content] = []
        self._places = []
        at = 0
        for entry in most:
            if not entry.applies and width < ROOM_FOR_ALL - 2:
                continue
            drawn = entry.draw() + Content("  ")
            if at + drawn.cell_length + last.draw().cell_length > room:
                break
            self._places.append((at, at + drawn.cell_length, entry.command_id))
            at += drawn.cell_length
            parts.append(drawn)
        parts.append(last.draw())
        self._places.append((at, at + parts[-1].cell_length, last.command_id))
        gap = max(2, width - at - parts[-1].cell_length - len(self._count))
        return Content.assemble(*parts, " " * gap, (self._count, "$foreground-muted"))

    def on_click(self, event: Click) -> None:
        if (offset := event.get_content_offset(self)) is not None:
            for first, end, command_id in self._places:
                if first <= offset.x < end:
                    self.post_message(Picked(command_id))


def _in_order(commands: list[Command[Any]], context: Context) -> list[Command[Any]]:
    """As they stand; with marks, what acts on them comes first, and what is about them alone is there only then."""
    if not context.marked:
        return [command for command in commands if not command.marks]
    return sorted(commands, key=lambda command: not (command.many or command.marks))


class KeyEntry(Struct, frozen=True):
    """A key in the bar."""

    command_id: str
    key: str
    title: str
    applies: bool

    def draw(self) -> Content:
        """Key and title; grey where it does not apply."""
        if not self.applies:
            return Content.styled(f"{self.key} {self.title}", "$foreground-disabled")
        return Content.assemble((self.key, "bold $text-accent"), f" {self.title}")

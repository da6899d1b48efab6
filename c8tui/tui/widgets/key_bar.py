"""The bottom line: the keys that apply to the row under the cursor; those that do not are grey."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.content import Content
from textual.widget import Widget

from c8tui.tui.commands.command import Command, Context
from c8tui.tui.commands.common import key_name


class KeyBar(Widget):
    """One line, read from the commands; a key that is grey says why when it is pressed, and in the help."""

    DEFAULT_CSS = """
    KeyBar { height: 1; padding: 0 1; background: $panel; color: $foreground; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._told: tuple[tuple[Command[Any], ...], Context] | None = None
        self._shown: tuple[tuple[str, str, bool], ...] = ()
        self._count = ""

    def tell(self, commands: Iterable[Command[Any]], context: Context, count: str) -> None:
        """Show the keys that apply in this context and, at the right, how much is listed."""
        self.count(count)
        if (told := (tuple(commands), context)) == self._told:
            return  # a screen tells often, and mostly nothing has changed
        self._told = told
        bar = (command.meant(context) for command in commands if command.bar)
        shown = tuple((key_name(command.keys[0]), command.title, reason is None) for command, reason in bar)
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
        room = self.content_size.width - len(self._count) - 2
        *most, last = self._shown or (("?", "keys", True),)
        parts: list[Content] = []
        room -= _entry(last).cell_length
        for entry in most:
            drawn = _entry(entry) + Content("  ")
            if drawn.cell_length > room:
                break
            room -= drawn.cell_length
            parts.append(drawn)
        return Content.assemble(*parts, _entry(last), " " * max(2, room + 2), (self._count, "$foreground-muted"))


def _entry(entry: tuple[str, str, bool]) -> Content:
    key, title, applies = entry
    if not applies:
        return Content.styled(f"{key} {title}", "$foreground-disabled")
    return Content.assemble((key, "bold $text-accent"), f" {title}")

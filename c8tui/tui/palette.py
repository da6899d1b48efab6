"""The command palette, fed from the commands of the screen: only what can run now is offered."""

from __future__ import annotations

from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider

from c8tui.session.filter_syntax import is_long_key
from c8tui.tui.commands.command import Command
from c8tui.tui.commands.common import key_name
from c8tui.tui.commands.line import FIND_KEY
from c8tui.tui.screens.command_screen import CommandScreen


class CommandHits(Provider):
    """The commands of the screen below the palette, each with its key."""

    async def discover(self) -> Hits:
        """Everything that can run, before anything is typed."""
        for screen, command in self._offered():
            yield DiscoveryHit(_title(command), partial(screen.action_do, command.id), help=command.help)

    async def search(self, query: str) -> Hits:
        """What matches, best first; a key is looked for."""
        if isinstance(self.screen, CommandScreen) and is_long_key(query.strip()):
            find = partial(self.screen.action_do, FIND_KEY, query.strip())
            yield Hit(1.0, f"go to {query.strip()}", find, help="Whatever has this key")
        matcher = self.matcher(query)
        for screen, command in self._offered():
            score = matcher.match(f"{command.title} {command.help} {command.also}")
            if score > 0:
                yield Hit(score, _title(command), partial(screen.action_do, command.id), help=command.help)

    def _offered(self) -> list[tuple[CommandScreen, Command[Any]]]:
        screen = self.screen
        if not isinstance(screen, CommandScreen):
            return []
        context = screen.context()
        offered = (command.meant(context) for command in screen.commands if command.id not in ("palette", "back"))
        return [(screen, command) for command, reason in offered if reason is None]


def _title(command: Command[Any]) -> str:
    keys = " ".join(map(key_name, command.keys))
    return f"{command.title}  ({keys})" if keys else command.title

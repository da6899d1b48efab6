"""The command palette, fed from `commands.py`: only what can run now is offered."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from c8tui.tui.commands.tables import Command, commands_of, key_name
from c8tui.tui.screens.base import BaseScreen


class CommandHits(Provider):
    """The commands of the screen below the palette, each with its key."""

    async def discover(self) -> Hits:
        """Everything that can run, before anything is typed."""
        for screen, command in self._offered():
            yield DiscoveryHit(_title(command), partial(screen.action_do, command.id), help=command.help)

    async def search(self, query: str) -> Hits:
        """What matches, best first."""
        matcher = self.matcher(query)
        for screen, command in self._offered():
            score = matcher.match(f"{command.title} {command.help}")
            if score > 0:
                yield Hit(score, _title(command), partial(screen.action_do, command.id), help=command.help)

    def _offered(self) -> list[tuple[BaseScreen, Command]]:
        screen = self.screen
        if not isinstance(screen, BaseScreen):
            return []
        situation = screen.situation()
        offered = (
            command.meant(situation) for command in commands_of(screen.NAME) if command.id not in ("palette", "back")
        )
        return [(screen, command) for command in offered if command.why_not(situation) is None]


def _title(command: Command) -> str:
    keys = " ".join(map(key_name, command.keys))
    return f"{command.title}  ({keys})" if keys else command.title

"""Going to what is in sight by jump labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from c8tui.tui.screens.command_screen import CommandScreen


class Jumping:
    """The labels of a screen."""

    def __init__(self, screen: CommandScreen) -> None:
        self._screen = screen

    async def action_jump(self) -> None:
        """Put a label on all that can be gone to, and go where one is typed."""
        from c8tui.tui.dialogs.jump import jump_in

        await jump_in(self._screen, self._screen.flow, self._screen.parts)

"""What the only screen of an app does, that of a file without a cluster: its help, its last failure, its end."""

from __future__ import annotations

from c8tui.tui import registry
from c8tui.tui.screens.command_screen import CommandScreen


class Alone:
    """A part of such a screen."""

    def __init__(self, screen: CommandScreen, name: str) -> None:
        """`name` is that of the screen in the registry."""
        self._screen, self._name = screen, name

    async def action_help(self) -> None:
        """Show every key of this screen, and do the one that is chosen."""
        from c8tui.tui.dialogs.help import HelpDialog

        screen, spec = self._screen, registry.spec_of(self._name)
        chosen = await screen.ui.open(HelpDialog(spec.title, screen.commands, screen.context(), spec.lesson()))
        screen.action_do(chosen)

    def action_problem(self) -> None:
        """Show the last failure in full."""
        from c8tui.tui.dialogs.problem import ProblemDialog

        if self._screen.last_problem is not None:
            self._screen.ui.hush()
            self._screen.ui.show(ProblemDialog(self._screen.last_problem))

    def action_quit(self) -> None:
        """Leave."""
        self._screen.app.exit()

"""What can be done on every screen of the app: go elsewhere, take back, look again, read the keys, leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from c8tui.session.outbox import WAITING
from c8tui.session.runs import Run
from c8tui.text import counted
from c8tui.tui.commands import line
from c8tui.tui.dialogs.help import HelpDialog
from c8tui.tui.dialogs.problem import ProblemDialog
from c8tui.tui.widgets.prompt_line import Prompted, PromptLine

if TYPE_CHECKING:
    from c8tui.tui.host import Host
    from c8tui.tui.screens.command_screen import CommandScreen
    from c8tui.tui.screens.polling import Polling

SIGN = ":"
"""What stands before the line for commands."""


class Everywhere(Prompted):
    """The commands that a screen has because it is one of the app."""

    def __init__(self, screen: CommandScreen, host: Host, polling: Polling) -> None:
        self._screen, self._host, self._polling = screen, host, polling

    def action_refresh(self) -> None:
        """Look now."""
        self._polling.now()

    def action_problem(self) -> None:
        """Show the last failure in full."""
        if self._screen.last_problem is not None:
            self._screen.ui.show(ProblemDialog(self._screen.last_problem))

    async def action_help(self) -> None:
        """Show every key of this screen, and do the one that is chosen."""
        screen = self._screen
        spec = self._host.spec_of(screen.NAME)
        screen.action_do(await screen.ui.open(HelpDialog(spec.title, screen.commands, screen.context(), spec.teaches)))

    def action_palette(self) -> None:
        """Textual's command palette, fed from our commands."""
        self._screen.app.action_command_palette()

    def introduced(self) -> None:
        """Somebody has said who they are."""
        self._screen.tell()

    # Going elsewhere

    def action_last(self) -> None:
        """Go back to the screen before."""
        self._host.go_last()

    def action_screens(self) -> None:
        """Say which screens there are; what a number without one does."""
        there = ", ".join(f"{tab.key} {tab.title}" for tab in self._host.tabs if tab.key)
        self._screen.ui.say(f"There are {there}.", "warn")

    def action_line(self) -> None:
        """Open the `:` line."""
        screen = self._screen
        words = self._host.vocabulary.words(self._host.names(), screen.commands)
        screen.query_one(PromptLine).open(SIGN, words=words, history=self._host.session.lines)

    def entered(self, text: str) -> None:
        """Enter on the `:` line."""
        if not text.strip():
            return
        self._host.session.remember_line(text.strip())
        screen, understood = self._screen, self._host.vocabulary.parse(text)
        if isinstance(understood, line.UnknownCommand):
            screen.ui.say(understood.hint, "warn")
        elif isinstance(understood, line.Goto):
            self._host.go(understood.screen, understood.argument)
        elif understood.command.id not in {command.id for command in screen.commands}:
            screen.ui.say(f"{understood.command.title}: not on this screen", "warn")
        else:
            screen.action_do(understood.command.id, *filter(None, (understood.argument,)))

    # Steps on their way

    def action_undo(self) -> None:
        """Take back what has not been sent yet."""
        self._host.session.outbox.take_back()

    def taken_back(self, run: Run) -> None:
        """Say that a run was taken back."""
        self._screen.ui.say(words_of_taken_back(run))

    def action_runs(self) -> None:
        """Show the latest run of several tasks again."""
        if (run := self._host.session.outbox.latest) is not None:
            self._host.reporter.watch(run)

    async def action_quit(self) -> None:
        """Leave; while a command is on its way or a step is not sent yet, only after a question."""
        screen, session = self._screen, self._host.session
        if runs := session.outbox.runs:
            choices = (
                ("stay", "stay"),
                ("send", "send the rest, then leave"),
                ("stop", "leave the rest unsent, and leave"),
            )
            about = "\n".join(map(in_short, runs))
            choice = await screen.ui.choose("Not everything is sent", choices, "stay", about)
            if choice == "stay":
                return
            screen.ui.say("leaving as soon as what is on its way is settled")
            await session.outbox.drain(send=choice == "send")
        elif session.sends:
            question = "A command is on its way. If you leave now, nobody here learns what became of it."
            await screen.ui.confirm("Leave?", question, "Leave", guarded=False)
        screen.app.exit()


def words_of_taken_back(run: Run) -> str:
    """A run that was taken back, in a sentence."""
    what = run.first.task.title if len(run.items) == 1 else counted(len(run.items), "task")
    return f"taken back: {run.step.doing} {what}"


def in_short(run: Run) -> str:
    """A run in a line: what it does to how many, and how far it is."""
    waits = f"; {WAITING}" if run.waits else ""
    return f"{run.step.doing} {len(run.items):,}: {run.words()}{waits}"

"""What can be done on every screen of the app: go elsewhere, take back, look again, read the keys, leave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from c8tui.session.runs import Run
from c8tui.text import counted
from c8tui.tui.commands import line
from c8tui.tui.commands.common import DEPLOY, PROFILE, QUIT, TENANT, THEME
from c8tui.tui.unfinished import dialogs_under_way, locked_words, run_words
from c8tui.tui.widgets.facts import Facts
from c8tui.tui.widgets.prompt_line import Prompted, PromptLine
from c8tui.tui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from textual.widget import Widget

    from c8tui.tui.host import Host
    from c8tui.tui.screens.command_screen import CommandScreen
    from c8tui.tui.screens.polling import Polling

QUIT_CHOICES = (
    ("stay", "Cancel"),
    ("send", "Send the rest, then quit"),
    ("stop", "Quit, drop the rest"),
)
LOCK_CHOICES = (
    ("stay", "Cancel"),
    ("release", "Release, then quit (no retry is lost)"),
    ("keep", "Quit, keep the locks"),
)
SIGN = ":"
"""What stands before the line for commands."""


@runtime_checkable
class Opens(Protocol):
    """A part that shows a row in full."""

    @property
    def is_open(self) -> bool:
        """Whether a row was opened; back closes it."""


class Everywhere(Prompted):
    """The commands that a screen has because it is one of the app."""

    def __init__(self, screen: CommandScreen, host: Host, polling: Polling) -> None:
        self._screen, self._host, self._polling = screen, host, polling
        self._focused: Widget | None = None
        """What had the keys before the `:` line."""

    def action_refresh(self) -> None:
        """Look now."""
        self._polling.now()

    def action_problem(self) -> None:
        """Show in full the failure that is told of, else the last one."""
        from c8tui.tui.dialogs.problem import ProblemDialog

        if (error := self._screen.ui.failure or self._screen.last_problem) is not None:
            self._screen.ui.hush()
            self._screen.ui.show(ProblemDialog(error))

    def action_log(self, text: str = "") -> None:
        """Show the last requests, those that contain the text."""
        from c8tui.tui.dialogs.request_log import LogDialog

        self._screen.ui.show(LogDialog(self._host.session.log, text))

    async def action_help(self) -> None:
        """Show every key of this screen, and do the one that is chosen."""
        from c8tui.tui.dialogs.help import HelpDialog

        screen = self._screen
        spec = self._host.spec_of(screen.NAME)
        screen.action_do(await screen.ui.open(HelpDialog(spec.title, screen.commands, screen.context(), spec.lesson())))

    def action_palette(self) -> None:
        """Textual's command palette, fed from our commands."""
        self._screen.app.action_command_palette()

    async def action_theme(self, name: str = "") -> None:
        """Choose a theme from the list, or take the one of this name."""
        from c8tui.tui.dialogs.theme import ThemeDialog

        appearance = self._host.appearance
        if name:
            appearance.show(name)
        else:
            await self._screen.ui.open(ThemeDialog(appearance))
        self._screen.ui.say(appearance.keep())

    def action_profile(self, name: str = "") -> None:
        """Change to the profile of this name, or to the one that is chosen from the list."""
        self._host.switching.to_profile(name)

    def action_tenant(self, tenant_id: str = "") -> None:
        """Narrow everything to this tenant, or to the one that is chosen; to all by `*`."""
        self._host.switching.to_tenant(tenant_id)

    def introduced(self) -> None:
        """Somebody has said who they are."""
        self._screen.tell()

    # Going elsewhere

    def action_last(self) -> None:
        """Go back to the screen before."""
        self._host.go_last()

    def action_go_back(self) -> None:
        """The place before, as it was left."""
        self._host.navigation.walk(-1)

    def action_go_forward(self) -> None:
        """The place that was gone back from."""
        self._host.navigation.walk(1)

    def action_screens(self) -> None:
        """Say which screens there are; what a number without one does."""
        there = ", ".join(f"{tab.key} {tab.title}" for tab in self._host.tabs if tab.key)
        self._screen.ui.say(f"There are {there}.", "warn")

    def action_line(self) -> None:
        """Open the `:` line."""
        screen = self._screen
        self._focused = screen.focused
        self._host.switching.look()
        words = self._host.vocabulary.words(self._host.names(), screen.commands)
        screen.query_one(PromptLine).open(SIGN, words=words, history=self._host.session.lines, more=self._arguments)

    def _arguments(self, typed: str) -> list[str]:
        """What a line may go on with behind a command that takes words: names of files, else what is typed."""
        from c8tui.tui.processes.deploy import completed_lines

        word, space, _ = typed.partition(" ")
        if word == DEPLOY.id:
            return completed_lines(typed, DEPLOY.id)
        if word == THEME.id and space:
            return [f"{THEME.id} {name}" for name in self._host.appearance.names()]
        if word in (PROFILE.id, TENANT.id) and space:
            return [f"{word} {name}" for name in self._host.switching.names(word)]
        takes = space and any(command.takes and word == command.id for command in self._screen.commands)
        return [typed] if takes else []

    def closed(self, text: str) -> None:
        """Escape on the `:` line: the keys go back to where they went."""
        if self._focused is not None and self._focused.is_attached:
            self._screen.set_focus(self._focused)

    def entered(self, text: str) -> None:
        """Enter on the `:` line."""
        self.closed(text)
        if not text.strip():
            return
        self._host.session.remember_line(text.strip())
        screen, understood = self._screen, self._host.vocabulary.parse(text)
        if isinstance(understood, line.UnknownCommand):
            screen.ui.say(understood.hint, "warn")
        elif isinstance(understood, line.Goto):
            self._host.go(understood.screen, understood.argument)
        elif understood.command.id == QUIT.id:
            screen.flow.start(self.quit(), group="commands")
        elif understood.command.id not in {command.id for command in screen.commands}:
            screen.ui.say(f"{understood.command.title}: not available on this screen", "warn")
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
        """Go back where there is something to go back to, else quit."""
        screen = self._screen
        is_open = any(isinstance(part, Opens) and part.is_open for part in screen.parts)
        if is_open or len(screen.app.screen_stack) > 1:
            screen.doing("action_back")()
        elif isinstance(screen.focused, Facts) and (listed := screen.query(RecordList)):
            listed.first().focus()
        else:
            await self.quit()

    async def quit(self) -> None:
        """Quit; while something is pending, only after a question."""
        screen, session = self._screen, self._host.session
        pending = [*self._pending()]
        if runs := [run for run in session.outbox.runs if run.state != "looking"]:
            about = "\n".join((*map(run_words, runs), *pending))
            choice = await screen.ui.choose("Quit? Not everything is sent.", QUIT_CHOICES, "stay", about)
            if choice == "stay":
                return
            screen.ui.say("Quitting when the cluster has answered what is on its way.")
            await session.outbox.drain(send=choice == "send")
            pending = [*self._pending()]
        if locked_words(session):
            if (choice := await screen.ui.choose("Quit?", LOCK_CHOICES, "stay", "\n".join(pending))) == "stay":
                return
            if choice == "release":
                await session.jobs.release_held()
        elif pending and not runs:
            await screen.ui.confirm("Quit?", "\n".join(pending), "Quit")
        screen.app.exit()

    def _pending(self) -> Iterator[str]:
        """What is not finished, beside the runs, in sentences."""
        session = self._host.session
        if session.sends:
            yield "A command is on its way. If you quit now, its outcome is not shown."
        if number := session.shell_jobs.running:
            yield f"{counted(number, 'command')} of your own still run, and would be ended."
        yield from filter(None, (locked_words(session), *dialogs_under_way(self._screen.app)))


def words_of_taken_back(run: Run) -> str:
    """A run that was taken back, in a sentence."""
    return f"Undone: {run.step.doing} {run.what}"

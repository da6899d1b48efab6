"""Running commands of one's own on what is marked or selected: behind the screen, in the terminal, into the clipboard.

What is imported only here is imported when a command is run: most people have none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from c8tui.errors import Refusal
from c8tui.text import counted, visible
from c8tui.tui.screens.selected import selected_rows

if TYPE_CHECKING:
    from c8tui.session.own_commands import OwnCommand
    from c8tui.tui.host import Host
    from c8tui.tui.screens.command_screen import CommandScreen
    from c8tui.tui.screens.polling import Polling

LONGEST_SAID = 140
"""Characters of the last line of output in a sentence."""
_IN_TERMINAL = (
    'trap : INT QUIT; sh -c "$1"; code=$?'
    '; printf "\\n%s ended with exit code %s. Press enter to go back. " "$2" "$code"; read -r _; exit $code'
)
"""What the person sees stays until they have read it; an interrupt is for the command alone."""


class OwnCommands:
    """What a screen does with `[commands.NAME]` of the settings."""

    def __init__(self, screen: CommandScreen, host: Host, polling: Polling) -> None:
        self._screen, self._host, self._polling = screen, host, polling

    async def run_own(self, command: OwnCommand) -> None:
        """Run a command of one's own, after a question where it wants one or is about several rows."""
        from c8tui.session.own_commands import fields_of, lines_of

        screen = self._screen
        rows = [fields_of(item, key) for item, key in selected_rows(screen)] if command.about_rows else []
        lines = lines_of(command, rows, self._host.session)
        if command.confirm or command.dangerous or len(rows) > 1:
            await self._confirm(command, lines, len(rows))
        if command.where == "terminal":
            await self._in_terminal(command, lines)
        else:
            self._host.flow.start(self._behind(command, lines), group="own commands")

    async def _confirm(self, command: OwnCommand, lines: tuple[str, ...], number: int) -> None:
        from c8tui.tui.dialogs.shell import RunLinesDialog

        ui, kind = self._screen.ui, f"own command {command.name}" if command.dangerous else ""
        question = command.description or "A command of your own:"
        if number > 1:
            times = "once for all of them" if len(lines) == 1 else "once for each"
            question = f"{question}\nOn {counted(number, 'marked row')}, {times}."
        await ui.open(RunLinesDialog(command.name, question, lines, require=ui.name_for(kind) if kind else None))
        if kind:
            ui.named(kind)

    async def _in_terminal(self, command: OwnCommand, lines: tuple[str, ...]) -> None:
        from c8tui.tui.terminal.editor import run_outside

        code = 0
        for line in lines:
            try:
                code = await run_outside(self._screen.app, ["sh", "-c", _IN_TERMINAL, "sh", line, command.name]) or code
            except SuspendNotSupported:
                raise Refusal("this terminal cannot be handed to a command") from None
            except OSError as wrong:
                raise Refusal(f"{command.name} cannot be run by sh: {(wrong.strerror or 'failed').lower()}") from None
        self._polling.now()
        if code:
            self._screen.ui.say(f"{command.name} ended with exit code {code}", "warn")
        else:
            self._screen.ui.say(f"{command.name} is done")

    async def _behind(self, command: OwnCommand, lines: tuple[str, ...]) -> None:
        host = self._host
        host.say(f"{command.name} runs   :output shows what it prints, and stops it")
        job = await host.session.shell_jobs.run(command.name, lines, command.timeout_s)
        last = visible(job.last_line, LONGEST_SAID)
        if job.words:
            host.say(f"{command.name} {job.words}{f': {last}' if last else ''}   :output shows all", "warn")
        elif command.where == "clipboard":
            text = job.to_copy.decode("utf-8", "replace").rstrip("\n")
            if text:
                host.say(f"Copied what {command.name} printed {await host.copied(text)}")
            else:
                host.say(f"{command.name} printed nothing, so nothing is copied", "warn")
        else:
            host.say(f"{command.name}: {last}" if last else f"{command.name} is done")
        if self._screen.is_current:  # another one looks by itself when it is seen
            self._polling.now()

    def action_output(self) -> None:
        """Show what the last command has printed."""
        from c8tui.tui.dialogs.shell import OutputDialog

        jobs = self._host.session.shell_jobs
        if jobs.latest is None:
            self._screen.ui.say("No command of your own has run yet.", "warn")
        else:
            self._screen.ui.show(OutputDialog(jobs.latest, jobs.stop))

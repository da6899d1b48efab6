"""Running the commands of `commands.py` on a screen: by key, by name on the `:` line, from the help and the palette."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.screen import Screen

from c8tui.errors import C8Error, Conflict, Refusal
from c8tui.session.pending_writes import WAITING
from c8tui.session.runs import Run as StepRun
from c8tui.tui.commands.line import Goto, Run, Unknown, parse, words
from c8tui.tui.commands.tables import COMMANDS, Situation, commands_of
from c8tui.tui.flow import Asks
from c8tui.tui.widgets.notice import Notice
from c8tui.tui.widgets.prompt_line import PromptLine

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.tui.app import C8App


def in_short(run: StepRun) -> str:
    """A run in a line: what it does to how many, and how far it is."""
    waits = f"; {WAITING}" if run.waits else ""
    return f"{run.step.doing} {len(run.items):,}: {run.words()}{waits}"


BY_ID = {one.id: one for command in COMMANDS for one in (command, command.instead) if one is not None}


def bindings_for(screen: str) -> list[BindingType]:
    """The bindings of a screen, read from its commands."""
    return [
        Binding(",".join(command.keys), f"do('{command.id}')", command.title, show=False)
        for command in commands_of(screen)
        if command.keys
    ]


class CommandActions(Screen[None], Asks):
    """A screen that runs commands and says what became of them. A subclass has an `action_` for each of its own."""

    NAME: ClassVar[str]

    last_problem: reactive[C8Error | None] = reactive(None, repaint=False)

    @property
    def c8app(self) -> C8App:
        """The app, with its own type."""
        return cast("C8App", self.app)

    @property
    def session(self) -> Session:
        """The open session."""
        return self.c8app.session

    def situation(self) -> Situation:
        """What is selected, for the commands to judge."""
        return self.about()

    def about(self, **parts: Any) -> Situation:
        """A situation with what holds on every screen."""
        me, settings = self.session.identity, self.session.settings
        return Situation(
            screen=self.NAME,
            user=me.user,
            read_only=settings.read_only,
            problem=self.last_problem is not None,
            bulk=self.session.outbox.latest is not None,
            undo=self.session.outbox.last_held is not None,
            deed=self.session.repeat.last,
            **parts,
        )

    def action_do(self, command_id: str, *words: str) -> None:
        """Run a command, or say why not; `words` stood behind it on the `:` line."""
        command = BY_ID[command_id].meant(self.situation())
        if self.NAME not in command.screens:
            self.say(f"{command.title}: not on this screen", "warn")
        elif reason := command.why_not(self.situation()):
            self.say(f"{command.title}: {reason}", "warn")
        else:
            self.query_one(Notice).clear()
            getattr(self, f"action_{command.id}")(*words)

    def action_refresh(self) -> None:
        """Look now."""
        self.poll()

    def action_line(self) -> None:
        """Open the `:` line."""
        self.query_one(PromptLine).open(":", words=words(view.id for view in self.session.views))

    def action_back(self) -> None:
        """Back out one step; a screen with panes and filters overrides this and ends here."""
        self.query_one(Notice).clear()

    def action_problem(self) -> None:
        """Show the last failure in full."""
        from c8tui.tui.dialogs.problem import ProblemDialog

        if self.last_problem is not None:
            self.app.push_screen(ProblemDialog(self.last_problem))

    def action_help(self) -> None:
        """Show every key of this screen."""
        from c8tui.tui.dialogs.help import HelpDialog

        self.app.push_screen(HelpDialog(self.situation()), self._run_chosen)

    def _run_chosen(self, command_id: str | None) -> None:
        if command_id:
            self.action_do(command_id)

    def action_palette(self) -> None:
        """Textual's command palette, fed from our commands."""
        self.app.action_command_palette()

    def action_quit(self) -> None:
        """Leave; while a command is on its way or a step is not sent yet, only after a question."""
        if self.session.outbox.runs:
            self._ask_about_runs()
        elif any(worker.group == "commands" and not worker.is_finished for worker in self.workers):
            from c8tui.tui.dialogs.confirm import ConfirmDialog

            question = "A command is on its way. If you leave now, nobody here learns what became of it."
            dialog = ConfirmDialog("Leave?", question, "Leave")
            self.app.push_screen(dialog, lambda yes: self.app.exit() if yes else None)
        else:
            self.app.exit()

    def _ask_about_runs(self) -> None:
        """Steps that are not done: stay, send them first, or take them back."""
        from c8tui.tui.dialogs.choice import ChoiceDialog

        runs = self.session.outbox.runs
        about = "\n".join(in_short(run) for run in runs)
        choices = (
            ("stay", "stay"),
            ("send", "send the rest, then leave"),
            ("stop", "leave the rest unsent, and leave"),
        )

        def chosen(choice: str | None) -> None:
            if choice in ("send", "stop"):
                self.say("leaving as soon as what is on its way is settled")
                self.ask(self.session.outbox.settle(send=choice == "send"), lambda _: self.app.exit(), group="leave")

        self.app.push_screen(ChoiceDialog("Not everything is sent", choices, "stay", about), chosen)

    def action_undo(self) -> None:
        """Take back what has not been sent yet."""
        self.session.outbox.take_back()

    def taken_back(self, run: StepRun) -> None:
        """Say so; a screen of tasks goes back to it."""
        name = run.first.task.name or run.first.task.element_id
        self.say(f"taken back: {run.step.doing} {name if len(run.items) == 1 else f'{len(run.items):,} tasks'}")

    def action_runs(self) -> None:
        """Show the latest run of several tasks again."""
        if (run := self.session.outbox.latest) is not None:
            self.c8app.reporter.watch(run)

    def action_last(self) -> None:
        """Go back to the screen before."""
        self.c8app.go_last()

    def action_goto_inbox(self) -> None:
        """Go to the inbox."""
        self.c8app.go("inbox")

    def action_goto_decisions(self) -> None:
        """Go to the decision definitions."""
        self.c8app.go("decisions")

    def action_goto_evaluations(self) -> None:
        """Go to the evaluations."""
        self.c8app.go("evaluations")

    def action_goto_topology(self) -> None:
        """Go to the topology."""
        self.c8app.go("topology")

    def action_goto_jobs(self) -> None:
        """Go to the jobs."""
        self.c8app.go("jobs")

    def narrow(self, argument: str) -> None:
        """Show only what the argument of a `:` command names."""

    def on_prompt_line_entered(self, event: PromptLine.Entered) -> None:
        """Enter on the `:` line."""
        if event.sign != ":" or not event.text.strip():
            return
        understood = parse(event.text)
        if isinstance(understood, Unknown):
            self.say(understood.hint, "warn")
        elif isinstance(understood, Goto):
            self.c8app.go(understood.screen, understood.argument)
        elif isinstance(understood, Run):
            self.action_do(understood.command.id, *([understood.argument] if understood.argument else []))

    def when_sure(self, what: str, act: Callable[[], object]) -> None:
        """Do what cannot be taken back; a protected profile asks for its name first."""
        from c8tui.tui.dialogs.confirm import ConfirmDialog

        settings = self.session.settings
        if not settings.protected:
            act()
            return
        question = f"{what} cannot be taken back, and this cluster is protected."
        dialog = ConfirmDialog("Are you sure?", question, "Go on", require=settings.profile or "protected")

        def decided(yes: bool | None) -> None:
            if yes:
                act()

        self.app.push_screen(dialog, decided)

    # What is said

    def poll(self) -> None:
        """Look now."""
        raise NotImplementedError

    def tell(self) -> None:
        """Bring what the frame says up to date."""
        raise NotImplementedError

    def say(self, text: str, kind: str = "ok") -> None:
        """A sentence above the key bar."""
        self.query_one(Notice).say(text, kind)

    def on_failure(self, error: C8Error) -> None:
        """A failure after a key press: a sentence, and the whole of it in a dialog unless the sentence says it all."""
        self.last_problem = error
        advice = f" {error.advice}" if error.advice else ""
        more = "" if isinstance(error, Refusal) else "  ! shows all"
        self.say(
            f"{error.title}: {error.detail.rstrip('. ')}.{advice}{more}",
            "warn" if isinstance(error, Refusal) else "error",
        )
        if not isinstance(error, Refusal | Conflict):
            self.action_problem()
        self.tell()

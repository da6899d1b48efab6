"""The one who reports what becomes of steps on their way: owned by the app, it speaks on whichever screen is seen."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import Context, copy_context
from typing import TYPE_CHECKING, Any

from c8tui.session.outbox import WAITING
from c8tui.session.runs import Run
from c8tui.tui.commands.ids import INBOX, INCIDENTS, JOBS
from c8tui.tui.screens.base import BaseScreen

if TYPE_CHECKING:
    from textual.app import App

    from c8tui.tui.host import Host

SCREEN_OF = {"user_tasks": INBOX, "incidents": INCIDENTS, "jobs": JOBS}
"""Where the records of a resource are listed."""


class RunReporter:
    """Hears of every run of the session, asks about what a crash left, and watches the runs of many records."""

    def __init__(self, app: App[Any], host: Host) -> None:
        """Made where the app's own context is current: what the session tells comes from none."""
        self._app, self._host = app, host
        self._context: Context = copy_context()
        self._watched: set[str] = set()
        self._told_broken = ""
        self._told_waiting: dict[str, str] = {}
        """What was said of runs that wait to be sent, by their ids: no longer true when they go on."""

    def start(self) -> None:
        """Listen, and ask about what an earlier c8tui had not finished. The first screen is there."""
        outbox = self._host.session.outbox
        outbox.listeners.append(self.listening(self._heard))
        for run, begun in outbox.journal.left_over():
            outbox.adopt(run)
            self._app.call_after_refresh(self._begin_asking, run, begun)
        if outbox.journal.tells_of_locks:
            self._app.call_after_refresh(self._begin_asking_about_locks)

    def listening(self, listener: Callable[..., object]) -> Callable[..., Any]:
        """`listener` as the session may call it: in the context of the app, as long as that runs."""

        def tell(*what: object) -> None:
            if self._app.is_running:
                self._context.copy().run(listener, *what)

        return tell

    @property
    def front(self) -> BaseScreen | None:
        """The screen that somebody looks at, below any dialog; None while the app ends."""
        shown = [screen for screen in self._app.screen_stack if isinstance(screen, BaseScreen)]
        return shown[-1] if shown else None

    def watch(self, run: Run) -> None:
        """Show a run while it lasts, and its report; leaving that never stops it."""
        self._host.flow.start(self._watch(run), group="runs")

    async def _watch(self, run: Run) -> None:
        from c8tui.tui.dialogs.run import RunDialog

        key = await self._app.push_screen_wait(RunDialog(run, self._host.session.outbox))
        if key is not None:
            self._host.go_and(SCREEN_OF[run.resource.name], lambda screen: screen.doing("go_to")(key))

    def _begin_asking(self, run: Run, begun: bool) -> None:
        self._host.flow.start(self._ask_about(run, begun), group="runs")

    def _begin_asking_about_locks(self) -> None:
        from c8tui.tui.jobs.left_locks import ask_about_locks

        self._host.flow.start(ask_about_locks(self._app, self._host), group="runs")

    async def _ask_about(self, run: Run, begun: bool) -> None:
        """What an earlier c8tui had not finished: nothing is sent unless somebody says so."""
        from c8tui.tui.dialogs.choice import ChoiceDialog

        counts, outbox = run.counts, self._host.session.outbox
        title = run.resource.title_of(run.first.record)
        what = f"{run.step.doing} {title if len(run.items) == 1 else run.what}"
        about = (
            f"c8tui stopped while {what}: {run.words()}."
            if begun
            else f"c8tui stopped before {what}; nothing was sent."
        )
        if counts["unknown"]:
            about += " Unknown ones are read again, not sent again."
        choices = (("later", "Decide later"), ("on", f"Send the {counts['waiting']:,} that were not sent"),
                   ("drop", "Send nothing more"))  # fmt: skip
        choice = await self._app.push_screen_wait(ChoiceDialog("Unfinished commands", choices, "later", about))
        if choice == "on":
            outbox.go_on(run)
        elif choice == "drop":
            outbox.stop(run)
        if choice in ("on", "drop"):
            await self._watch(run)

    # What is said

    def _heard(self, run: Run) -> None:
        front = self.front
        if front is None or not front.flow.listening:
            return
        if run.state in ("held", "paused") and run.id not in self._watched:
            self._watched.add(run.id)
            front.flow.start(self._host.session.outbox.wait(run), group="runs")  # a bug in there ends the program
        if run.state == "held":
            self._held(front, run)
        elif run.state == "taken_back":
            front.doing("taken_back")(run)
        elif run.trouble:
            words = f"{run.step.doing.capitalize()} {run.what}: {WAITING} ({run.trouble})"
            self._told_waiting[run.id] = words
            front.ui.say(words, "warn")
        elif run.state == "finished":
            self._over(front, run)
        elif run.state == "looking":
            self._looking(front, run)
        elif run.state == "running" and (said := self._told_waiting.pop(run.id, "")):
            front.ui.hush(said)
        if run.state != "running":  # each record of many tells; the dialog of a run looks by itself
            front.tell()

    def _held(self, front: BaseScreen, run: Run) -> None:
        """It waits for a while, and can be taken back; a journal that cannot be written is told once."""
        outbox = self._host.session.outbox
        if (broken := outbox.journal.broken) and broken != self._told_broken:
            self._told_broken = broken
            front.ui.say(f"Commands on their way cannot be written to disk; a crash would lose them: {broken}", "warn")
        elif outbox.undo_s and not run.many:
            front.ui.say(f"{run.step.doing.capitalize()} {run.what}   u undo")
        elif outbox.undo_s:
            words = f"{run.step.doing.capitalize()} {run.what}. Sent in {outbox.undo_s:g} s; press u to undo."
            self._told_waiting[run.id] = words
            front.ui.say(words)

    def _looking(self, front: BaseScreen, run: Run) -> None:
        """Nothing is called done before it was looked at once more."""
        words = f"{run.what}: {run.step.done}. {run.resource.second_look_words}"
        self._told_waiting[run.id] = words
        front.ui.say(words)

    def _over(self, front: BaseScreen, run: Run) -> None:
        session = self._host.session
        if (said := self._told_waiting.pop(run.id, "")) and not run.many:
            front.ui.hush(said)
        if run.many:
            if run.counts["done"]:
                self._drop_drafts(run, "marked")
            front.ui.say(f"{run.words()}   R details", "ok" if run.went_well else "warn")
        else:
            self._one_over(front, run)
        session.counts.wrote()

    def _drop_drafts(self, run: Run, key: str) -> None:
        session = self._host.session
        for what in run.step.drafts:
            session.drafts.drop(session.draft_name(what, key))

    def _one_over(self, front: BaseScreen, run: Run) -> None:
        """A single record: done, or the failure in full, and what was typed is still there."""
        session, item = self._host.session, run.first
        if item.error is None and item.state == "done":
            self._drop_drafts(run, run.resource.key_of(item.record))
            about = f": {item.why}" if item.outcome and item.why else ""
            front.ui.say(f"{run.outcome_of(item).capitalize()} {run.what}{about}", "ok" if run.went_well else "warn")
        elif item.error is None and item.state == "waiting":
            front.ui.say(f"Not sent: {run.step.doing} {run.what}", "warn")
        elif item.error is not None and session.outbox.undo_s:  # else the dialog is still open and says it
            front.on_failure(item.error)

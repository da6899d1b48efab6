"""A run while it lasts and when it is over: progress with rate and time left, then what became of each record."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from c8tui.session.outbox import Outbox
from c8tui.session.resources import Item
from c8tui.session.runs import Run
from c8tui.text import counted, visible
from c8tui.tui.dialogs.base import Dialog
from c8tui.tui.dialogs.confirm import YES, ConfirmDialog
from c8tui.tui.widgets.clipped import Clipped
from c8tui.tui.widgets.options import OptionRows

BAR = 24
"""Cells of the bar."""
REFRESH_S = 0.25
LISTED = 500
"""Records that the report lists; all of them are copied."""


class RunDialog(Dialog[str]):
    """p pauses, ctrl+x stops, esc closes and it goes on; over, the result is the key of the record to go to."""

    DEFAULT_CSS = """
    RunDialog > #frame { width: 100; }
    RunDialog OptionList { height: auto; max-height: 14; border: none; padding: 0; margin-top: 1; }
    RunDialog OptionList { background: $surface; }
    RunDialog OptionList:focus { border: none; }
    RunDialog #trouble { height: auto; max-height: 4; color: $text-warning; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "pause", show=False),
        Binding("b", "background", show=False),
        Binding("u", "undo", show=False),
        Binding("s", "send_now", show=False),
        Binding("r", "again", show=False),
        Binding("y", "copy", show=False),
        Binding("ctrl+x", "stop", show=False),
    ]

    def __init__(self, run: Run, outbox: Outbox) -> None:
        super().__init__()
        self.run, self._outbox = run, outbox
        self._reported = False

    def title_text(self) -> str:
        return f"{self.run.step.doing.capitalize()} {counted(len(self.run.items), self.run.resource.noun)}"

    def content(self) -> ComposeResult:
        yield Clipped(id="progress", markup=False)
        yield Clipped(id="trouble", markup=False)
        report = OptionRows(id="report")
        report.display = False
        yield report

    def on_mount(self) -> None:
        self.set_interval(REFRESH_S, self._tell)
        self._tell()

    def _tell(self) -> None:
        """Bring it up to date; a text is only changed when it says something else."""
        self._say("#progress", progress(self.run, self._outbox.clock()))
        self._say("#trouble", self._trouble())
        self._say("#keys", keys(self.run))
        if self.run.over and not self._reported:
            self._reported = True
            self._report()

    def _say(self, where: str, text: str) -> None:
        widget = self.query_one(where, Clipped)
        if str(widget.content) != text:
            widget.update(Content(text))

    def _trouble(self) -> str:
        run = self.run
        if not run.trouble:
            return ""
        again = f", next try in {ceil(max(0.0, run.retry_at - self._outbox.clock()))} s" if run.retry_at else ""
        return visible(f"{run.trouble.rstrip('.')}{again}", 300)

    def _report(self) -> None:
        report = self.query_one("#report", OptionList)
        told = [*outcomes(self.run)][:LISTED]
        report.add_options(Option(Content(words), id=self._key(record)) for record, words in told)
        report.display = bool(told)
        if told:
            report.highlighted = 0
            self.set_focus(report)

    def _key(self, record: Any) -> str:
        """Where to go from a line of the report: to what came in the place of a record, else to itself."""
        key = self.run.resource.key_of(record)
        item = self.run.items.get(key)
        return (item and item.follower) or key

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)

    def action_pause(self) -> None:
        """Pause, or go on."""
        if self.run.state == "paused":
            self._outbox.go_on(self.run)
        else:
            self._outbox.pause(self.run)
        self._tell()

    def action_background(self) -> None:
        """Leave it to go on."""
        self.dismiss(None)

    def action_undo(self) -> None:
        """Take it back while it is held, or waits for the cluster; one that is being sent is stopped by another key."""
        if self._outbox.last_held is self.run and (self.run.state == "held" or self.run.waits):
            self._outbox.take_back()
            if self.run.over:
                self.dismiss(None)

    def action_stop(self) -> None:
        """Stop it, after a question, for which it pauses; what is on its way is waited for."""
        if self.run.state == "looking":
            self._outbox.stop(self.run)
        if self.run.state in ("running", "paused") and not self.run.stopping and not self.flow.busy:
            self.flow.start(self._stop(), group="commands")

    async def _stop(self) -> None:
        run, ran = self.run, self.run.state == "running"
        self._outbox.pause(run)
        left = counted(run.counts["waiting"], run.resource.noun)
        question = f"{run.finished:,} of {len(run.items):,} are finished; {left} would not be sent."
        dialog = ConfirmDialog(f"Stop {run.step.doing}?".replace(" of?", "?"), question, "Stop")
        answer = self.app.push_screen(dialog, wait_for_dismiss=True)
        stop = await self.flow.answered(answer) == YES
        if run.over:
            self._say("#trouble", "Nothing to stop: it had finished.")
        elif stop:
            self._outbox.stop(run)
        elif ran:
            self._outbox.go_on(run)

    def action_send_now(self) -> None:
        """Do not wait any longer."""
        self._outbox.send_now(self.run)
        self._tell()

    def action_again(self) -> None:
        """The same once more to those that were refused or whose outcome is unknown, which somebody has seen here."""
        failed = [*self.run.retryable]
        if self.run.state == "finished" and failed and not self.flow.busy:
            self.flow.start(self._again(failed), group="commands")

    async def _again(self, failed: list[Item]) -> None:
        """Watch another run instead."""
        self.run, self._reported = await self.flow.heard(self._outbox.again(self.run, *failed)), False
        report = self.query_one("#report", OptionList)
        report.clear_options()
        report.display = False
        self.tell_failure("")
        self._tell()

    def action_copy(self) -> None:
        """Copy what became of every record."""
        told = [*outcomes(self.run)]
        self.app.copy_to_clipboard(
            "\n".join([self.run.words(), *(f"{self.run.resource.key_of(one)}\t{words}" for one, words in told)])
        )
        self._say("#trouble", f"Copied the outcome of {counted(len(told), self.run.resource.noun)}")

    def action_leave(self) -> None:
        """Leave it: what runs goes on, and is told of on whatever screen is seen."""
        self.dismiss(None)


def progress(run: Run, now: float) -> str:
    """The run in a line: `[######......]  17/37   2 refused   4.8/s   4 s left`."""
    total, finished = len(run.items), run.finished
    if run.state == "held":
        return f"Sent in {ceil(run.seconds_left(now) or 0)} s; press u to undo."
    if run.state == "taken_back":
        return "Undone: nothing was sent."
    if run.state == "finished":
        return run.words()
    if run.state == "looking":
        return f"{run.words()}. {run.resource.second_look_words}"
    filled = BAR * finished // max(1, total)
    parts = [f"[{'#' * filled}{'.' * (BAR - filled)}]  {finished:,}/{total:,}"]
    counts = run.counts
    parts += [f"{counts[state]:,} {state}" for state in ("refused", "unknown") if counts[state]]
    if rate := run.rate(now):
        parts.append(f"{rate:.1f}/s")
    if (left := run.seconds_left(now)) is not None:
        parts.append(f"{ceil(left)} s left")
    parts += ["stopping"] if run.stopping else ["paused"] if run.state == "paused" else []
    return "   ".join(parts)


def keys(run: Run) -> str:
    """The keys that apply."""
    if run.state == "held":
        return "u undo   s send now   b, esc close (still sent)"
    if run.state in ("running", "paused"):
        pause = "resume" if run.state == "paused" else "pause"
        return f"p {pause}   ctrl+x stop   b, esc close (it goes on)"
    if run.state == "looking":
        return "ctrl+x stop waiting   b, esc close (it goes on)"
    again = "r try again   " if any(run.retryable) else ""
    return f"{again}enter open   y copy   esc close"


def outcomes(run: Run) -> Iterator[tuple[Any, str]]:
    """Every record that was marked for a run, with its outcome in a line: first what failed, then what was skipped."""
    for item in run.of_state("unknown", "refused", "waiting", "sending"):
        yield item.record, _line(run, run.outcome_of(item), item.record, item.why)
    for record, why in run.skipped:
        yield record, _line(run, "skipped", record, why)
    for item in sorted(run.of_state("done"), key=lambda item: not item.failed_after_all):
        yield item.record, _line(run, run.outcome_of(item), item.record, item.why)


def _line(run: Run, outcome: str, record: Any, why: str) -> str:
    name = visible(run.resource.title_of(record), 40)
    return f"{outcome:<9}  {name}" + (f"   {visible(why, 200)}" if why else "")

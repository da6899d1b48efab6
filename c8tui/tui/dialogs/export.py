"""Exporting tasks: where to, how far it is, and going on with one that stopped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input
from textual.worker import Worker

from c8tui.errors import C8Error
from c8tui.files import path_or_why_not
from c8tui.session.dates import span
from c8tui.session.export import FORMATS, Export, ExportPlan, kept
from c8tui.text import counted, visible
from c8tui.tui.dialogs.base import Dialog
from c8tui.tui.widgets.clipped import Clipped
from c8tui.tui.widgets.typing_order import LineField, when_typed

LOOK_S = 0.5
"""Seconds between two looks at how far it is."""
BAR = 24

MakePlan = Callable[[Path, bool], ExportPlan]
"""The plan for a file; the second says whether only what is marked is wanted."""
MakeExport = Callable[[ExportPlan, bool, bool, bool], Export]
"""The export of a plan: only what is marked, begin anew, replace the file."""


class ExportDialog(Dialog[str]):
    """Asks for a file and exports. Escape stops; what is written stays to go on from. The result is a sentence."""

    DEFAULT_CSS = """
    ExportDialog #what, ExportDialog #verdict { height: auto; color: $foreground-muted; }
    ExportDialog #verdict.-wrong { color: $text-error; }
    ExportDialog #verdict.-asks { color: $text-warning; }
    ExportDialog #progress { height: 1; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go", show=False, priority=True),
        Binding("ctrl+r", "anew", show=False, priority=True),
        Binding("ctrl+t", "marked", show=False, priority=True),
    ]
    TITLE_TEXT = "Export"

    def __init__(
        self, what: str, path: Path, plan: MakePlan, export: MakeExport, *, marked: int = 0, noun: str = "task"
    ) -> None:
        super().__init__()
        self._noun = noun
        self._what, self._path, self._plan, self._export, self._marked = what, path, plan, export, marked
        self._only_marked = marked > 0
        self._anew = False
        self._asked: Path | None = None
        """The file of which it was said that it is there, so that enter once more replaces it."""
        self._current: Export | None = None
        self._worker: Worker[None] | None = None

    def keys_text(self) -> str:
        marked = "   ctrl+t marked or all" if self._marked else ""
        return f"enter export   ctrl+r start over{marked}   esc cancel"

    def content(self) -> ComposeResult:
        yield Clipped(id="what", markup=False)
        yield LineField(value=visible(str(self._path)), id="path")
        yield Clipped(id="verdict", markup=False)
        yield Clipped(id="progress", markup=False)

    def on_mount(self) -> None:
        field = self.query_one(Input)
        self.set_focus(field)
        field.cursor_position = len(field.value)
        self.set_interval(LOOK_S, self._tell)
        self._judge()

    # What would be done

    @property
    def _wanted(self) -> ExportPlan | str:
        """The plan for the file that is typed; or what is wrong with it."""
        path = path_or_why_not(self.query_one(Input).value.strip(), "write")
        if isinstance(path, str):
            return path
        return self._plan(path, self._only_marked) if path.suffix in FORMATS else "end the name in .csv or .jsonl"

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._anew, self._asked = False, None
        self._judge()

    def _judge(self) -> bool:
        """Say what would be done, or what is wrong with the file; whether it can be done."""
        what = f"the {counted(self._marked, f'marked {self._noun}')}" if self._only_marked else self._what
        self.query_one("#what", Clipped).update(Content(visible(what)))
        plan = self._wanted
        if isinstance(plan, str):
            self._say(plan, "-wrong")
            return False
        note = None if self._anew else kept(plan)
        if note is not None:
            self._say(f"goes on after the {counted(note.rows, 'row')} in {plan.part.name}; ctrl+r starts over")
        else:
            self._say("starts over" if self._anew else "CSV" if plan.path.suffix == ".csv" else "JSON lines")
        return True

    def _say(self, text: str, kind: str = "") -> None:
        verdict = self.query_one("#verdict", Clipped)
        verdict.update(Content(visible(text)))
        verdict.set_classes(kind)

    def action_marked(self) -> None:
        """Export what is marked, or all of the view."""
        if self._marked and self._worker is None:
            self._only_marked = not self._only_marked
            self._judge()

    def action_anew(self) -> None:
        """Begin anew although there is something to go on from."""
        if self._worker is None:
            self._anew = True
            self._judge()

    # Doing it

    def action_go(self) -> None:
        """Export to what has been typed up to this key."""
        when_typed([self.query_one(Input)], self._go)

    def _go(self) -> None:
        if self._worker is not None or not self.is_current or not self._judge():
            return
        plan = self._wanted
        if isinstance(plan, str):
            return
        if plan.path.exists() and self._asked != plan.path:
            self._asked = plan.path
            self._say(f"{plan.path.name} is there already; enter once more replaces it", "-asks")
            return
        self.tell_failure("")
        self._current = self._export(plan, self._only_marked, self._anew, self._asked == plan.path)
        self.query_one(Input).disabled = True
        self._say("exporting; esc stops, and what is written stays")
        self._worker = self.flow.start(self._run(self._current, plan), group="export")
        self._tell()

    async def _run(self, export: Export, plan: ExportPlan) -> None:
        try:
            await export.run()
        finally:
            self._worker = None
            if self.flow.listening:
                self._tell()
                self.query_one(Input).disabled = False
                self.set_focus(self.query_one(Input))
        if self.flow.listening:
            self.finish(f"exported {counted(export.rows, self._noun)} to {plan.path}")

    def on_failure(self, error: C8Error) -> None:
        """Say what failed, and that nothing is lost."""
        super().on_failure(error)
        self._anew = False
        self._judge()

    def action_leave(self) -> None:
        """Stop, or leave."""
        if self._worker is None:
            self.dismiss(None)
            return
        self._worker.cancel()
        self._worker, self._anew = None, False
        self.query_one("#progress", Clipped).update("")
        self.call_after_refresh(self._judge)

    @property
    def under_way(self) -> str:
        return "An export is running; what is written so far is kept." if self._worker is not None else ""

    def _tell(self) -> None:
        if self._current is not None and self._worker is not None:
            self.query_one("#progress", Clipped).update(progress(self._current))


def progress(export: Export) -> str:
    """`[####....] 1,500 of 12,000   8,300/s   2 m left`."""
    left = export.seconds_left
    if export.total is None:
        return "asking the cluster"
    if export.capped:
        of = "so far" if export.rows > export.total else f"of {export.total:,}+"
    else:
        of = f"of {export.total:,}"
    done = min(1.0, export.rows / export.total) if export.total and not export.capped else 0.0
    bar = f"[{'#' * int(done * BAR):.<{BAR}}]  " if not export.capped else ""
    return f"{bar}{export.rows:,} {of}   {export.rate:,.0f}/s" + (f"   {span(left)} left" if left is not None else "")

"""What can be done on the topology screen: open what is under the cursor, read, copy and export all of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from c8tui.dates.wire import in_zone
from c8tui.errors import Refusal
from c8tui.files import path_or_why_not, replace_file
from c8tui.session.topology_watch import exported
from c8tui.text import counted
from c8tui.tui import clock
from c8tui.tui.dialogs.lines import LinesDialog
from c8tui.tui.fields import Field, Values
from c8tui.tui.flow import Ui
from c8tui.tui.topology.lines import Line, about_place, event_lines, report_lines, text_of, wrapped
from c8tui.tui.topology.view import TopologyView

if TYPE_CHECKING:
    from c8tui.session.session import Session


class TopologyActions:
    """The commands of the screen."""

    def __init__(self, ui: Ui, session: Session, view: TopologyView) -> None:
        self._ui, self._session, self._view = ui, session, view

    def action_show_place(self) -> None:
        """All about the partition and the broker under the cursor."""
        view = self._view
        if (row := view.row) is None:
            self._ui.say(view.spoken, "warn")
            return
        title = f"broker {row.name}" if view.partition is None else f"P{view.partition} and broker {row.name}"
        self._show(title, [*about_place(view.whole, row, view.partition, view.seen)])

    def action_next_ill(self) -> None:
        """The next partition that something is wrong with."""
        if not self._view.whole.ill and not self._view.whole.changed:
            self._ui.say("No partition is ill, and none has changed since the last look.")
        self._view.action_ill(1)

    def action_only_ill(self) -> None:
        """Only what something is wrong with, or all."""
        self._view.toggle_ill()

    def action_show_events(self) -> None:
        """What has changed, the newest first."""
        events = self._view.seen.events
        title = f"{counted(len(events), 'event')} while you watched" if events else "Nothing has changed so far"
        self._show(title, event_lines(reversed(events), 400))

    def action_show_report(self) -> None:
        """Everything."""
        self._show("Topology", self._report())

    def action_copy_topology(self) -> None:
        """Copy everything."""
        self._ui.copy(text_of(self._report()), "the topology")

    async def action_export_topology(self) -> None:
        """Ask for a file, and write everything to it."""
        self._report()
        path = Path.cwd() / f"topology-{in_zone(clock.now()):%Y-%m-%d-%H%M%S}.json"

        def writable(typed: str) -> str | None:
            found = path_or_why_not(typed, "write")
            return found if isinstance(found, str) else "it is there already" if found.exists() else None

        async def write(values: Values) -> None:
            found = path_or_why_not(values["path"], "write")
            assert isinstance(found, Path)
            try:
                replace_file(found, exported(self._view.seen))
            except OSError as failure:
                raise Refusal(f"{found}: {failure.strerror or failure}") from None
            self._ui.say(f"wrote {found}")

        await self._ui.fields("Export the topology as JSON", (Field("path", "File", str(path), rule=writable),), write)

    def _report(self) -> list[Line]:
        watch = self._view.seen
        if watch.last is None:
            raise Refusal("the topology is not known yet")
        return [*report_lines(watch.last, watch, self._view.whole)]

    def _show(self, title: str, lines: list[Line]) -> None:
        as_of = self._view.seen.samples[-1].at if self._view.seen.samples else clock.now()
        said = f"as it was at {in_zone(as_of):%H:%M:%S}"
        self._ui.show(LinesDialog(title, said, wrapped(lines), text_of(lines)))

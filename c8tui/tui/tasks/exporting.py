"""Exporting what the inbox shows."""

from __future__ import annotations

import re
from pathlib import Path

from c8tui.dates.wire import in_zone
from c8tui.session.export import FIELDS, Export, Plan, of_tasks
from c8tui.tui import clock
from c8tui.tui.dialogs.export import ExportDialog
from c8tui.tui.tasks.views import TaskViews


class Exporting(TaskViews):
    """Exports a view: its conditions, the search on the cluster, its sort, its columns."""

    def action_export(self) -> None:
        """Ask for a file and export to it."""
        words = re.sub(r"[^a-z0-9]+", "-", self.caption().split("   ")[0].casefold()).strip("-") or "tasks"
        path = Path.cwd() / f"{words[:40]}-{in_zone(clock.now()):%Y-%m-%d}.csv"
        dialog = ExportDialog(self._what(), path, self._plan, self._export, marked=len(self.listed.marks))
        self.app.push_screen(dialog, lambda said: self.say(said) if said else None)

    def _what(self) -> str:
        """What is exported, in words."""
        rows = self.listed.rows
        count = f"{rows.total:,}{'+' if rows.capped else ''} tasks" if rows is not None else ""
        whole = "   (all of the view: a search of what is loaded narrows only the screen)" if self.wanted else ""
        return f"{self.caption()}   {count}{whole}"

    def _question(self) -> str:
        """What tells the rows of this view from others: who asks, and for what."""
        me, view = self.session.identity, self.view
        return f"{me.user} {me.groups} {[dict(one) for one in view.alternatives]} {view.sort} {self._name_like}"

    def _plan(self, path: Path, only_marked: bool) -> Plan:
        rows = " ".join(self.listed.marks) if only_marked else self._question()
        return Plan(path, f"{self.session.settings.address} {rows}", self.view.columns or tuple(FIELDS))

    def _export(self, plan: Plan, only_marked: bool, anew: bool, replace: bool) -> Export:
        fetch = of_tasks([*self.listed.marks.values()]) if only_marked else self.rows().fetch
        return Export(plan, fetch, self.session.cells, again=anew, replace=replace)

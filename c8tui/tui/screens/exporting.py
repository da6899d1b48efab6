"""Exporting what the inbox shows."""

from __future__ import annotations

import re
from pathlib import Path

from c8tui.model.user_tasks import UserTask
from c8tui.session.export import FIELDS, Export, Plan, of_tasks
from c8tui.tui import clock
from c8tui.tui.list_screen import ListScreen
from c8tui.tui.modals.export import ExportDialog


class Exporting(ListScreen[UserTask]):
    """A list of tasks that can be exported: its filter, its search on the cluster, its sort, its columns."""

    def action_export(self) -> None:
        """Ask for a file and export to it."""
        words = re.sub(r"[^a-z0-9]+", "-", self.caption().split("   ")[0].casefold()).strip("-") or "tasks"
        path = Path.cwd() / f"{words[:40]}-{clock.now().astimezone():%Y-%m-%d}.csv"
        dialog = ExportDialog(
            f"{self.caption()}: {self.count_words()}", path, self._plan, self._export, marked=len(self.listed.marks)
        )
        self.app.push_screen(dialog, lambda said: self.say(said) if said else None)

    def exported_columns(self) -> tuple[str, ...]:
        """The columns by name; those of everything where the view has none of its own."""
        return tuple(FIELDS)

    def question(self) -> str:
        """What tells the rows of this list from others: who asks for what."""
        me = self.session.identity
        return f"{me.user} {' '.join(me.groups)} {self.caption()}"

    def _plan(self, path: Path, only_marked: bool) -> Plan:
        rows = " ".join(self.listed.marks) if only_marked else self.question()
        return Plan(path, f"{self.session.settings.address} {rows}", self.exported_columns())

    def _export(self, plan: Plan, only_marked: bool, anew: bool, replace: bool) -> Export:
        fetch = of_tasks([*self.listed.marks.values()]) if only_marked else self.rows().fetch
        return Export(plan, fetch, again=anew, replace=replace)

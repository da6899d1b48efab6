"""Exporting what the inbox shows: its conditions, the search on the cluster, its sort, its columns."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from c8tui.dates.wire import in_zone
from c8tui.model.user_tasks import UserTask
from c8tui.session.export import FIELDS, Export, ExportPlan, of_records
from c8tui.text import plural
from c8tui.tui import clock
from c8tui.tui.flow import Ui
from c8tui.tui.tasks.views import TaskViews

if TYPE_CHECKING:
    from c8tui.session.session import Session
    from c8tui.tui.screens.list import ListScreen


class Exporting:
    """Exports the view that is shown, or what is marked of it."""

    def __init__(self, ui: Ui, session: Session, screen: ListScreen[UserTask], views: TaskViews) -> None:
        self._ui, self._session, self._screen, self._views = ui, session, screen, views

    async def action_export(self) -> None:
        """Ask for a file and export to it."""
        from c8tui.tui.dialogs.export import ExportDialog

        words = re.sub(r"[^a-z0-9]+", "-", self._title.casefold()).strip("-") or "tasks"
        path = Path.cwd() / f"{words[:40]}-{in_zone(clock.now()):%Y-%m-%d}.csv"
        marked = len(self._screen.listed.marks)
        self._ui.say(await self._ui.open(ExportDialog(self._what(), path, self._plan, self._export, marked=marked)))

    @property
    def _title(self) -> str:
        """The view and its conditions, without its order."""
        return self._views.caption().split("   ")[0]

    def _what(self) -> str:
        """What is exported, in words."""
        rows = self._screen.listed.rows
        count = f"{rows.total:,}{'+' if rows.capped else ''} {plural(rows.total, 'task')}" if rows is not None else ""
        only_here = "   (all of the view: a search of what is loaded narrows only the screen)"
        return f"{self._title}   {count}{only_here if self._screen.search.wanted else ''}"

    def _question(self) -> str:
        """What tells the rows of this view from others: who asks, and for what."""
        me, view = self._session.identity, self._views.view
        above = (view.common,) if view.common else ()
        asked = [dict(one) for one in (*above, *view.alternatives)]
        return f"{me.user} {me.groups} {asked} {view.sort} {self._views.named}"

    def _plan(self, path: Path, only_marked: bool) -> ExportPlan:
        rows = " ".join(self._screen.listed.marks) if only_marked else self._question()
        # The age is that of the moment when somebody looks.
        columns = tuple(name for name in self._views.view.columns or FIELDS if name != "age")
        return ExportPlan(path, f"{self._session.settings.address} {rows}", columns)

    def _export(self, plan: ExportPlan, only_marked: bool, anew: bool, replace: bool) -> Export:
        fetch = of_records([*self._screen.listed.marks.values()]) if only_marked else self._views.rows().fetch
        return Export(plan, fetch, self._session.cells, again=anew, replace=replace)

"""Exporting what a list shows: its conditions and its order, all of it or what is marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from c8tui.dates.wire import in_zone
from c8tui.session.export import Export, ExportPlan, Value, of_records
from c8tui.text import plural
from c8tui.tui import clock

if TYPE_CHECKING:
    from c8tui.tui.screens.list import ListScreen
    from c8tui.tui.screens.query import ListQuery


class ListExporting:
    """Exports a list that is asked for by a query; its columns are those of the list for scripts."""

    def __init__(
        self, screen: ListScreen[Any], list_query: ListQuery[Any], fields: Mapping[str, Callable[[Any], Value]]
    ) -> None:
        self._screen, self._list_query, self._fields = screen, list_query, fields

    async def action_export(self) -> None:
        """Ask for a file and export to it."""
        from c8tui.tui.dialogs.export import ExportDialog

        screen = self._screen
        path = Path.cwd() / f"{re.sub('[^a-z]+', '-', screen.NAME)}-{in_zone(clock.now()):%Y-%m-%d}.csv"
        marked = len(screen.listed.marks)
        screen.ui.say(await screen.ui.open(ExportDialog(self._what(), path, self._plan, self._export, marked=marked)))

    def _what(self) -> str:
        """What is exported, in words."""
        screen, rows = self._screen, self._screen.listed.rows
        more = "+" if rows is not None and rows.capped else ""
        count = f"{rows.total:,}{more} {plural(rows.total, screen.NOUN)}" if rows is not None else ""
        only_here = "   (all of it: a search of what is loaded narrows only the screen)" if screen.search.wanted else ""
        return f"{screen.caption().split('   ')[0]}   {count}{only_here}"

    def _plan(self, path: Path, only_marked: bool) -> ExportPlan:
        query = self._list_query.query
        rows = " ".join(self._screen.listed.marks) if only_marked else f"{dict(query.conditions)} {query.sort}"
        question = f"{self._screen.session.settings.address} {self._screen.NAME} {rows}"
        return ExportPlan(path, question, tuple(self._fields), self._fields, self._screen.NOUN)

    def _export(self, plan: ExportPlan, only_marked: bool, anew: bool, replace: bool) -> Export:
        marked, rows = self._screen.listed.marks.values(), self._screen.rows()
        return Export(plan, of_records([*marked]) if only_marked else rows.fetch, again=anew, replace=replace)

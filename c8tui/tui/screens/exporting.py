"""Exporting a list: what the cluster finds by its query, or what is marked of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from c8tui.dates.wire import in_zone
from c8tui.session.export import Export, ExportPlan, Value, of_records
from c8tui.text import counted
from c8tui.tui import clock

if TYPE_CHECKING:
    from c8tui.tui.screens.list import ListScreen


class ListExport:
    """Exports the rows of a screen with these fields."""

    def __init__(self, screen: ListScreen[Any], fields: Mapping[str, Callable[[Any], Value]]) -> None:
        self._screen, self._fields = screen, fields

    async def action_export(self) -> None:
        """Ask for a file and export to it."""
        from c8tui.tui.dialogs.export import ExportDialog

        screen = self._screen
        words = re.sub(r"[^a-z0-9]+", "-", self._title.casefold()).strip("-") or f"{screen.NOUN}s"
        path = Path.cwd() / f"{words[:40].strip('-')}-{in_zone(clock.now()):%Y-%m-%d}.csv"
        rows, marked = screen.listed.rows, len(screen.listed.marks)
        count = f"{counted(rows.total, screen.NOUN)}{' or more' if rows.capped else ''}" if rows is not None else ""
        only_here = "   (all of the list: a search of what is loaded narrows only the screen)"
        what = f"{self._title}   {count}{only_here if screen.search.wanted else ''}"
        dialog = ExportDialog(what, path, self._plan, self._export, marked=marked, noun=screen.NOUN)
        screen.ui.say(await screen.ui.open(dialog))

    @property
    def _title(self) -> str:
        """What is listed and its conditions, without its order."""
        return self._screen.caption().split("   ")[0]

    def _plan(self, path: Path, only_marked: bool) -> ExportPlan:
        screen = self._screen
        rows = " ".join(screen.listed.marks) if only_marked else screen.caption()
        question = f"{screen.session.settings.address} {rows}"
        return ExportPlan(path, question, tuple(self._fields), self._fields, screen.NOUN)

    def _export(self, plan: ExportPlan, only_marked: bool, anew: bool, replace: bool) -> Export:
        fetch = of_records([*self._screen.listed.marks.values()]) if only_marked else self._screen.rows().fetch
        return Export(plan, fetch, again=anew, replace=replace)

"""Exporting a list: what the cluster finds by its query, or what is marked of it, with the columns that are shown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from c8tui.dates.wire import in_zone
from c8tui.session.export import Export, ExportPlan, of_records
from c8tui.text import counted
from c8tui.tui import clock

if TYPE_CHECKING:
    from c8tui.session.export import Variables
    from c8tui.session.lists import ListSpec
    from c8tui.tui.screens.list import ListScreen


class Exported(Protocol):
    """What a list shows."""

    @property
    def spec(self) -> ListSpec:
        """What the list is."""

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that were chosen; none for the standard ones."""

    @property
    def cells(self) -> Variables:
        """Where the values of columns come from that are no fields."""


class ListExport:
    """Exports the rows of a screen: the columns that were chosen, else the standard fields."""

    def __init__(self, screen: ListScreen[Any], shown: Exported) -> None:
        self._screen, self._shown = screen, shown

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
        screen, spec = self._screen, self._shown.spec
        rows = " ".join(screen.listed.marks) if only_marked else screen.caption()
        question = f"{screen.session.settings.address} {rows}"
        columns = self._shown.names or (*spec.standard, *spec.counted)
        return ExportPlan(path, question, columns, spec.fields, screen.NOUN)

    def _export(self, plan: ExportPlan, only_marked: bool, anew: bool, replace: bool) -> Export:
        fetch = of_records([*self._screen.listed.marks.values()]) if only_marked else self._screen.rows().fetch
        return Export(plan, fetch, self._shown.cells, again=anew, replace=replace)

"""Copying what is asked of the cluster as a line for the shell: of curl, and of the official CLI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from c8tui.tui.screens.selected import shown_record
from c8tui.tui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from c8tui.session.rows import Rows
    from c8tui.tui.host import Host
    from c8tui.tui.screens.command_screen import CommandScreen

ABOUT = "Secrets are left out: a comment in the line says how to set them."


@runtime_checkable
class ListsRows(Protocol):
    """A screen that lists what it asks the cluster for."""

    def rows(self) -> Rows[Any]:
        """A new question to the cluster for the list."""


class CopyAs:
    """What a screen asks, as lines to choose from."""

    def __init__(self, screen: CommandScreen, host: Host) -> None:
        self._screen, self._host = screen, host

    async def action_copy_as(self) -> None:
        """Choose the request and the program, and copy the line."""
        from c8tui.session.copy_as import lines_for

        screen, ui = self._screen, self._screen.ui
        shown = shown_record(screen)
        rows = screen.rows() if shown is None and isinstance(screen, ListsRows) else None
        record = shown[0] if shown else next((listed.current for listed in screen.query(RecordList)), None)
        lines = await lines_for(self._host.session, rows, record)
        choices = [(str(number), line.title) for number, line in enumerate(lines)]
        chosen = lines[int(await ui.choose("Copy as", choices, about=ABOUT))]
        ui.copy(chosen.text, chosen.title)

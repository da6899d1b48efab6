"""What a command is about that knows no screen: the rows of a list, or the one record that a screen shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from c8tui.tui.widgets.record_list import RecordList, targets_of

if TYPE_CHECKING:
    from c8tui.tui.screens.command_screen import CommandScreen


@runtime_checkable
class ShowsRecord(Protocol):
    """A part of a screen that is about one record."""

    @property
    def record(self) -> tuple[Any, str] | None:
        """That record and its key; None while it is not known."""


def shown_record(screen: CommandScreen) -> tuple[Any, str] | None:
    """The record that the screen is about; None where it lists several."""
    return next((part.record for part in (screen, *screen.parts) if isinstance(part, ShowsRecord)), None)


def selected_rows(screen: CommandScreen) -> list[tuple[Any, str]]:
    """The record of the screen, else what is marked or under the cursor, each with its key."""
    if (shown := shown_record(screen)) is not None:
        return [shown]
    found: list[tuple[Any, str]] = []
    for listed in screen.query(RecordList):
        if listed.rows is not None:
            found += [(item, listed.rows.key_of(item)) for item in targets_of(listed)]
    return found

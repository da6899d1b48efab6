"""The commands on incidents."""

from __future__ import annotations

from c8tui.model.incidents import Incident
from c8tui.session import rules
from c8tui.tui.commands.command import Command, Context, on_a_row
from c8tui.tui.commands.common import (
    FILTER,
    LAST_RUN,
    LOAD_ALL,
    MARKS,
    OPEN,
    PANES,
    RELATED,
    SEARCH,
    SORT,
    SORT_COLUMN,
    SORT_LOADED,
    UNDO,
)


class IncidentContext(Context, frozen=True, kw_only=True):
    """An incident is selected, or none."""

    incident: Incident | None = None


def _active(context: IncidentContext) -> str | None:
    return rules.why_not_resolve(context.incident)


INCIDENT_COMMANDS: tuple[Command[IncidentContext], ...] = (
    Command("resolve", ("x",), "resolve", "Resolve it: retries for its job, then another try; looked at again after",
            "Incident", _active, writes=True, many=True, bar=True, also="retry again fix repair restart"),
    Command("resolve_with", ("e",), "with variables", "Change variables of its scope, then resolve it, in one go",
            "Incident", _active, writes=True, opens=True, also="edit data json payload fix"),
    UNDO,
    LAST_RUN,
    *MARKS,
    Command("groups", ("v",), "groups", "The incidents by message and by process, with how many; enter narrows to one",
            "List", bar=True, opens=True, also="views statistics count same error cause"),
    FILTER,
    SORT,
    SORT_COLUMN,
    SORT_LOADED,
    SEARCH,
    LOAD_ALL,
    OPEN,
    Command("copy", ("y",), "copy", "Copy the key of the incident; where it is open, its whole message", "List",
            on_a_row, also="yank id stack trace"),
    Command("copy_more", ("Y",), "copy", "Choose what of the incident to copy: its message, its keys", "List",
            on_a_row),
    Command("export", ("E",), "export", "Write what the list shows to a file, as CSV or JSON lines", "List",
            also="save download excel"),
    RELATED,
    *PANES,
)  # fmt: skip

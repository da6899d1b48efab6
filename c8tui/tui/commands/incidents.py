"""The commands on incidents."""

from __future__ import annotations

from msgspec.structs import replace

from c8tui.model.incidents import Incident
from c8tui.session import rules
from c8tui.tui.commands.command import Command, Context, on_a_row
from c8tui.tui.commands.common import LAST_RUN, LIST, MARKS, PANES, RELATED, UNDO, VIEWS


class IncidentContext(Context, frozen=True, kw_only=True):
    """An incident is selected, or none."""

    incident: Incident | None = None


def _active(context: IncidentContext) -> str | None:
    return rules.why_not_resolve(context.incident)


INCIDENT_COMMANDS: tuple[Command[IncidentContext], ...] = (
    Command("resolve", ("x",), "resolve", "Resolve it: retries for its job, then another try; looked at again after",
            "Incident", _active, writes=True, many=True, bar=True, also="retry again fix repair restart"),
    Command("resolve_with", ("e",), "with variables", "Change variables of its scope, then resolve it, in one go; of"
            " what is marked, one variable in each", "Incident", _active, writes=True, many=True, opens=True,
            also="edit data json payload fix"),
    UNDO,
    LAST_RUN,
    *MARKS,
    Command("groups", ("number_sign",), "groups",
            "The incidents by message and by process, with how many; enter narrows to one", "List", opens=True,
            bar=True, also="statistics count same error cause"),
    replace(VIEWS, bar=False),  # at 80 columns groups and open have the room
    *(one for one in LIST if one is not VIEWS),
    Command("copy", ("y",), "copy", "Copy the key of the incident; where it is open, its whole message", "List",
            on_a_row, also="yank id stack trace"),
    Command("copy_more", ("Y",), "copy", "Choose what of the incident to copy: its message, its keys", "List",
            on_a_row),
    RELATED,
    *PANES,
)  # fmt: skip

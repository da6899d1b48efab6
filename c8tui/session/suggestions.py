"""Suggestions for the conditions of a filter: processes by name, elements, people, groups, tenants.

They come from the definitions of the cluster and from what is loaded: the API lets few callers list users and groups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from c8tui.errors import C8Error

if TYPE_CHECKING:
    from c8tui.session.identity import Identity
    from c8tui.session.process_names import ProcessNames
    from c8tui.session.task_position import TaskPositions

MOST_MODELS = 10
"""Processes whose BPMN is read for the names of their elements."""
OWN = frozenset({"type", "worker", "error_code", "decision_definition_id", "decision_definition_name", "business_id"})
"""Conditions that are suggested as the loaded rows have them."""


class Suggestion(Struct, frozen=True):
    """What may stand in a condition, and the name that people know it by."""

    text: str
    name: str = ""


class Suggestions(Struct):
    """Suggests values for the fields of a filter."""

    processes: ProcessNames
    positions: TaskPositions
    identity: Callable[[], Identity]

    def knows(self, field: str) -> bool:
        """Whether there is anything to suggest for a condition."""
        return field in OWN or field in _SUGGESTED

    async def of(self, field: str, loaded: Iterable[Any]) -> tuple[Suggestion, ...]:
        """Suggestions for a condition, by their names; `loaded` are the rows of the list.

        What the cluster does not answer is left out: it is only a help.
        """
        rows, found = [*loaded], dict[str, Suggestion]()
        for one in [*self._seen(field, rows), *await self._asked(field, rows)]:
            if one.text and (one.text not in found or one.name):
                found[one.text] = one
        return tuple(sorted(found.values(), key=lambda one: (one.name or one.text).casefold()))

    def _seen(self, field: str, rows: list[Any]) -> Iterator[Suggestion]:
        """Those of the loaded rows, and of who we are."""
        me = self.identity()
        if field in ("assignee", "candidate_user"):
            yield from map(Suggestion, filter(None, (me.user,)))
            for row in rows:
                yield from map(Suggestion, filter(None, (row.assignee, *row.candidate_users)))
        elif field == "candidate_group":
            yield from map(Suggestion, me.groups)
            for row in rows:
                yield from map(Suggestion, row.candidate_groups)
        else:
            named = _NAMES.get(field, "")
            for row in rows:
                yield Suggestion(getattr(row, field, None) or "", getattr(row, named, None) or "")

    async def _asked(self, field: str, rows: list[Any]) -> list[Suggestion]:
        """Those that the cluster is asked for."""
        found: list[Suggestion] = []
        with suppress(C8Error):
            if field == "process_definition_id":
                found += (
                    Suggestion(one.process_definition_id, one.name or "") for one in await self.processes.latest()
                )
            elif field == "tenant_id":
                found += (Suggestion(one.tenant_id) for one in await self.processes.latest())
            elif field == "element_id":
                keys = dict.fromkeys(getattr(row, "process_definition_key", "") for row in rows)
                for key in [*filter(None, keys)][:MOST_MODELS]:
                    steps = await self.positions.steps(key)
                    found += (Suggestion(element_id, name) for element_id, name in steps.items())
        return found


_NAMES = {"process_definition_id": "process_name", "element_id": "name"}
"""The field of a row that names what another one identifies."""
_SUGGESTED = frozenset(
    {"assignee", "candidate_user", "candidate_group", "process_definition_id", "element_id", "tenant_id"}
)

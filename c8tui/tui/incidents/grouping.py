"""The incidents in groups, by message and by process: a group is gone to, and there marked as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from c8tui.session.incident_groups import Group, Groups, groups
from c8tui.session.incidents import IncidentQuery
from c8tui.text import visible

if TYPE_CHECKING:
    from c8tui.model.incidents import Incident
    from c8tui.tui.screens.list import ListScreen
    from c8tui.tui.screens.query import ListQuery

WIDTH = 58
"""Cells of what a group is called."""


class Grouping:
    """Asks for the groups and narrows the list to one."""

    def __init__(self, screen: ListScreen[Incident], list_query: ListQuery[IncidentQuery]) -> None:
        self._screen, self._list_query = screen, list_query

    async def action_groups(self) -> None:
        """Choose a group; the list narrows to it, and escape comes back."""
        from c8tui.tui.incidents.groups_dialog import GroupsDialog

        screen, rows = self._screen, self._screen.listed.rows
        total = f"{rows.total:,}{'+' if rows.capped else ''}" if rows is not None else "0"
        counting = groups(screen.session.incidents, [*screen.listed.loaded()], total)
        found = await screen.ui.newest("groups", counting)
        choices = dict(_choices(found))
        if not choices:
            screen.ui.say("No active incidents, or no permission to count them", "warn")
            return
        titles = [(id_, _line(id_, group)) for id_, group in choices.items()]
        chosen = choices[await screen.ui.open(GroupsDialog("Groups", titles, titles[0][0], found.counted))]
        query = self._list_query.query
        self._list_query.ask(IncidentQuery(sort=query.sort, conditions=chosen.conditions))
        screen.ui.say("m enter marks all of it, x resolves what is marked, esc goes back")


def _choices(found: Groups) -> Iterator[tuple[str, Group]]:
    for name, several in (("error", found.by_error), ("process", found.by_process)):
        yield from ((f"{name} {number}", group) for number, group in enumerate(several))


def _line(id_: str, group: Group) -> str:
    title = visible(group.title.replace("\n", " ") or "no message", WIDTH)
    return f"{group.number:>7,}  {id_.partition(' ')[0]:<8} {title}"

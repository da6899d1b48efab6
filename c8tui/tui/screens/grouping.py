"""The records of a list in groups: one is gone to, and there marked as a whole."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from c8tui.session.groups import Group, Groups
from c8tui.text import visible

if TYPE_CHECKING:
    from c8tui.tui.screens.list import ListScreen
    from c8tui.tui.screens.query import ListQuery

T = TypeVar("T")
WIDTH = 58
"""Cells of what a group is called."""


class Grouping(Generic[T]):
    """Asks for the groups and narrows the list to one."""

    def __init__(
        self,
        screen: ListScreen[T],
        list_query: ListQuery[Any],
        groups: Callable[[Sequence[T], str], Awaitable[Groups]],
        *,
        none: str,
        then: str,
    ) -> None:
        """`groups` gets what is loaded, and of how many; `none` is said where there are none, `then` of one group."""
        self._screen, self._list_query, self._groups = screen, list_query, groups
        self._none, self._then = none, then

    async def action_groups(self) -> None:
        """Choose a group; the list narrows to it, and escape comes back."""
        from c8tui.tui.dialogs.groups import GroupsDialog

        screen, rows = self._screen, self._screen.listed.rows
        total = f"{rows.total:,}{'+' if rows.capped else ''}" if rows is not None else "0"
        found = await screen.ui.newest("groups", self._groups([*screen.listed.loaded()], total))
        choices = dict(_choices(found))
        if not choices:
            screen.ui.say(self._none, "warn")
            return
        titles = [(id_, _line(id_, group)) for id_, group in choices.items()]
        chosen = choices[await screen.ui.open(GroupsDialog("Groups", titles, titles[0][0], found.counted))]
        self._list_query.ask(self._list_query.query.by(chosen.conditions))
        screen.ui.say(self._then)


def _choices(found: Groups) -> Iterator[tuple[str, Group]]:
    for name, several in found.by.items():
        yield from ((f"{name} {number}", group) for number, group in enumerate(several))


def _line(id_: str, group: Group) -> str:
    more = f"   {group.more}" if group.more else ""
    title = visible(group.title.replace("\n", " ") or "no message", WIDTH - len(more))
    return f"{group.number:>7,}  {id_.partition(' ')[0]:<8} {title}{more}"

"""Sorting by a column: by a click on its title or from a list, on the cluster where it can, else what is loaded."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from c8tui.model.search import Sort
from c8tui.session.query import Order
from c8tui.text import counted

if TYPE_CHECKING:
    from c8tui.tui.screens.base import BaseScreen
    from c8tui.tui.screens.search import Search
    from c8tui.tui.widgets.columns import Column
    from c8tui.tui.widgets.record_list import RecordList

RISING, FALLING = "^", "v"


@runtime_checkable
class ClusterOrder(Protocol):
    """A part of a list whose order is the cluster's."""

    @property
    def first_key(self) -> Sort | None:
        """By what the cluster sorts first."""

    def order_by(self, field: str) -> Order | None:
        """The order by a field, where this cluster sorts by it."""

    async def sort_by(self, sort: Sort) -> None:
        """Ask the cluster for this order."""


@runtime_checkable
class FillsColumns(Protocol):
    """A part that fetches cells after their rows."""

    def fetch_soon(self) -> None:
        """Other rows are in sight."""

    def sorted_loaded(self) -> None:
        """What is loaded is sorted otherwise."""


class ColumnSort:
    """Sorts one list; the title of the column that it is sorted by says so."""

    def __init__(self, screen: BaseScreen, listed: RecordList[Any], search: Callable[[], Search[Any]]) -> None:
        """`search` gives what the list is searched and sorted with."""
        self._screen, self._listed, self._get_search = screen, listed, search

    @property
    def _search(self) -> Search[Any]:
        return self._get_search()

    @property
    def _cluster(self) -> ClusterOrder | None:
        return next((part for part in self._screen.parts if isinstance(part, ClusterOrder)), None)

    def _order(self, column: Column[Any]) -> Order | None:
        """How the cluster sorts by a column; None where it does not."""
        cluster = self._cluster
        return cluster.order_by(column.order) if cluster is not None and column.order else None

    def _sorted(self) -> tuple[str, str]:
        """The title of the column that the list is sorted by, and the mark behind it; empty where there is none."""
        search, cluster = self._search, self._cluster
        if search.sorted_by:
            return search.sorted_by, FALLING if search.falling else RISING
        sort = cluster.first_key if cluster is not None else None
        if sort is None:
            return "", ""
        title = next((one.title for one in self._listed.columns if one.order == sort.field), "")
        return title, FALLING if sort.order == "DESC" else RISING

    def mark(self) -> None:
        """Say at its title which column the list is sorted by."""
        self._listed.mark_sorted(*self._sorted())

    async def action_sort_column(self) -> None:
        """Choose the column; the one that the list is sorted by is turned round."""
        columns = {column.title: column for column in self._listed.columns}
        choices = [(title, f"{title:<18}{self._words(column)}") for title, column in columns.items()]
        await self.by(columns[await self._screen.ui.choose("Sort by column", choices, self._sorted()[0])])

    def _words(self, column: Column[Any]) -> str:
        """What choosing a column means."""
        order, cluster = self._order(column), self._cluster
        if order is None or cluster is None:
            return "only what is loaded"
        return order.words(self._next(order, cluster))

    def _next(self, order: Order, cluster: ClusterOrder) -> Sort:
        """The sort key that comes of choosing an order: turned round where the list is sorted so already."""
        return order.after(None if self._search.sorted_by else cluster.first_key)

    async def by(self, column: Column[Any]) -> None:
        """Sort by a column; by the one that the list is sorted by, the other way round."""
        search, order, cluster = self._search, self._order(column), self._cluster
        self._screen.ui.hush()  # what was said of the order before, where no key has taken it away
        if order is not None and cluster is not None:
            sort = self._next(order, cluster)
            search.sorted_by, search.falling = "", False
            await cluster.sort_by(sort)
            return
        search.falling = search.sorted_by == column.title and not search.falling
        search.sorted_by = column.title
        search.again()
        self._listed.action_jump(0)
        for part in self._screen.parts:
            if isinstance(part, FillsColumns):
                part.sorted_loaded()
        number = counted(len([*self._listed.loaded()]), "row")
        self._screen.ui.say(f"sorted the {number} that are loaded; the cluster does not sort by {column.title}")

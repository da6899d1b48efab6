"""The order of the view that the inbox shows, as its titles tell and change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from c8tui.model.search import Sort
from c8tui.session.query import Order
from c8tui.session.task_filters import schema
from c8tui.tui.tasks.views import TaskViews

if TYPE_CHECKING:
    from c8tui.session.session import Session

MOST_KEYS = 3
"""Sort keys that a view has when one is put before the others."""


class ViewOrder:
    """Sorts the view by a column of the list; what was first comes second."""

    def __init__(self, session: Session, views: TaskViews) -> None:
        self._session, self._views = session, views

    @property
    def first_key(self) -> Sort | None:
        """By what the view is sorted first."""
        return next(iter(self._views.view.sort), None)

    def order_by(self, field: str) -> Order | None:
        """The order by a field, where this cluster sorts tasks by it."""
        known = schema(self._session.identity).on(self._session.topology.gateway_version)
        return next((one for one in known.orders if one.field == field), None)

    async def sort_by(self, sort: Sort) -> None:
        """Show the view in this order."""
        view = self._views.view
        rest = tuple(key for key in view.sort if key.field != sort.field)
        await self._views.change(replace(view, sort=(sort, *rest)[:MOST_KEYS]))

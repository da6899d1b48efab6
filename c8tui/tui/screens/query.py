"""Asking the cluster for a list in its own terms: `f` filters, `s` sorts, escape takes filters back one by one."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from msgspec.structs import replace

from c8tui.model.search import Sort
from c8tui.session.query import Condition, Order, Query, QuerySchema
from c8tui.session.rows import Rows
from c8tui.tui.fields import Field
from c8tui.tui.flow import Ui
from c8tui.tui.history import CameBy
from c8tui.tui.screens.list import OR_NO_PERMISSION
from c8tui.tui.screens.search import ClusterSearch, plain_text_only

if TYPE_CHECKING:
    from c8tui.tui.screens.list import ListScreen

Q = TypeVar("Q", bound=Query)
MOST_STEPS = 50
"""Queries that escape can go back through."""


class AskedList(Protocol):
    """The use case that is asked for a list."""

    @property
    def now(self) -> Callable[[], datetime]:
        """What "now" means in a query."""

    @property
    def schema(self) -> QuerySchema:
        """What this cluster can be asked."""

    def rows(self, query: Any) -> Rows[Any]:
        """The records that a query is about."""


class ListQuery(Generic[Q]):
    """What a list is about: `query` is asked now, and escape goes back to those before it."""

    def __init__(
        self,
        screen: ListScreen[Any],
        asked: AskedList,
        plain: Q,
        *,
        what: str,
        about: str,
        names: Callable[[Any], Iterable[str | None]],
        text_field: str = "",
    ) -> None:
        """`asked` is asked, `plain` first; `what` is listed, for the titles of dialogs; `about`: good to know of it.

        `names` are those of a row by which the list may be narrowed on the `:` line; `text_field` is the condition by
        which the cluster finds a part of a text.
        """
        self._names = names
        self._screen, self._asked, self.schema, self.now = screen, asked, asked.schema, asked.now
        self.what, self.about = what, about
        self.query: Q = plain
        self.plain: Q = plain
        self.listeners: list[Callable[[], object]] = []
        """What is called when something else is asked, before it is listed."""
        self._before: list[Q] = []
        self._to_open = ""
        """The key of the row that is to be opened as soon as it is listed."""
        if text_field:
            screen.search.cluster = TextOnCluster(self, asked.schema, text_field, asked.now)

    def rows(self) -> Rows[Any]:
        """What is asked for now."""
        return self.rows_of(self.query)

    def rows_of(self, query: Query) -> Rows[Any]:
        """What a query asks for."""
        return self._asked.rows(query)

    def names_on_line(self) -> Iterator[str]:
        """By which names the list may be narrowed, of what is loaded."""
        for item in self._screen.listed.loaded():
            yield from filter(None, self._names(item))

    @property
    def is_plain(self) -> bool:
        """Whether nothing but the first question is asked."""
        return self.query == self.plain

    def ask(self, query: Q) -> None:
        """Ask another query; escape goes back to the one before."""
        before = [*self._before, self.query][-MOST_STEPS:] if query != self.query else self._before
        self._show(query, before, CameBy.ASKED)

    def ask_instead(self, query: Q) -> None:
        """Ask another query in place of the one that is asked."""
        self._show(query, self._before, CameBy.CHANGED)

    def _show(self, query: Q, before: list[Q], step: CameBy) -> None:
        places = self._screen.host.navigation
        places.look()
        self.query, self._before, self._to_open = query, before, ""
        self._screen.search.wanted = ""
        self._screen.pane.close()
        for changed in self.listeners:
            changed()
        self._screen.restart()
        places.note(step)

    @property
    def asked(self) -> object:
        """What the history knows the place by."""
        return self.query

    def asked_again(self) -> Callable[[], object]:
        """What asks the same again."""
        return partial(self._show, self.query, self._before, CameBy.CHANGED)

    def ask_and_open(self, query: Q, key: str) -> None:
        """Open the row with this key: at once where it is selected, else as soon as the query has found it."""
        if self._is_at(key):
            self._screen.pane.action_open()
        else:
            self.ask(query)
            self._to_open = key

    def _is_at(self, key: str) -> bool:
        current = self._screen.current
        return current is not None and self._screen.listed.key_of(current) == key

    def answered(self) -> None:
        """What was to be opened when it is listed is."""
        if self._to_open:
            key, self._to_open = self._to_open, ""
            self._screen.listed.go_to(key)
            if self._is_at(key):
                self._screen.pane.action_open()

    @property
    def depth(self) -> int:
        """How many queries were asked before."""
        return len(self._before)

    def back(self) -> bool:
        """Ask the query before; False when there is none."""
        if not self._before:
            return False
        *before, query = self._before
        self._show(query, before, CameBy.OUT)
        return True

    # The order

    @property
    def first_key(self) -> Sort | None:
        """By what the cluster sorts."""
        return self.query.sort

    def order_by(self, field: str) -> Order | None:
        """The order by a field, where this cluster sorts by it."""
        return next((one for one in self.schema.orders if one.field == field), None)

    async def sort_by(self, sort: Sort) -> None:
        """Ask for this order, which stays when conditions are taken back."""
        self._before = [replace(one, sort=sort) for one in self._before]
        self.ask_instead(replace(self.query, sort=sort))

    # Dialogs

    async def action_sort(self) -> None:
        """Choose the order; the one that stands is turned round."""
        sort = self.query.sort
        about = f"The cluster sorts. Now: {self.schema.sort_words(sort)}."
        await self.sort_by(await chosen_order(self._screen.ui, self.schema, sort, about))

    # What is said

    def words(self, told: Container[str] = ()) -> str:
        """The conditions and the order, as they follow what is listed, without the conditions `told` otherwise."""
        asked = {name: words for name, words in self.query.conditions.items() if name not in told}
        conditions = "".join(f" + {one}" for one in self.schema.condition_words(asked))
        return f"{conditions}   {self.schema.sort_words(self.query.sort)}"

    def empty_words(self, empty: str) -> str:
        """What an empty list means; `empty` where nothing was asked for."""
        if not self.query.conditions:
            return empty
        back = ", esc goes back" if self._before else ""
        return f"No {self.what} match. {OR_NO_PERMISSION}\nf changes the filter{back}."


class TextOnCluster(ClusterSearch):
    """Asks the cluster for what has a text somewhere in one field."""

    def __init__(
        self, list_query: ListQuery[Any], schema: QuerySchema, field: str, now: Callable[[], datetime]
    ) -> None:
        self._query, self._schema, self._field, self._now = list_query, schema, field, now
        self.what = next(one.title for one in schema.conditions if one.field == field).casefold()

    def wrong(self, text: str) -> str:
        return plain_text_only(text) or self._schema.check(self._field, _anywhere(text), self._now()) or ""

    def ask(self, text: str) -> None:
        query = self._query.query
        self._query.ask(query.by({**query.conditions, self._field: _anywhere(text)}))


def _anywhere(text: str) -> str:
    """The pattern of what contains a text; one with wildcards is a pattern already."""
    text = text.strip()
    return text if not text or "*" in text or "?" in text else f"*{text}*"


def condition_field(schema: QuerySchema, one: Condition, value: str, now: Callable[[], datetime]) -> Field:
    """The field of a dialog in which a condition is written."""

    def rule(words: str) -> str | None:
        return schema.check(one.field, words, now())

    def meaning(words: str) -> str:
        return one.in_words(words, now()) if one.in_words is not None else ""

    return Field(one.field, one.title, value, one.example, rule, meaning if one.in_words is not None else None)


def suggesting(field: Field, screen: ListScreen[Any]) -> Field:
    """The field of a condition with what the cluster and the rows of the screen suggest for it."""
    suggestions = screen.session.suggestions
    if not suggestions.knows(field.id):
        return field
    return replace(field, suggestions=lambda: suggestions.of(field.id, screen.listed.loaded()))


async def chosen_order(ui: Ui, schema: QuerySchema, sort: Sort | None, about: str) -> Sort:
    """The sort key that a person chooses; the one that stands is turned round. Raises Cancelled."""
    orders = {one.field: one for one in schema.orders}
    stands = sort.field if sort is not None else ""

    def title(order: Order) -> str:
        turned = order.words(order.after(sort))
        return f"{order.title:<21}{'turned: ' if order.field == stands else ''}{turned}"

    choices = [(name, title(order)) for name, order in orders.items()]
    return orders[await ui.choose("Sort", choices, stands if stands in orders else "", about)].after(sort)

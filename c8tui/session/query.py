"""What a list can be asked: the fields that the cluster filters and sorts it by, and a query made of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from c8tui.model.search import Filter, Page, PageRequest, Search, Sort
from c8tui.model.versions import OLDEST, Version, has
from c8tui.session.filter_syntax import NotWords

if TYPE_CHECKING:
    from c8tui.api.wire import Wire

F = TypeVar("F", bound=Filter)
T = TypeVar("T")


class Condition(Struct, frozen=True):
    """A field of a filter: its title, how words become its value, and an example of them."""

    field: str
    title: str
    read: Callable[[str, datetime], Any]
    """With the words and the time that is now. Raises NotWords."""
    example: str
    since: Version = OLDEST
    in_words: Callable[[str, datetime], str] | None = None
    """What words mean now, where that is not what they say."""


class Order(Struct, frozen=True):
    """A field that the cluster sorts by, and either direction in words."""

    field: str
    title: str
    up: str = "a to z"
    down: str = "z to a"
    first: Literal["ASC", "DESC"] = "ASC"
    """The direction that is wanted first."""
    since: Version = OLDEST

    def words(self, sort: Sort) -> str:
        """The direction of a sort by this field."""
        return self.up if sort.order == "ASC" else self.down

    def after(self, sort: Sort | None) -> Sort:
        """What choosing this order means: where it stands already, it is turned round."""
        if sort is None or sort.field != self.field:
            return Sort(self.field, self.first)
        return Sort(self.field, "DESC" if sort.order == "ASC" else "ASC")


class Query(Struct, frozen=True):
    """What is asked of a list: conditions as words by field, all of which must hold, and the first sort key."""

    sort: Sort
    conditions: Mapping[str, str] = field(default_factory=dict)
    view: str = ""
    """The id of the view that it began with; "" for none."""

    def by(self, conditions: Mapping[str, str]) -> Self:
        """The same query with other conditions; empty ones are none."""
        kept = {name: words.strip() for name, words in conditions.items() if words.strip()}
        return replace(self, conditions=kept)


class QuerySchema(Struct, frozen=True):
    """All that a list can be asked by one version of the cluster."""

    conditions: tuple[Condition, ...]
    orders: tuple[Order, ...]

    def on(self, gateway_version: str) -> QuerySchema:
        """What is left of it on a cluster of that version."""
        return QuerySchema(
            tuple(one for one in self.conditions if has(gateway_version, one.since)),
            tuple(one for one in self.orders if has(gateway_version, one.since)),
        )

    def read(self, conditions: Mapping[str, str], now: datetime) -> dict[str, Any]:
        """The values of a filter, bare for equality, by field. Raises NotWords."""
        known = {one.field: one for one in self.conditions}
        if unknown := conditions.keys() - known.keys():
            raise NotWords(f"this cluster does not filter by {', '.join(sorted(unknown))}")
        return {name: known[name].read(words, now) for name, words in conditions.items()}

    def check(self, name: str, words: str, now: datetime) -> str | None:
        """What is wrong with the words of a field, as the rule of a form's field; None for nothing."""
        try:
            self.read({name: words.strip()} if words.strip() else {}, now)
        except NotWords as wrong:
            return wrong.detail
        return None

    def order_of(self, sort: Sort) -> Order | None:
        """The order that a sort key is of."""
        return next((one for one in self.orders if one.field == sort.field), None)

    def sort_words(self, sort: Sort) -> str:
        """A sort key in words: `name (a to z)`."""
        order = self.order_of(sort)
        return f"{order.title} ({order.words(sort)})" if order else sort.field.replace("_", " ")

    def condition_words(self, conditions: Mapping[str, str]) -> Iterator[str]:
        """Each condition in words, in the order of the fields: `version = 2`, `due < now`."""
        for one in self.conditions:
            if words := conditions.get(one.field):
                yield f"{one.title[:1].lower()}{one.title[1:]} {'' if _has_operator(words) else '= '}{words}"


def _has_operator(words: str) -> bool:
    """Whether words begin with an operator, as `< now` does and `<default>` does not."""
    return words.startswith("not ") or (words[0] in "<>" and not words.endswith(">"))


@dataclass(slots=True)
class Searchable:
    """Records that a list can be asked for, on a cluster of some version, in the tenant of a profile."""

    full_schema: ClassVar[QuerySchema]
    """What the newest version can be asked."""
    wire: Wire
    tenant_id: str | None = None
    gateway_version: str = ""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    """What "now" means in a query."""

    @property
    def schema(self) -> QuerySchema:
        """What this cluster can be asked."""
        return self.full_schema.on(self.gateway_version)

    def filtered(self, query: Query) -> dict[str, Any]:
        """The values of a filter: what the conditions say, in the tenant of the profile unless they name one.

        Raises NotWords for conditions that are none.
        """
        return {"tenant_id": self.tenant_id, **self.schema.read(query.conditions, self.now())}


def then(first: Sort, *more: Sort) -> tuple[Sort, ...]:
    """Sort keys: the chosen one, and behind it those that decide where it does not."""
    return (first, *(key for key in more if key.field != first.field))


def exactly(words: str, _: datetime) -> str:
    """What has to be met letter by letter."""
    return words


def fetching(
    search: Callable[[Search[F]], Awaitable[Page[T]]], wanted: Callable[[], F], sort: tuple[Sort, ...]
) -> Callable[[PageRequest], Awaitable[Page[T]]]:
    """What fetches the pages of a query by `search`. Its filter is made by `wanted` whenever a first page is asked for.

    So what is relative to now is so for all pages of one list, also for those that are asked for by number.
    """
    filter_: F | None = None

    async def fetch(page: PageRequest) -> Page[T]:
        nonlocal filter_
        if filter_ is None or (page.after is None and not page.from_):
            filter_ = wanted()
        return await search(Search(filter=filter_, sort=sort, page=page))

    return fetch

"""What every search takes and gives: filter conditions, sort, the four page forms, a page of items."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Generic, Literal, TypeAlias, TypeVar

import msgspec

from c8tui.errors import Refusal
from c8tui.model.base import Record

MAX_LIMIT = 10_000
"""The largest page the API gives."""

T = TypeVar("T")


def camel(name: str) -> str:
    """`user_task_key` -> `userTaskKey`, as msgspec's own renaming does it."""
    first, *rest = name.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def _operator(name: str) -> str:
    """`not_in` -> `$notIn`, `in_` -> `$in`."""
    return "$" + camel(name.rstrip("_"))


class Op(msgspec.Struct, frozen=True, omit_defaults=True, rename=_operator):
    """Conditions on one field, all of which must hold. A bare value instead of an `Op` means equality.

    Which fields take which operators differs by field and version; the filters below say so.
    """

    eq: Any = None
    neq: Any = None
    exists: bool | None = None
    gt: Any = None
    gte: Any = None
    lt: Any = None
    lte: Any = None
    in_: tuple[Any, ...] | None = None
    not_in: tuple[Any, ...] | None = None
    like: str | None = None
    """`*` any text, `?` one character, backslash escapes them."""


Text: TypeAlias = str | Op
Number: TypeAlias = int | Op
Key: TypeAlias = str | Op
Moment: TypeAlias = str | Op


class VariableMatch(msgspec.Struct, frozen=True, rename="camel"):
    """A condition on one variable; `value` compares with its serialized JSON, so text needs its quotes."""

    name: str
    value: Text


class Filter(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel", kw_only=True):
    """Conditions that all must hold; what is None is not asked for."""

    sort_fields: ClassVar[frozenset[str]] = frozenset()
    """The fields that the API sorts this resource by."""


class Sort(msgspec.Struct, frozen=True, rename="camel"):
    """One sort key: a field name as this code spells it, and `ASC` or `DESC`."""

    field: str
    order: Literal["ASC", "DESC"] = "ASC"


class PageRequest(msgspec.Struct, frozen=True, omit_defaults=True, rename={"from_": "from"}, kw_only=True):
    """Which page: `limit` alone, with `from_`, with `after`, or with `before` (cursors of an earlier page)."""

    limit: int | None = None
    from_: int | None = None
    after: str | None = None
    before: str | None = None

    def __post_init__(self) -> None:
        if sum(given is not None for given in (self.from_, self.after, self.before)) > 1:
            raise Refusal("a page is asked for by from, after or before, and only by one of them")
        if self.limit is not None and not 1 <= self.limit <= MAX_LIMIT:
            raise Refusal(f"a page holds 1 to {MAX_LIMIT:,} items, not {self.limit:,}")


F = TypeVar("F", bound=Filter)


class Search(msgspec.Struct, Generic[F], frozen=True, kw_only=True):
    """A question to a search endpoint. A sort field that the API lacks is refused when the search is built."""

    filter: F
    sort: tuple[Sort, ...] = ()
    page: PageRequest = PageRequest()

    def __post_init__(self) -> None:
        for key in self.sort:
            if key.field not in self.filter.sort_fields:
                known = ", ".join(sorted(self.filter.sort_fields))
                raise Refusal(f"the API does not sort by {key.field}; it sorts by {known}")

    def body(self) -> dict[str, Any]:
        """The JSON body to send."""
        sort = [{"field": camel(key.field), "order": key.order} for key in self.sort]
        parts = {"filter": self.filter, "sort": sort, "page": self.page}
        return {name: part for name, part in parts.items() if part not in ([], PageRequest())}

    def at(self, page: PageRequest) -> Search[F]:
        """The same question for another page."""
        return msgspec.structs.replace(self, page=page)


class PageInfo(Record, frozen=True, kw_only=True):
    """Where in the result a page lies. `total_items` is a lower bound when `has_more_total_items`, None if not said."""

    total_items: int | None = None
    has_more_total_items: bool = False
    start_cursor: str | None = None
    end_cursor: str | None = None


class Page(Record, Generic[T], frozen=True, kw_only=True):
    """A page of a search."""

    items: tuple[T, ...]
    page: PageInfo = PageInfo()
    left_out: int = msgspec.field(default=0, name="")
    """Items that came and cannot be read, for want of a key; no member of the answer."""
    why_left_out: str = msgspec.field(default="", name=" ")

    @staticmethod
    def mended(members: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a server means that writes null for an empty list: nothing, where it counted nothing."""
        info = members.get("page")
        if members.get("items", ()) is None and isinstance(info, dict) and info.get("totalItems") == 0:
            return {**members, "items": []}
        return members

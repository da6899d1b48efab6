"""The element instances of a process instance as a tree whose scopes are fetched page by page as they are opened.

All of it is one numbered list: an open scope is followed by what is in it. So a list that fetches what is in sight
shows a hundred thousand element instances in constant memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from c8tui.api import process_instances
from c8tui.model.process_instances import ElementInstance, ElementInstanceFilter
from c8tui.model.search import Page, PageInfo, PageRequest, Search, Sort
from c8tui.session.rows import PAGE_SIZE, Rows

if TYPE_CHECKING:
    from c8tui.api.wire import Wire

SCOPES = frozenset({"SUB_PROCESS", "EVENT_SUB_PROCESS", "AD_HOC_SUB_PROCESS", "AD_HOC_SUB_PROCESS_INNER_INSTANCE",
                    "MULTI_INSTANCE_BODY"})  # fmt: skip
"""Types of element instances that have others in them."""
_OLDEST_FIRST = (Sort("element_instance_key"),)


class TreeRow(Struct, frozen=True):
    """One line of the tree; at depth 0 stands the process instance itself."""

    element: ElementInstance
    depth: int
    is_open: bool = False

    @property
    def has_inside(self) -> bool:
        """Whether it can be opened."""
        return self.depth == 0 or self.element.type in SCOPES


class OpenScope(Struct):
    """A scope that is open: how many are in it, and which of these are open themselves, by their place."""

    key: str
    total: int = 0
    capped: bool = False
    """Whether there may be more than that."""
    inner: dict[int, OpenScope] = field(default_factory=dict)
    cursors: dict[int, str] = field(default_factory=dict)
    """The cursor that leads to the element instance at a place."""

    @property
    def lines(self) -> int:
        """How many lines it takes, without its own."""
        return self.total + sum(scope.lines for scope in self.inner.values())


class ElementTree(Struct):
    """The tree of one process instance. Without `element_id` what it is in; with one all instances of an element."""

    wire: Wire
    root: ElementInstance
    """The process instance, as an element instance: it is the scope of those in front."""
    element_id: str = ""
    _scope: OpenScope = field(default_factory=lambda: OpenScope(""))
    _places: dict[str, tuple[OpenScope, int]] = field(default_factory=dict)
    """Where a scope stands that was listed: in which one, and at which place."""

    def __post_init__(self) -> None:
        self._scope.key = self.root.element_instance_key

    def rows(self) -> Rows[TreeRow]:
        """The lines."""
        return Rows(self._fetch, lambda row: row.element.element_instance_key, self._as_it_is)

    def _as_it_is(self, row: TreeRow) -> TreeRow:
        """The first line says what is known of the process instance by now: it may be read later than the tree is."""
        return row if row.depth else replace(row, element=self.root)

    def toggle(self, row: TreeRow) -> bool:
        """Open a scope, or close it; False where there is nothing to open."""
        key = row.element.element_instance_key
        if row.depth == 0 or not row.has_inside or key not in self._places:
            return False
        scope, place = self._places[key]
        if scope.inner.pop(place, None) is None:
            scope.inner[place] = OpenScope(key, capped=True)
        return True

    async def _fetch(self, page: PageRequest) -> Page[TreeRow]:
        """Lines from a place on; the cursor is the number of the line behind them."""
        begin, limit = int(page.after or page.from_ or 0), page.limit or PAGE_SIZE
        lines: list[TreeRow] = []
        if begin == 0:
            lines.append(TreeRow(self.root, 0, is_open=not self.element_id))
        # Line 0 is the process instance; the rest is counted from it on.
        await self._take(self._scope, max(0, begin - 1), limit - len(lines), 1, lines)
        total = 1 + self._scope.lines
        return Page(
            items=tuple(lines),
            page=PageInfo(
                total_items=total, has_more_total_items=self._scope.capped, end_cursor=str(begin + len(lines))
            ),
        )

    async def _take(self, scope: OpenScope, skip: int, wanted: int, depth: int, lines: list[TreeRow]) -> int:
        """Add up to `wanted` lines of a scope, behind the first `skip`; how many of these were passed over."""
        if scope.total == 0:  # nothing is known of it yet
            await self._read(scope, 0, 1 if wanted <= 0 else min(PAGE_SIZE, wanted))
        passed, place, enough = 0, 0, len(lines) + wanted
        for stop in [*sorted(scope.inner), scope.total]:
            run = min(stop + 1, scope.total) - place
            if run > 0 and len(lines) < enough:
                leave = min(run, max(0, skip - passed))
                passed += leave
                take = min(run - leave, enough - len(lines))
                lines += await self._rows(scope, place + leave, take, depth)
                place += run
            inside = scope.inner.get(stop)
            if inside is not None and len(lines) < enough:
                if inside.lines and passed + inside.lines <= skip:
                    passed += inside.lines
                else:
                    passed += await self._take(inside, skip - passed, enough - len(lines), depth + 1, lines)
        return passed

    async def _rows(self, scope: OpenScope, begin: int, number: int, depth: int) -> list[TreeRow]:
        found: list[TreeRow] = []
        while len(found) < number:
            at = begin + len(found)
            elements = await self._read(scope, at, number - len(found))
            if not elements:
                break
            for place, element in enumerate(elements, at):
                if element.type in SCOPES:
                    self._places[element.element_instance_key] = scope, place
                found.append(TreeRow(element, depth, place in scope.inner))
        return found

    async def _read(self, scope: OpenScope, begin: int, number: int) -> Sequence[ElementInstance]:
        """Element instances of a scope from a place on, and what they tell of its length."""
        if number <= 0:
            return ()
        cursor = scope.cursors.get(begin)
        request = PageRequest(limit=number, after=cursor) if cursor else PageRequest(limit=number, from_=begin or None)
        page = await process_instances.search_elements(
            self.wire, Search(filter=self._filter(scope), sort=_OLDEST_FIRST, page=request)
        )
        info, end = page.page, begin + len(page.items)
        scope.total = max(info.total_items or 0, end)
        scope.capped = info.has_more_total_items
        if info.end_cursor:
            scope.cursors[end] = info.end_cursor
        return page.items

    def _filter(self, scope: OpenScope) -> ElementInstanceFilter:
        of = self.root.process_instance_key
        if self.element_id:
            return ElementInstanceFilter(process_instance_key=of, element_id=self.element_id)
        return ElementInstanceFilter(process_instance_key=of, element_instance_scope_key=scope.key)

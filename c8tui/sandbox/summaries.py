"""Pages of what statistics count: small lists that are made anew for every request."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

from c8tui.sandbox.body import Body
from c8tui.sandbox.paging import DEFAULT_LIMIT, MOST
from c8tui.sandbox.problems import invalid

Summary = dict[str, Any]


def offset_page(body: Body, items: Sequence[Summary], sorts: Sequence[str] = ()) -> dict[str, object]:
    """The part of a list that `page` with `from` and `limit` asks for, in the order of `sort`."""
    page = body.inner("page").known("from", "limit")
    first, limit = page.whole("from", 0, 0, 2**31 - 1), page.whole("limit", DEFAULT_LIMIT, 1, MOST)
    return _answer(_sorted(body, items, sorts)[first : first + limit], len(items), None, first)


def cursor_page(body: Body, items: Sequence[Summary]) -> dict[str, object]:
    """The part of a list that `page` with `after` and `limit` asks for."""
    page = body.inner("page").known("after", "limit")
    first, limit = _position(page), page.whole("limit", DEFAULT_LIMIT, 1, MOST)
    part = items[first : first + limit]
    return _answer(part, len(items), first + len(part) if part else None, first)


def _answer(part: Sequence[Summary], total: int, end: int | None, first: int) -> dict[str, object]:
    shown = {"totalItems": min(total, MOST), "hasMoreTotalItems": total > MOST}
    cursors = (None, None) if end is None else (_cursor(first), _cursor(end))
    return {"items": list(part), "page": shown | {"startCursor": cursors[0], "endCursor": cursors[1]}}


def _cursor(position: int) -> str:
    return base64.b64encode(json.dumps(["position", position]).encode()).decode()


def _position(page: Body) -> int:
    text = page.text("after")
    if text is None:
        return 0
    try:
        word, position = json.loads(base64.b64decode(text, validate=True))
    except (ValueError, TypeError, RecursionError):
        word, position = "", 0
    if word != "position" or not isinstance(position, int) or isinstance(position, bool) or position < 0:
        raise invalid(f"The value of '{page.at('after')}' is not a cursor of this list.")
    return position


def _sorted(body: Body, items: Sequence[Summary], sorts: Sequence[str]) -> list[Summary]:
    ordered = list(items)
    for one in reversed(body.objects("sort")):
        one.known("field", "order").need("field")
        name, order = one.word("field", *sorts), one.word("order", "ASC", "DESC")
        ordered.sort(key=_by(name), reverse=order == "DESC")
    return ordered


def _by(name: str) -> Any:
    def value(item: Mapping[str, Any]) -> tuple[bool, Any]:
        found = item.get(name)
        if isinstance(found, str) and name.endswith("Key"):
            return False, int(found)
        return found is None, "" if found is None else found

    return value

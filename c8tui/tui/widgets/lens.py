"""A lens on the rows of a list: which of them are drawn, and where; a search that narrows them moves no row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from c8tui.session.rows import Rows

T = TypeVar("T")


class Lens(Generic[T]):
    """Draws all of `rows`, or those at the indexes `only`; an index is drawn, its source is one in `rows`."""

    def __init__(self, rows: Rows[T] | None = None, only: list[int] | None = None) -> None:
        self.rows, self.only = rows, only

    @property
    def count(self) -> int:
        """How many rows are drawn when one scrolls over all of them."""
        if self.only is not None:
            return len(self.only)
        return self.rows.total if self.rows else 0

    def item(self, index: int) -> T | None:
        """The row that is drawn at `index`; None where there is none, or it is not loaded."""
        return self.rows.row(self.source(index)) if self.rows and 0 <= index < self.count else None

    def key_at(self, index: int) -> str | None:
        """The key of the row that is drawn at `index`."""
        item = self.item(index)
        return self.rows.key_of(item) if self.rows and item is not None else None

    def source(self, index: int) -> int:
        """Where in `rows` that stands which is drawn at `index`."""
        if self.only is None:
            return index
        return self.only[index] if 0 <= index < len(self.only) else 0

    def drawn_at(self, key: str | None) -> int | None:
        """Where the row with this key is drawn; None where it is not, or is not loaded."""
        source = self.rows.index_of(key) if self.rows and key is not None else None
        if source is None or self.only is None:
            return source
        return self.only.index(source) if source in self.only else None

    def missing(self, keys: Iterable[str]) -> list[str]:
        """Those of `keys` whose rows are not drawn, or not loaded."""
        if self.rows is None:
            return [*keys]
        places, drawn = ((key, self.rows.index_of(key)) for key in keys), self.only and set(self.only)
        return [key for key, at in places if at is None or (drawn is not None and at not in drawn)]

    def loaded(self) -> Iterator[T]:
        """The rows that are drawn and loaded, in their order."""
        if self.rows is not None and self.only is None:
            yield from (item for _, item in self.rows.loaded())
        elif self.rows is not None and self.only is not None:
            yield from (item for item in map(self.rows.row, self.only) if item is not None)

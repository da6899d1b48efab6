"""Marking rows of a list: one, a range, what matches, the whole view, the others, none."""

from __future__ import annotations

from typing import Any, TypeVar

from c8tui.session.rows import Rows
from c8tui.tui.commands.tables import Situation
from c8tui.tui.screens.list import ListScreen
from c8tui.tui.widgets.prompt_line import PromptLine

T = TypeVar("T")
SIGN = "*"
"""What stands before the line that marks by a text."""
MOST = 10_000
"""Rows that are marked at once, at most."""


class Marking(ListScreen[T]):
    """Marks stay on their rows whatever is listed; only `M` takes them all off."""

    def targets(self) -> tuple[T, ...]:
        """What a command acts on: what is marked, each as the list has it now, else the row under the cursor."""
        rows, marks = self.listed.rows, self.listed.marks
        if marks and rows is not None:
            return tuple(self._now(rows, key, item) for key, item in marks.items())
        return () if self.current is None else (self.current,)

    @staticmethod
    def _now(rows: Rows[T], key: str, item: T) -> T:
        index = rows.index_of(key)
        now = rows.row(index) if index is not None else None
        return item if now is None else now

    def action_mark(self) -> None:
        """Mark the row, or take its mark off, and go on."""
        rows, item = self.listed.rows, self.current
        if rows is None or item is None:
            return
        key = rows.key_of(item)
        if self.listed.marks.pop(key, None) is None:
            self.listed.marks[key] = item
        self.listed.redraw_row(self.listed.cursor)
        self.listed.action_move(1)
        self.tell()

    def action_mark_range(self) -> None:
        """Begin a range at the cursor; the second time, mark what lies between."""
        first = self.listed.range_from
        if first is None:
            self.listed.range_from = self.listed.cursor
            self.listed.redraw()
            self.say("a range: move, then V marks it, esc drops it")
            return
        begin, end = sorted((first, self.listed.cursor))
        if end - begin >= MOST:
            self.say(f"a range of {end - begin + 1:,} rows; at most {MOST:,} are marked at once", "warn")
            return
        if (rows := self.listed.rows) is not None:
            found = rows.collect(self.listed.sources(begin, end))
            self.ask(found, self._mark_items, group="mark", exclusive=True)

    def _mark_items(self, items: tuple[T, ...]) -> None:
        self.listed.range_from = None
        self._mark(items)

    def _mark(self, items: tuple[T, ...]) -> None:
        rows = self.listed.rows
        if rows is not None:
            self.listed.marks.update((rows.key_of(item), item) for item in items)
        self._marked()

    def _marked(self) -> None:
        self.listed.redraw()
        self.tell()
        self.say(f"{len(self.listed.marks):,} marked" if self.listed.marks else "nothing is marked")

    def action_mark_others(self) -> None:
        """Mark what is not marked of what is listed and loaded, and the other way round."""
        rows = self.listed.rows
        if rows is None:
            return
        listed = {rows.key_of(item): item for item in self.listed.loaded()}
        kept = {key: item for key, item in self.listed.marks.items() if key not in listed}
        self.listed.marks = kept | {key: item for key, item in listed.items() if key not in self.listed.marks}
        self._marked()

    def action_unmark(self) -> None:
        """Take every mark off."""
        self.listed.marks, self.listed.range_from = {}, None
        self._marked()

    def action_mark_matching(self) -> None:
        """Open the line that marks by a text."""
        self.query_one(PromptLine).open(SIGN)

    def on_prompt_line_entered(self, event: PromptLine.Entered) -> None:
        """A text marks what is loaded and contains it; none marks the whole view, asking the cluster for the rest."""
        if event.sign != SIGN:
            return
        if event.text.strip():
            self._mark(tuple(item for item in self.listed.loaded() if self.matches(item, event.text)))
        else:
            self.say("marking the whole view")
            self.ask(_whole(self.rows()), self._whole_view, group="mark", exclusive=True)

    def _whole_view(self, found: tuple[tuple[T, ...], str]) -> None:
        items, why = found
        self._mark(items)
        if why:
            self.say(f"{len(self.listed.marks):,} marked, not the whole view: {why}", "warn")

    def action_back(self) -> None:
        """A range that is open is dropped first."""
        if self.listed.range_from is not None:
            self.listed.range_from = None
            self.listed.redraw()
        else:
            super().action_back()

    def count_words(self) -> str:
        marked = f"{len(self.listed.marks):,} marked" if self.listed.marks else ""
        return "   ".join(filter(None, (marked, super().count_words())))

    def about(self, **parts: Any) -> Situation:
        """A situation that tells how many are marked."""
        return super().about(marked=len(self.listed.marks), **parts)


async def _whole(rows: Rows[T]) -> tuple[tuple[T, ...], str]:
    """Every row of a view, and why these are not all; "" where they are. Raises C8Error."""
    items: list[T] = []
    async for page in rows.walk():
        items += page
        if len(items) >= MOST:
            whole = len(items) == MOST == rows.total and not rows.capped
            return tuple(items[:MOST]), "" if whole else "it holds more, and that is the most at once"
    return tuple(items), "what the cluster gave cannot all be read, or had no end" if rows.capped else ""

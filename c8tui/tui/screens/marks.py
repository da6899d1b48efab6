"""Marking rows of a list: one, a range, what matches, the whole view, the others, none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Generic, TypeVar

from c8tui.session.filter_syntax import NotWords
from c8tui.session.rows import Rows
from c8tui.tui.screens.list import marked_words
from c8tui.tui.widgets.prompt_line import Prompted, PromptLine
from c8tui.tui.widgets.record_list import targets_of, unlisted_marks

if TYPE_CHECKING:
    from c8tui.tui.screens.list import ListScreen

T = TypeVar("T")
SIGN = "*"
"""What stands before the line that marks by a text."""
HINT = "enter mark what matches; on an empty line, the whole view   esc back"
MOST = 10_000
"""Rows that are marked at once, at most."""


class Marks(Prompted, Generic[T]):
    """Marks stay on their rows whatever is listed; those that are not listed any more are told of, and `M` takes them
    off first: nobody acts on what they do not see without knowing it.
    """

    def __init__(self, screen: ListScreen[T]) -> None:
        self._screen, self._listed, self._ui = screen, screen.listed, screen.ui

    def targets(self) -> tuple[T, ...]:
        """What a command acts on: what is marked, each as the list has it now, else the row under the cursor."""
        return targets_of(self._listed)

    @property
    def number(self) -> int:
        """How many are marked."""
        return len(self._listed.marks)

    def now_are(self, items: Iterable[T]) -> None:
        """These were read again: what is marked of them is from now on what they are."""
        self._listed.marks.update((self._listed.key_of(item), item) for item in items)

    def take_off(self, items: Iterable[T]) -> None:
        """Something was done to these: they are not marked any more."""
        for item in items:
            self._listed.marks.pop(self._listed.key_of(item), None)
        self._listed.redraw()
        self._screen.tell()

    def action_mark(self) -> None:
        """Mark the row, or take its mark off, and go on."""
        rows, item = self._listed.rows, self._listed.current
        if rows is None or item is None:
            return
        key = rows.key_of(item)
        if self._listed.marks.pop(key, None) is None:
            self._listed.marks[key] = item
            self._listed.carried.discard(key)
        self._listed.redraw_row(self._listed.cursor)
        self._listed.action_move(1)
        self._screen.tell()

    async def action_mark_range(self) -> None:
        """Begin a range at the cursor; the second time, mark what lies between."""
        listed = self._listed
        if listed.range_from is None:
            listed.range_from = listed.cursor
            listed.redraw()
            self._ui.say("a range: move, then V marks it, esc drops it")
            return
        begin, end = sorted((listed.range_from, listed.cursor))
        if end - begin >= MOST:
            self._ui.say(f"a range of {end - begin + 1:,} rows; at most {MOST:,} are marked at once", "warn")
        elif (rows := listed.rows) is not None:
            items = await self._ui.newest("mark", rows.collect(listed.sources(begin, end)))
            listed.range_from = None
            self.mark(items)

    def mark(self, items: tuple[T, ...]) -> None:
        """Mark these too."""
        if (rows := self._listed.rows) is not None:
            self._listed.marks.update((rows.key_of(item), item) for item in items)
            self._listed.carried.difference_update(map(rows.key_of, items))
        self._marked()

    def _marked(self) -> None:
        self._listed.redraw()
        self._screen.tell()
        self._ui.say(self.words or "nothing is marked")

    @property
    def words(self) -> str:
        """How many are marked, and how many of them are not listed; "" where none is."""
        return marked_words(self._listed)

    @property
    def unlisted_words(self) -> str:
        """How many of the marked ones are not listed; "" where all are."""
        return self.words.partition(", ")[2]

    def action_mark_others(self) -> None:
        """Mark what is not marked of what is listed and loaded, and the other way round."""
        listed = self._listed
        if (rows := listed.rows) is None:
            return
        loaded = {rows.key_of(item): item for item in listed.loaded()}
        kept = {key: item for key, item in listed.marks.items() if key not in loaded}
        listed.marks = kept | {key: item for key, item in loaded.items() if key not in listed.marks}
        self._marked()

    def action_unmark(self) -> None:
        """Take the marks off what is not listed; where there is none of that, or nothing else, off all."""
        listed = self._listed
        unlisted = {*unlisted_marks(listed)}
        listed.marks = {key: item for key, item in listed.marks.items() if key not in unlisted} if unlisted else {}
        listed.range_from = None
        self._marked()

    def action_mark_matching(self) -> None:
        """Open the line that marks by a text."""
        self._screen.query_one(PromptLine).open(SIGN, hint=HINT, wrong=self._screen.search.wrong)

    def entered(self, text: str) -> None:
        """A text marks what is loaded and contains it; none marks what a search
        shows, else the whole view, asking the cluster for the rest."""
        if text.strip():
            search, items = self._screen.search, [*self._listed.loaded()]
            try:
                self.mark(tuple(item for item in items if search.matches(item, text)))
            except NotWords as wrong:
                self._ui.say(wrong.detail, "warn")
        elif self._screen.search.wanted:
            self.mark(tuple(self._listed.loaded()))
        else:
            self._ui.say("marking the whole view")
            self._screen.flow.start(self._mark_whole_view())

    async def _mark_whole_view(self) -> None:
        items, why = await self._ui.newest("mark", _whole(self._screen.rows()))
        self.mark(items)
        if why:
            self._ui.say(f"{self.words}, not the whole view: {why}", "warn")


async def _whole(rows: Rows[T]) -> tuple[tuple[T, ...], str]:
    """Every row of a view, and why these are not all; "" where they are. Raises C8Error."""
    items: list[T] = []
    async for page in rows.walk():
        items += page
        if len(items) >= MOST:
            whole = len(items) == MOST == rows.total and not rows.capped
            return tuple(items[:MOST]), "" if whole else "it holds more, and that is the most at once"
    return tuple(items), "what the cluster gave cannot all be read, or had no end" if rows.capped else ""

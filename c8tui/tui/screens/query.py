"""Asking the cluster for a list in its own terms: `f` filters, `s` sorts, and escape takes them back one by one."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from c8tui.model.search import Sort
from c8tui.session.query import Askable, Condition, Order, Question
from c8tui.tui.dialogs.filter import FilterDialog
from c8tui.tui.fields import Field
from c8tui.tui.flow import Ui

if TYPE_CHECKING:
    from c8tui.tui.screens.list import ListScreen

Q = TypeVar("Q", bound=Question)
MOST_STEPS = 50
"""Questions that escape can go back through."""


class ListQuery(Generic[Q]):
    """What a list is about: `question` is asked now, and escape goes back to those before it."""

    def __init__(
        self, screen: ListScreen[Any], plain: Q, askable: Askable, now: Callable[[], datetime], *, what: str, about: str
    ) -> None:
        """`plain` is asked first; `what` is listed, for the titles of dialogs; `about`: good to know of it."""
        self._screen, self._askable, self._now = screen, askable, now
        self._what, self._about = what, about
        self.question: Q = plain
        self._plain = plain
        self._before: list[Q] = []
        self._to_open = ""
        """The key of the row that is to be opened as soon as it is listed."""

    @property
    def is_plain(self) -> bool:
        """Whether nothing but the first question is asked."""
        return self.question == self._plain

    def ask(self, question: Q) -> None:
        """Ask another question; escape goes back to the one before."""
        if question != self.question:
            self._before = [*self._before, self.question][-MOST_STEPS:]
        self.ask_instead(question)

    def ask_instead(self, question: Q) -> None:
        """Ask another question in place of the one that is asked."""
        self.question, self._to_open = question, ""
        self._screen.search.wanted = ""
        self._screen.pane.close()
        self._screen.restart()

    def ask_and_open(self, question: Q, key: str) -> None:
        """Open the row with this key: at once where it is selected, else as soon as the question has found it."""
        if self._is_at(key):
            self._screen.pane.action_open()
        else:
            self.ask(question)
            self._to_open = key

    def _is_at(self, key: str) -> bool:
        current = self._screen.current
        return current is not None and self._screen.listed.key_of(current) == key

    def shown(self) -> None:
        """An answer is listed: what was to be opened is."""
        if self._to_open:
            key, self._to_open = self._to_open, ""
            self._screen.listed.go_to(key)
            if self._is_at(key):
                self._screen.pane.action_open()

    def back(self) -> bool:
        """Ask the question before; False when there is none."""
        if not self._before:
            return False
        self.ask_instead(self._before.pop())
        return True

    # Dialogs

    async def action_filter(self) -> None:
        """Change the conditions."""
        dialog = FilterDialog(f"Filter: {self._what}", [*map(self._field, self._askable.conditions)], about=self._about)
        self.ask(self.question.by(await self._screen.ui.open(dialog)))

    def _field(self, one: Condition) -> Field:
        return condition_field(self._askable, one, self.question.conditions.get(one.field, ""), self._now)

    async def action_sort(self) -> None:
        """Choose the order; the one that stands is turned round."""
        sort = self.question.sort
        about = f"The cluster sorts. Now: {self._askable.sort_words(sort)}."
        self.ask(replace(self.question, sort=await chosen_order(self._screen.ui, self._askable, sort, about)))

    # What is said

    def words(self, told: Container[str] = ()) -> str:
        """The conditions and the order in words, without the conditions that are `told` otherwise."""
        asked = {name: words for name, words in self.question.conditions.items() if name not in told}
        return "   ".join((*self._askable.condition_words(asked), self._askable.sort_words(self.question.sort)))

    def empty_words(self, empty: str) -> str:
        """What an empty list means; `empty` where nothing was asked for."""
        if not self.question.conditions:
            return empty
        back = "; esc goes back" if self._before else ""
        return f"nothing is so, or nothing that you may see{back}"


def condition_field(askable: Askable, one: Condition, value: str, now: Callable[[], datetime]) -> Field:
    """The field of a dialog in which a condition is written."""

    def rule(words: str) -> str | None:
        return askable.check(one.field, words, now())

    def meaning(words: str) -> str:
        return one.in_words(words, now()) if one.in_words is not None else ""

    return Field(one.field, one.title, value, one.example, rule, meaning if one.in_words is not None else None)


async def chosen_order(ui: Ui, askable: Askable, sort: Sort | None, about: str) -> Sort:
    """The sort key that a person chooses; the one that stands is turned round. Raises Cancelled."""
    orders = {one.field: one for one in askable.orders}
    stands = sort.field if sort is not None else ""

    def title(order: Order) -> str:
        turned = order.words(order.after(sort))
        return f"{order.title:<21}{'turned: ' if order.field == stands else ''}{turned}"

    choices = [(name, title(order)) for name, order in orders.items()]
    return orders[await ui.choose("Sort", choices, stands if stands in orders else "", about)].after(sort)

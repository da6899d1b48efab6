"""A list that can be asked: `f` filters, `s` sorts, both in the cluster's own terms, and escape takes them back."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import replace
from datetime import datetime
from typing import ClassVar, Generic, TypeVar, cast

from c8tui.session.query import Askable, Condition, Order, Question
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.fields import Field, Values
from c8tui.tui.dialogs.filter import FilterDialog
from c8tui.tui.screens.list import ListScreen, T

Q = TypeVar("Q", bound=Question)
MOST_STEPS = 50
"""Questions that escape can go back through."""


class QuestionScreen(ListScreen[T], Generic[T, Q]):
    """Lists what `question` is about. A subclass says what there is to ask, and makes its rows from the question."""

    PLAIN: ClassVar[Question]
    """The question that is asked first."""
    WHAT: ClassVar[str]
    """What is listed, for the titles of dialogs."""
    ABOUT_FILTER: ClassVar[str] = ""
    """What one should know about the filter."""

    def __init__(self) -> None:
        super().__init__()
        self.question: Q = cast("Q", self.PLAIN)
        self._before: list[Q] = []
        self._to_open = ""
        """The key of the row that is to be opened as soon as it is listed."""

    # What a subclass provides

    @property
    def askable(self) -> Askable:
        """What the cluster can be asked for this list."""
        raise NotImplementedError

    def now(self) -> datetime:
        """What "now" means in a condition."""
        raise NotImplementedError

    def action_details(self) -> None:
        """Show everything about the selected row beside the list, or in its place."""
        ListScreen.action_open(self)

    # Asking

    def ask_for(self, question: Q) -> None:
        """Ask another question; escape goes back to the one before."""
        if question != self.question:
            self._before = [*self._before, self.question][-MOST_STEPS:]
        self.ask_instead(question)

    def ask_instead(self, question: Q) -> None:
        """Ask another question in place of the one that is asked."""
        self.question, self._to_open = question, ""
        self.wanted = ""
        self.remove_class("-opened")
        self.listed.focus()
        self.restart()

    def ask_and_open(self, question: Q, key: str) -> None:
        """Open the row with this key: at once where it is selected, else as soon as the question has found it."""
        if self.current is not None and self.key_of(self.current) == key:
            self.action_details()
        else:
            self.ask_for(question)
            self._to_open = key

    def show(self, answer: object) -> None:
        super().show(answer)
        if answer is self.listed.rows and self._to_open:
            key, self._to_open = self._to_open, ""
            self.go_to(key)
            if self.current is not None and self.key_of(self.current) == key:
                self.action_details()

    def action_back(self) -> None:
        """Pane, search, then the question before."""
        if self.has_class("-opened") or self.wanted or not self._before:
            super().action_back()
        else:
            self.ask_instead(self._before.pop())

    # Dialogs

    def action_filter(self) -> None:
        """Change the conditions."""
        askable, conditions = self.askable, self.question.conditions

        def rule(name: str) -> Callable[[str], str | None]:
            return lambda words: askable.check(name, words, self.now())

        def meaning(one: Condition) -> Callable[[str], str] | None:
            in_words = one.in_words
            return None if in_words is None else lambda words: in_words(words, self.now())

        fields = [
            Field(one.field, one.title, conditions.get(one.field, ""), one.example, rule(one.field), meaning(one))
            for one in askable.conditions
        ]
        made: list[Q] = []

        async def apply(values: Values) -> None:
            made.append(self.question.by(values))

        dialog = FilterDialog(f"Filter: {self.WHAT}", fields, apply, about=self.ABOUT_FILTER)
        self.app.push_screen(dialog, lambda yes: self.ask_for(made[-1]) if yes else None)

    def action_sort(self) -> None:
        """Choose the order; the one that stands is turned round."""
        sort, orders = self.question.sort, {one.field: one for one in self.askable.orders}

        def title(order: Order) -> str:
            turned = order.words(order.after(sort))
            return f"{order.title:<21}{'turned: ' if order.field == sort.field else ''}{turned}"

        choices = [(name, title(order)) for name, order in orders.items()]
        about = f"The cluster sorts. Now: {self.askable.sort_words(sort)}."

        def chosen(name: str | None) -> None:
            if name is not None:
                self.ask_for(replace(self.question, sort=orders[name].after(sort)))

        self.app.push_screen(ChoiceDialog("Sort", choices, sort.field, about), chosen)

    # What is said

    def question_words(self, told: Container[str] = ()) -> str:
        """The conditions and the order in words, without the conditions that are `told` otherwise."""
        asked = {name: words for name, words in self.question.conditions.items() if name not in told}
        conditions = self.askable.condition_words(asked)
        return "   ".join((*conditions, self.askable.sort_words(self.question.sort)))

    def empty_words(self) -> str:
        if not self.question.conditions:
            return self.EMPTY
        back = "; esc goes back" if self._before else ""
        return f"nothing is so, or nothing that you may see{back}"

"""A person who answers what use cases ask, without a screen: the answers are given ahead, what happened is kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from typing import Any, TypeVar

from textual.screen import Screen

from c8tui.errors import C8Error
from c8tui.tui.fields import Field, Values
from c8tui.tui.flow import Cancelled

T = TypeVar("T")


class FakeUi:
    """Answers in turn; None leaves the question. A question that nobody expected fails the test."""

    def __init__(self, *answers: Any) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []
        """The titles of the questions."""
        self.choices: list[str] = []
        """The ids of the last choice."""
        self.said: list[tuple[str, str]] = []
        """Sentences and their kinds."""
        self.shown: list[Screen[Any]] = []
        self.copied: list[str] = []
        self.protected = False
        """Whether a name has to be typed the first time."""
        self.sure_of: set[str] = set()

    def _answer(self, title: str) -> Any:
        self.asked.append(title)
        assert self._answers, f"nobody expected to be asked: {title}"
        if (answer := self._answers.pop(0)) is None:
            raise Cancelled
        return answer

    def say(self, text: str, kind: str = "ok") -> None:
        self.said.append((text, kind))

    def hush(self, said: str = "") -> None:
        self.said[:] = [one for one in self.said if said and one[0] != said]

    def failed(self, error: C8Error) -> None:
        self.said.append((error.detail, "error"))

    def copy(self, text: str, what: str) -> None:
        self.copied.append(text)

    def show(self, dialog: Screen[Any]) -> None:
        self.shown.append(dialog)

    async def open(self, dialog: Screen[T]) -> T:
        self.shown.append(dialog)
        answer: T = self._answer(type(dialog).__name__)
        return answer

    async def confirm(self, title: str, question: str, yes: str, *, kind: str = "") -> None:
        self._answer(title)
        self.named(kind)

    async def sure(self, what: str, kind: str) -> None:
        if self.name_for(kind):
            self._answer(what)
            self.named(kind)

    def name_for(self, kind: str) -> str | None:
        return None if kind in self.sure_of or not self.protected else "prod"

    def named(self, kind: str) -> None:
        self.sure_of.add(kind)

    async def choose(
        self,
        title: str,
        choices: Sequence[tuple[str, str]],
        chosen: str = "",
        about: str = "",
        *,
        notes: Callable[[], Awaitable[Mapping[str, str]]] | None = None,
    ) -> str:
        self.choices = [id_ for id_, _ in choices]
        answer: str = self._answer(title)
        assert answer in self.choices
        return answer

    async def fields(
        self,
        title: str,
        fields: Sequence[Field],
        submit: Callable[[Values], Coroutine[Any, Any, object]] | None = None,
        *,
        about: str = "",
        cancellable: str = "",
    ) -> Values:
        values: Values = self._answer(title)
        if submit is not None:
            await submit(values)
        return values

    async def made(
        self, title: str, fields: Sequence[Field], make: Callable[[Values], Coroutine[Any, Any, T]], *, about: str = ""
    ) -> T:
        return await make(self._answer(title))

    async def me(self) -> str:
        name: str = self._answer("me")
        return name

    async def introduce(self, *, need_groups: bool = False) -> None:
        self._answer("introduce")

    async def newest(self, name: str, reading: Awaitable[T]) -> T:
        return await reading

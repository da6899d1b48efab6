"""Use cases as straight coroutines: what runs them, what they ask a person with, and the one place for their failures.

A use case awaits the person and the session from top to bottom, and ends by saying what it did. Where the person leaves
a question the use case ends without a word (`Cancelled`); where the session raises a C8Error it ends with that failure
said; anything else is a bug and ends the program.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from functools import partial
from typing import Any, Protocol, TypeVar, cast
from weakref import finalize

from textual.app import ScreenStackError
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.screen import Screen
from textual.worker import Worker

from c8tui.errors import C8Error
from c8tui.tui.fields import Field, Values
from c8tui.tui.terminal.key_queue import Hold, hold_keys

T = TypeVar("T")


class Cancelled(Exception):
    """The person has left a question, or a newer one has taken its place: nothing more is done, and nothing said."""


class Flow:
    """Runs the use cases of one node: a screen, a dialog, the app. They end with their node."""

    def __init__(self, node: DOMNode, on_failure: Callable[[C8Error], object]) -> None:
        self._node, self._on_failure = node, on_failure
        self.busy = 0
        """How many are under way, and do not wait for the person."""
        self._opening: Worker[None] | None = None
        """The use case that opens something, until that is there."""
        self._hold: Hold | None = None

    def start(
        self,
        work: Coroutine[Any, Any, object],
        *,
        failed: Callable[[C8Error], object] | None = None,
        group: str = "flow",
        exclusive: bool = False,
    ) -> Worker[None]:
        """Run `work`; an expected failure goes to `failed` (default: what the node does with failures).

        `exclusive` drops an earlier one of the same group: for reads only, since a command that is dropped has no
        known outcome.
        """
        running = partial(self._run, work, failed or self._on_failure)
        run = cast("Callable[[], Coroutine[None, None, None]]", running)
        worker: Worker[None] = self._node.run_worker(run, group=group, exclusive=exclusive, exit_on_error=True)
        finalize(worker, work.close)  # one that is dropped before it began never awaits its work
        return worker

    def open_by(self, work: Coroutine[Any, Any, object], *, group: str, given_up: Callable[[], object]) -> None:
        """Run `work`, which ends in a dialog or a screen: keys wait for that; escape drops it, and calls `given_up`."""

        def give_up() -> None:
            worker.cancel()
            given_up()

        hold = self._hold = hold_keys(self._node.app, give_up)
        worker = self._opening = self.start(self._holding(work, hold), group=group)

    async def _holding(self, work: Coroutine[Any, Any, object], hold: Hold) -> None:
        try:
            await work
        finally:
            self._opening = None
            (self._hold or hold).release(drop=True)

    def opened(self, *, drop: bool = False) -> None:
        """What a use case opens is there, or, with `drop`, something that the keys were not typed for."""
        if self._hold is not None:
            self._hold.release(drop=drop)

    def opens_more(self) -> None:
        """The person has chosen; a use case that opens something goes on to it."""
        if (worker := self._opening) is not None and self._hold is not None:
            self._hold = hold_keys(self._node.app, worker.cancel)

    async def _run(self, work: Coroutine[Any, Any, object], failed: Callable[[C8Error], object]) -> None:
        self.busy += 1
        try:
            await work
        except Cancelled:
            pass
        except C8Error as error:
            if self.listening:
                failed(error)
        except (NoMatches, ScreenStackError):
            if self.listening:
                raise
            # It was about to show something on what is being closed.
        finally:
            self.busy -= 1

    def failed(self, error: C8Error) -> None:
        """A failure that a use case goes on after."""
        self._on_failure(error)

    async def heard(self, answer: Awaitable[T]) -> T:
        """The answer, as long as somebody is there to be shown it. Raises Cancelled."""
        found = await answer
        if not self.listening:
            raise Cancelled
        return found

    async def answered(self, answer: Awaitable[T]) -> T:
        """What the person answers to a question of a use case."""
        self.busy -= 1
        try:
            return await answer
        finally:
            self.busy += 1

    @property
    def listening(self) -> bool:
        """Whether an answer can still be shown: the app runs, and the node is part of it and not on its way out.

        What is in a node goes before the node itself does.
        """
        return self._node.app.is_running and self._node.is_attached and not self._node._pruning

    def runs(self, group: str) -> bool:
        """Whether one of a group is under way."""
        return any(worker.group == group and not worker.is_finished for worker in self._node.workers)


class Newest:
    """Readings by name, of which only the newest counts."""

    def __init__(self) -> None:
        self._readings: dict[str, asyncio.Future[Any]] = {}

    async def read(self, name: str, reading: Awaitable[T]) -> T:
        """The answer. Raises Cancelled when a newer reading of this name has begun meanwhile, and C8Error."""
        if (before := self._readings.get(name)) is not None:
            before.cancel()
        asked = self._readings[name] = asyncio.ensure_future(reading)
        try:
            found: T = await asked
            return found
        except asyncio.CancelledError:
            if self._readings.get(name) is asked:  # not a newer one, but the use case itself is cancelled
                asked.cancel()
                raise
            raise Cancelled from None
        finally:
            if self._readings.get(name) is asked:
                del self._readings[name]


class Ui(Protocol):
    """How a use case talks to a person. What is asked raises Cancelled when the person leaves it."""

    def say(self, text: str, kind: str = "ok") -> None:
        """A sentence on the screen; `kind` is ok, warn or error."""

    def hush(self, said: str = "") -> None:
        """Take away the sentence that is said; with `said`, only where it is that one."""

    def failed(self, error: C8Error) -> None:
        """Say a failure that the use case goes on after."""

    def copy(self, text: str, what: str) -> None:
        """Copy a text, and say where it went."""

    def show(self, dialog: Screen[Any]) -> None:
        """Show a dialog or another screen of which nothing is expected."""

    async def open(self, dialog: Screen[T]) -> T:
        """Show a dialog, and wait for what it ends with."""

    async def confirm(self, title: str, question: str, yes: str, *, kind: str = "") -> None:
        """Ask whether to go on, Cancel first; of a `kind` that a protected profile asks its name for, that as well."""

    async def sure(self, what: str, kind: str) -> None:
        """Ask before `what` cannot be undone: on a protected profile, the first time that a command is of this kind."""

    def name_for(self, kind: str) -> str | None:
        """What has to be typed before a command of this kind; None where nothing has, or it has been."""

    def named(self, kind: str) -> None:
        """It was typed: a protected profile does not ask for it again in this session."""

    async def choose(
        self,
        title: str,
        choices: Sequence[tuple[str, str]],
        chosen: str = "",
        about: str = "",
        *,
        notes: Callable[[], Awaitable[Mapping[str, str]]] | None = None,
    ) -> str:
        """One of `choices`, which are ids with titles; `notes` are words by id that may come later."""

    async def fields(
        self,
        title: str,
        fields: Sequence[Field],
        submit: Callable[[Values], Coroutine[Any, Any, object]] | None = None,
        *,
        about: str = "",
        cancellable: str = "",
    ) -> Values:
        """What is filled in, by field id. With `submit`, the dialog stays open until that has worked."""

    async def made(
        self, title: str, fields: Sequence[Field], make: Callable[[Values], Coroutine[Any, Any, T]], *, about: str = ""
    ) -> T:
        """What `make` makes of what is filled in; the dialog stays open until that has worked."""

    async def me(self) -> str:
        """The name of whoever is here; asked for once where the cluster does not say it."""

    async def introduce(self, *, need_groups: bool = False) -> None:
        """Ask who is here."""

    async def newest(self, name: str, reading: Awaitable[T]) -> T:
        """Read for a use case of which only the newest counts."""

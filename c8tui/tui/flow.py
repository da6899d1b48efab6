"""Asking the session from a screen or a dialog: a worker, a count of what is under way, and the one except."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, TypeVar, cast
from weakref import finalize

from textual.dom import DOMNode
from textual.reactive import reactive
from textual.worker import Worker

from c8tui.errors import C8Error
from c8tui.tui.terminal.clipboard import copy

T = TypeVar("T")


class Asks(DOMNode):
    """A node that asks the session; the only place in the TUI where its failures are caught."""

    busy: reactive[int] = reactive(0, repaint=False)
    """How many questions are under way."""

    def ask(
        self,
        work: Coroutine[Any, Any, T],
        then: Callable[[T], object] | None = None,
        *,
        failed: Callable[[C8Error], object] | None = None,
        group: str = "ask",
        exclusive: bool = False,
    ) -> Worker[None]:
        """Run `work` and hand its answer to `then`, an expected failure to `failed` (default: `on_failure`).

        `exclusive` drops an earlier question of the same group: for reads only, since a dropped command has no known
        outcome. Anything but a C8Error is a bug and ends the program.
        """
        question = partial(self._answer, work, then, failed or self.on_failure)
        run = cast("Callable[[], Coroutine[None, None, None]]", question)
        worker: Worker[None] = self.run_worker(run, group=group, exclusive=exclusive, exit_on_error=True)
        finalize(worker, work.close)  # one that is dropped before it began never awaits its work
        return worker

    async def _answer(
        self, work: Coroutine[Any, Any, T], then: Callable[[T], object] | None, failed: Callable[[C8Error], object]
    ) -> None:
        self.busy += 1
        try:
            answer = await work
        except C8Error as error:
            if self.listening:
                failed(error)
        else:
            if then is not None and self.listening:
                then(answer)
        finally:
            self.busy -= 1

    def copy(self, text: str, then: Callable[[str], object]) -> None:
        """Copy a text; `then` hears where it went, as the rest of a sentence that begins with `copied`."""
        copied = getattr(self.app, "copied", None)  # other apps, as those of tests, have only the terminal's clipboard
        self.ask(copied(text) if copied is not None else copy(self.app, text, None), then, group="copies")

    @property
    def listening(self) -> bool:
        """Whether an answer can still be shown: the app runs, and this node is part of it."""
        return self.app.is_running and self.is_attached

    def on_failure(self, error: C8Error) -> None:
        """What to do with a failure that the question itself did not provide for."""
        raise NotImplementedError

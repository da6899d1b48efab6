"""A table of many inputs through a decision: several at a time, written in their order, in bounded memory."""

from __future__ import annotations

import asyncio
import inspect
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from c8tui import feel
from c8tui.decisions.batch_results import RowOutcome
from c8tui.decisions.batch_rows import BatchError, BatchRow
from c8tui.decisions.evaluation import json_of
from c8tui.decisions.typed import InputTypes
from c8tui.feel import dmn

UNKNOWN = "stopped while it was evaluated: whether it was is not known"
PATIENCE_S = 10.0
"""So long the evaluations under way are waited for when another one has ended the batch."""
AHEAD = 4
"""Rows that are read ahead for each evaluation under way, so that a slow one does not hold up all others."""
Variables: TypeAlias = Mapping[str, Any]
Evaluate: TypeAlias = Callable[[Variables], RowOutcome] | Callable[[Variables], Awaitable[RowOutcome]]


@dataclass(slots=True)
class BatchProgress:
    """How far a batch has come: rows written, and those of them that have an error."""

    done: int = 0
    failed: int = 0


def local(
    model: dmn.Definitions, decision_id: str, *, now: datetime | None = None, standard: bool = False
) -> Callable[[Variables], RowOutcome]:
    """Evaluates a decision with the engine of this program; dates may be given as ISO text where input data say so.

    Raises `KeyError` for a decision that the model does not have.
    """
    types = InputTypes(model, decision_id)
    element = model.named(decision_id)
    dialect = feel.Dialect.STANDARD if standard else feel.Dialect.CAMUNDA

    def evaluate(variables: Variables) -> RowOutcome:
        given = feel.to_feel(types.for_engine(variables))
        found = dmn.evaluate(model, decision_id, given, now=now, dialect=dialect)
        asked = [each for each in found.decisions if element is not None and each.id == element.id]
        rules = tuple(rule.index for rule in asked[-1].rules) if asked and not found.failure else ()
        return RowOutcome(json_of(found.value), rules, found.failure)

    return evaluate


async def run_batch(
    rows: Iterable[BatchRow],
    evaluate: Evaluate,
    write: Callable[[BatchRow, RowOutcome], object],
    *,
    parallel: int = 4,
    progress: Callable[[BatchProgress], object] = lambda reached: None,
) -> BatchProgress:
    """Evaluates every row and writes it, in order; `write` is that of a writer of results, `progress` hears of each.

    `evaluate` is an async function, of which `parallel` run at the same time, or a plain one, which runs in a thread,
    one at a time. What fails it says in its outcome; what it raises ends the batch, and so does cancelling it: the rows
    whose evaluation had begun are written all the same, in order, with what is known of them. A row that has an error
    is not evaluated. Raises `BatchError` where the file cannot be read any further, when everything before is written.
    """
    reached, under_way = BatchProgress(), _UnderWay(evaluate, max(1, parallel))

    def settled(row: BatchRow, outcome: RowOutcome) -> None:
        write(row, outcome)
        reached.done += 1
        reached.failed += bool(outcome.error)
        progress(reached)

    async def settle() -> None:
        settled(*await under_way.first())

    wrong: BatchError | None = None
    try:
        try:
            for row in rows:
                under_way.add(row)
                while under_way.full:
                    await settle()
        except BatchError as unreadable:
            wrong = unreadable
        while under_way:
            await settle()
    except BaseException as why:
        for row, outcome in await under_way.end(at_once=isinstance(why, asyncio.CancelledError)):
            settled(row, outcome)
        raise
    if wrong is not None:
        raise wrong
    return reached


class _UnderWay:
    """Rows whose evaluation was begun, in order."""

    def __init__(self, evaluate: Evaluate, parallel: int) -> None:
        self._evaluate = evaluate
        self._in_thread = not inspect.iscoroutinefunction(evaluate)
        self._slots = asyncio.Semaphore(1 if self._in_thread else parallel)
        self._most = parallel * AHEAD
        self._rows: deque[tuple[BatchRow, asyncio.Task[RowOutcome]]] = deque()
        self._begun: set[int] = set()
        """The lines of the rows whose evaluation has begun."""
        self._ending = False

    def __bool__(self) -> bool:
        return bool(self._rows)

    @property
    def full(self) -> bool:
        return len(self._rows) >= self._most

    def add(self, row: BatchRow) -> None:
        self._rows.append((row, asyncio.create_task(self._outcome(row), name=f"row at line {row.line}")))

    async def first(self) -> tuple[BatchRow, RowOutcome]:
        row, task = self._rows[0]
        outcome = await asyncio.shield(task)  # else cancelling would free a place for another row before `end`
        self._rows.popleft()
        return row, outcome

    async def end(self, *, at_once: bool) -> list[tuple[BatchRow, RowOutcome]]:
        """Begins nothing more, and gives the rows that had begun: each is waited for, unless it is to end at once."""
        self._ending = True
        for row, task in self._rows:
            if at_once or row.line not in self._begun:
                task.cancel()
        tasks = [task for _, task in self._rows]
        _, late = await asyncio.wait(tasks, timeout=PATIENCE_S) if tasks else ((), ())
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return [(row, _what_is_known(task)) for row, task in self._rows if row.line in self._begun]

    async def _outcome(self, row: BatchRow) -> RowOutcome:
        if row.error:
            return RowOutcome(error=row.error)
        async with self._slots:
            if self._ending:  # whoever was cancelled has just given this place free
                raise asyncio.CancelledError
            self._begun.add(row.line)
            if self._in_thread:
                found: Any = await asyncio.to_thread(self._evaluate, row.variables)
            else:
                found = self._evaluate(row.variables)
            outcome: RowOutcome = await found if inspect.isawaitable(found) else found
            return outcome


def _what_is_known(task: asyncio.Task[RowOutcome]) -> RowOutcome:
    """What came of an evaluation that had begun when the batch ended."""
    if task.cancelled():
        return RowOutcome(error=UNKNOWN)
    failed = task.exception()
    return task.result() if failed is None else RowOutcome(error=str(failed) or UNKNOWN)

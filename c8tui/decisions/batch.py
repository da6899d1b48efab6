"""A table of many inputs through a decision: several at a time, written in their order, in bounded memory."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from c8tui import feel
from c8tui.decisions.batch_results import Outcome
from c8tui.decisions.batch_rows import BatchError, BatchRow
from c8tui.decisions.typed import InputTypes
from c8tui.feel import dmn

AHEAD = 4
"""Rows that are read ahead for each evaluation under way, so that a slow one does not hold up all others."""
Variables: TypeAlias = Mapping[str, Any]
Evaluate: TypeAlias = Callable[[Variables], Outcome] | Callable[[Variables], Awaitable[Outcome]]


@dataclass(slots=True)
class Tally:
    """How far a batch has come: rows written, and those of them that have an error."""

    done: int = 0
    failed: int = 0


def local(model: dmn.Definitions, decision_id: str, *, now: datetime | None = None) -> Callable[[Variables], Outcome]:
    """Evaluates a decision with the engine of this program; dates may be given as ISO text where input data say so.

    Raises `KeyError` for a decision that the model does not have.
    """
    types = InputTypes(model, decision_id)
    element = model.named(decision_id)

    def evaluate(variables: Variables) -> Outcome:
        given = feel.to_feel(types.for_engine(variables))
        found = dmn.evaluate(model, decision_id, given, now=now)
        asked = [each for each in found.decisions if element is not None and each.id == element.id]
        rules = tuple(rule.index for rule in asked[-1].rules) if asked else ()
        result = json.dumps(feel.to_json(found.value), ensure_ascii=False)
        return Outcome(result, rules, found.failure)

    return evaluate


async def run_batch(
    rows: Iterable[BatchRow],
    evaluate: Evaluate,
    write: Callable[[BatchRow, Outcome], object],
    *,
    parallel: int = 4,
    progress: Callable[[Tally], object] = lambda tally: None,
) -> Tally:
    """Evaluates every row and writes it, in order; `write` is that of a writer of results, `progress` hears of each.

    `evaluate` is an async function, of which `parallel` run at the same time, or a plain one, which runs in a thread,
    one at a time. What fails it says in its outcome; what it raises ends the batch. A row that has an error is not
    evaluated. Raises `BatchError` where the file cannot be read any further, when everything before is written. After
    any end what was written is whole and in order.
    """
    tally, under_way = Tally(), _UnderWay(evaluate, max(1, parallel))

    async def settle() -> None:
        row, outcome = await under_way.first()
        write(row, outcome)
        tally.done += 1
        tally.failed += bool(outcome.error)
        progress(tally)

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
    finally:
        await under_way.stop()
    if wrong is not None:
        raise wrong
    return tally


class _UnderWay:
    """Rows whose evaluation was begun, in order."""

    def __init__(self, evaluate: Evaluate, parallel: int) -> None:
        self._evaluate = evaluate
        self._in_thread = not inspect.iscoroutinefunction(evaluate)
        self._slots = asyncio.Semaphore(1 if self._in_thread else parallel)
        self._most = parallel * AHEAD
        self._rows: deque[tuple[BatchRow, asyncio.Task[Outcome]]] = deque()

    def __bool__(self) -> bool:
        return bool(self._rows)

    @property
    def full(self) -> bool:
        return len(self._rows) >= self._most

    def add(self, row: BatchRow) -> None:
        self._rows.append((row, asyncio.create_task(self._outcome(row), name=f"row at line {row.line}")))

    async def first(self) -> tuple[BatchRow, Outcome]:
        row, task = self._rows[0]
        outcome = await task
        self._rows.popleft()
        return row, outcome

    async def stop(self) -> None:
        """Ends what is still under way."""
        tasks = [task for _, task in self._rows]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _outcome(self, row: BatchRow) -> Outcome:
        if row.error:
            return Outcome(error=row.error)
        async with self._slots:
            if self._in_thread:
                found: Any = await asyncio.to_thread(self._evaluate, row.variables)
            else:
                found = self._evaluate(row.variables)
            outcome: Outcome = await found if inspect.isawaitable(found) else found
            return outcome

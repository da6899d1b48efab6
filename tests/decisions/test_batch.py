"""A batch: in order, some at a time, in bounded memory, and what ends it."""

from __future__ import annotations

import asyncio
import io
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from c8tui.decisions.batch import AHEAD, UNKNOWN, BatchProgress, Variables, local, run_batch
from c8tui.decisions.batch_results import RowOutcome, results_of
from c8tui.decisions.batch_rows import BatchError, BatchRow, read_rows
from c8tui.decisions.typed import InputTypes
from c8tui.feel.dmn_model import Definitions
from tests.decisions.models import decision_xml, input_xml, literal_xml, model_of, table_xml


def some(count: int) -> list[BatchRow]:
    return [BatchRow(number, {"n": number}) for number in range(1, count + 1)]


class Written(list[tuple[int, RowOutcome]]):
    def write(self, row: BatchRow, outcome: RowOutcome) -> None:
        self.append((row.line, outcome))


def menu() -> Definitions:
    table = table_xml(["season", "guests"], ["dish"],
                      [['"Fall"', "< 5", '"Stew"'], ['"Fall"', "-", '"Roast"'], ['"Never"', "-", "1 +"]],
                      policy="RULE ORDER")  # fmt: skip
    return model_of(
        input_xml("guests", "number"), input_xml("day", "date"),
        decision_xml("season", literal_xml('if day.month > 8 then "Fall" else "Summer"'), inputs=["day"]),
        decision_xml("dish", table.replace("1 +", "1"), requires=["season"], inputs=["guests"]),
        decision_xml("strict", table_xml(["guests"], ["x"], [["> 1", "1"], ["> 2", "2"]]), inputs=["guests"]),
    )  # fmt: skip


async def test_in_order_whatever_is_done_first() -> None:
    gates = {number: asyncio.Event() for number in range(1, 4)}
    begun: list[int] = []

    async def evaluate(variables: Variables) -> RowOutcome:
        begun.append(variables["n"])
        await gates[variables["n"]].wait()
        return RowOutcome(str(variables["n"]))

    written, heard = Written(), list[tuple[int, int]]()
    batch = asyncio.create_task(
        run_batch(
            some(3), evaluate, written.write, progress=lambda reached: heard.append((reached.done, reached.failed))
        )
    )
    gates[3].set()
    gates[2].set()
    for _ in range(20):
        await asyncio.sleep(0)
    assert begun == [1, 2, 3]
    assert written == []
    gates[1].set()
    assert await batch == BatchProgress(3, 0)
    assert written == [(number, RowOutcome(str(number))) for number in (1, 2, 3)]
    assert heard == [(1, 0), (2, 0), (3, 0)]


async def test_so_many_at_a_time_and_no_more_read_than_that() -> None:
    now = most = read = behind = 0
    written = Written()

    def rows() -> Iterator[BatchRow]:
        nonlocal read, behind
        for row in some(100):
            read += 1
            behind = max(behind, read - len(written))
            yield row

    async def evaluate(variables: Variables) -> RowOutcome:
        nonlocal now, most
        now += 1
        most = max(most, now)
        for _ in range(variables["n"] % 7):
            await asyncio.sleep(0)
        now -= 1
        return RowOutcome()

    await run_batch(rows(), evaluate, written.write, parallel=3)
    assert most == 3
    assert behind == 3 * AHEAD
    assert [line for line, _ in written] == list(range(1, 101))


async def test_a_plain_function_runs_in_a_thread_one_at_a_time() -> None:
    threads = set()
    lock = threading.Lock()

    def evaluate(variables: Variables) -> RowOutcome:
        assert lock.acquire(blocking=False)
        threads.add(threading.current_thread())
        lock.release()
        return RowOutcome(json.dumps(variables["n"]))

    written = Written()
    assert await run_batch(some(50), evaluate, written.write) == BatchProgress(50, 0)
    assert [outcome.result for _, outcome in written] == [str(number) for number in range(1, 51)]
    assert threading.main_thread() not in threads


async def test_rows_with_errors_are_not_evaluated_and_failures_go_on() -> None:
    rows = [BatchRow(1, error="line 1: broken"), *some(3)[1:]]

    async def evaluate(variables: Variables) -> RowOutcome:
        return RowOutcome(error="refused") if variables["n"] == 2 else RowOutcome("3")

    written = Written()
    assert await run_batch(rows, evaluate, written.write) == BatchProgress(3, 2)
    assert [outcome for _, outcome in written] == [
        RowOutcome(error="line 1: broken"), RowOutcome(error="refused"), RowOutcome("3"),
    ]  # fmt: skip


async def test_what_is_raised_ends_it_and_what_had_begun_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("c8tui.decisions.batch.PATIENCE_S", 0.05)
    cancelled: list[int] = []

    async def evaluate(variables: Variables) -> RowOutcome:
        if variables["n"] == 3:
            raise OSError("gone")
        if variables["n"] > 4:
            try:
                await asyncio.Event().wait()
            finally:
                cancelled.append(variables["n"])
        return RowOutcome()

    written = Written()
    with pytest.raises(OSError, match="gone"):
        await run_batch(some(9), evaluate, written.write, parallel=5)
    assert [(line, outcome.error) for line, outcome in written][:4] == [(1, ""), (2, ""), (3, "gone"), (4, "")]
    assert {outcome.error for line, outcome in written if line > 4} == {UNKNOWN}
    assert [line for line, _ in written if line > 4] == sorted(cancelled)
    assert len(asyncio.all_tasks()) == 1


async def test_a_file_that_cannot_be_read_further() -> None:
    def rows() -> Iterator[BatchRow]:
        yield from some(2)
        raise BatchError("line 3: no")

    async def evaluate(variables: Variables) -> RowOutcome:
        await asyncio.sleep(0)
        return RowOutcome()

    written = Written()
    with pytest.raises(BatchError, match="line 3: no"):
        await run_batch(rows(), evaluate, written.write)
    assert [line for line, _ in written] == [1, 2]


async def test_cancelling_ends_all_of_it() -> None:
    begun = asyncio.Event()

    async def evaluate(variables: Variables) -> RowOutcome:
        begun.set()
        await asyncio.Event().wait()
        return RowOutcome()

    written = Written()
    batch = asyncio.create_task(run_batch(some(9), evaluate, written.write))
    await begun.wait()
    batch.cancel()
    with pytest.raises(asyncio.CancelledError):
        await batch
    assert [(line, outcome.error) for line, outcome in written] == [(line, UNKNOWN) for line in (1, 2, 3, 4)]
    assert len(asyncio.all_tasks()) == 1


def test_local_evaluation() -> None:
    evaluate = local(menu(), "dish")
    assert evaluate({"day": "2026-10-01", "guests": 4}) == RowOutcome('["Stew", "Roast"]', (1, 2))
    assert evaluate({"day": "2026-10-01", "guests": 9}) == RowOutcome('["Roast"]', (2,))
    assert evaluate({"day": "2026-05-01"}) == RowOutcome("null", ())
    failed = local(menu(), "strict")({"guests": 5})
    assert "UNIQUE" in failed.error
    assert failed.rules == ()
    with pytest.raises(KeyError):
        local(menu(), "nobody")


def test_local_evaluation_at_another_time() -> None:
    model = model_of(decision_xml("d", literal_xml("today()")))
    assert local(model, "d", now=datetime(2026, 1, 2, tzinfo=UTC))({}).result == '"2026-01-02"'


async def test_from_file_to_file() -> None:
    model = menu()
    source = "day;guests\n2026-10-01;4\nnever;4\n2026-10-01;\n"
    rows = read_rows(io.StringIO(source, newline=""), "csv", InputTypes(model, "dish"))
    out = io.StringIO(newline="")
    assert await run_batch(rows, local(model, "dish"), results_of(out, rows).write) == BatchProgress(3, 1)
    assert out.getvalue().splitlines() == [
        "day;guests;result;rules;error",
        '2026-10-01;4;"[""Stew"", ""Roast""]";1, 2;',
        'never;4;;;"line 3: day: ""never"" is no date, as 2026-12-24"',
        '2026-10-01;;"[""Roast""]";2;',
    ]

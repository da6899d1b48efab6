"""Exports hold every row once, go on where they stopped, and are safe to open."""

from __future__ import annotations

import asyncio
import csv
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from c8tui.errors import C8Error
from c8tui.model.search import Page, PageInfo, PageRequest
from c8tui.model.user_tasks import UserTask
from c8tui.session import export
from c8tui.session.export import Export, ExportFailed, ExportPlan, kept, of_records
from c8tui.session.session import Session
from c8tui.session.views import BUILT_IN
from tests.sandboxes import Sandbox, every_task


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "PAGE", 20)


def rows_in(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def source(session: Session) -> export.Fetch:
    return session.user_tasks.rows(BUILT_IN[0], session.identity).fetch


async def test_every_row_in_the_order_of_the_view(sandbox_session: Session, tmp_path: Path) -> None:
    plan = ExportPlan(tmp_path / "tasks.csv", "all")
    running = Export(plan, source(sandbox_session))
    await running.run()
    tasks = [task for _, task in await every_task(sandbox_session)]
    found = rows_in(plan.path)
    assert [row["key"] for row in found] == [task.user_task_key for task in tasks]
    assert [row["priority"] for row in found] == [str(task.priority) for task in tasks]
    assert (running.rows, running.total, running.capped) == (len(tasks), len(tasks), False)
    assert running.rate > 0
    assert running.seconds_left == 0
    assert os.listdir(tmp_path) == ["tasks.csv"]


async def test_json_lines_are_the_tasks_of_the_api(sandbox_session: Session, tmp_path: Path) -> None:
    plan = ExportPlan(tmp_path / "tasks.jsonl", "all")
    await Export(plan, source(sandbox_session)).run()
    tasks = [task for _, task in await every_task(sandbox_session)]
    lines = plan.path.read_bytes().splitlines()
    assert [msgspec.json.decode(line, type=UserTask) for line in lines] == tasks


async def test_it_goes_on_where_an_outage_stopped_it(
    sandbox: Sandbox, sandbox_session: Session, tmp_path: Path
) -> None:
    plan = ExportPlan(tmp_path / "tasks.csv", "all")
    fetch, asked = source(sandbox_session), list[PageRequest]()

    async def until_the_third(page: PageRequest) -> Page[UserTask]:
        asked.append(page)
        if len(asked) == 3:
            await sandbox.faults("drop")
        return await fetch(page)

    with pytest.raises(C8Error):
        await Export(plan, until_the_third).run()
    await sandbox.faults()
    note = kept(plan)
    assert note is not None
    assert note.rows == 40
    assert not plan.path.exists()
    with plan.part.open("ab") as file:
        file.write(b"half a li")  # as a crash leaves it
    again = Export(plan, until_the_third)
    await again.run()
    assert asked[3].after == note.cursor
    assert [row["key"] for row in rows_in(plan.path)] == [
        task.user_task_key for _, task in await every_task(sandbox_session)
    ]


async def test_one_that_is_dropped_is_kept_too(sandbox_session: Session, tmp_path: Path) -> None:
    plan = ExportPlan(tmp_path / "tasks.csv", "all")
    fetch, reached = source(sandbox_session), asyncio.Event()

    async def hangs(page: PageRequest) -> Page[UserTask]:
        if page.after:
            reached.set()
            await asyncio.Event().wait()
        return await fetch(page)

    running = asyncio.create_task(Export(plan, hangs).run())
    await reached.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    note = kept(plan)
    assert note is not None
    assert note.rows == 20


async def test_another_question_other_columns_or_a_wish_begin_anew(sandbox_session: Session, tmp_path: Path) -> None:
    path, tasks = tmp_path / "t.csv", [UserTask(user_task_key=str(number)) for number in range(30)]
    plan = ExportPlan(path, "all")
    plan.part.write_bytes(b"x" * 100)
    plan.note.write_bytes(msgspec.json.encode(export.Kept("all", plan.names, "20", 20, 100)))
    assert kept(plan) is not None
    assert kept(ExportPlan(path, "mine")) is None
    assert kept(ExportPlan(path, "all", ("task",))) is None
    plan.note.write_bytes(msgspec.json.encode(export.Kept("all", plan.names, "20", 20, 101)))
    assert kept(plan) is None, "the file is shorter than the note says"
    plan.note.write_bytes(b"{")
    assert kept(plan) is None
    plan.note.write_bytes(msgspec.json.encode(export.Kept("all", plan.names, "20", 20, 100)))
    await Export(plan, of_records(tasks), again=True).run()
    assert [row["key"] for row in rows_in(path)] == [task.user_task_key for task in tasks]


async def test_a_file_that_is_there_is_not_replaced_unasked(tmp_path: Path) -> None:
    plan = ExportPlan(tmp_path / "t.csv", "all", ("task",))
    plan.path.write_text("mine")
    with pytest.raises(ExportFailed, match="is there now"):
        await Export(plan, of_records([UserTask(user_task_key="1", name="a")])).run()
    assert plan.path.read_text() == "mine"
    await Export(plan, of_records([UserTask(user_task_key="1", name="a")]), replace=True).run()
    assert rows_in(plan.path) == [{"key": "1", "task": "a"}]


async def test_what_the_disk_refuses_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExportFailed, match=r"nowhere/t\.csv cannot be written: No such file"):
        await Export(ExportPlan(tmp_path / "nowhere" / "t.csv", "all"), of_records([])).run()


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"), ("+49 30 1234", "'+49 30 1234"), ("-", "'-"), ("@SUM(1)", "'@SUM(1)"), ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"), ("\n=1", "'\n=1"), ("\uff1d1", "'\uff1d1"), ("-5", "-5"), ("-1.5e+3", "-1.5e+3"),
        ("a=b", "a=b"), ('say "hi", you', 'say "hi", you'), ("two\nlines", "two\nlines"), ("é", "é"),
        ("half \ud800", "half \\ud800"),
    ],
)  # fmt: skip
async def test_cells_are_safe_and_come_back(tmp_path: Path, text: str, cell: str) -> None:
    plan = ExportPlan(tmp_path / "t.csv", "all", ("task",))
    await Export(plan, of_records([UserTask(user_task_key="1", name=text)])).run()
    assert rows_in(plan.path) == [{"key": "1", "task": cell}]


async def test_variable_columns_are_fetched_by_the_page(tmp_path: Path) -> None:
    fetched: list[tuple[int, Sequence[str]]] = []

    class Cells:
        trouble = ""

        async def fetch(self, tasks: Iterable[UserTask], paths: Sequence[str]) -> bool:
            fetched.append((len([*tasks]), paths))
            return True

        def text(self, task: UserTask, path: str) -> str | None:
            if self.trouble and task.user_task_key == "3":
                return None
            return "-" if task.user_task_key == "0" else f"{path}{task.user_task_key}"

    tasks = [UserTask(user_task_key=str(number)) for number in range(25)]
    plan = ExportPlan(tmp_path / "t.csv", "all", ("task", "amount"))
    await Export(plan, of_records(tasks), Cells()).run()
    assert rows_in(plan.path)[0] == {"key": "0", "task": "", "amount": ""}
    assert rows_in(plan.path)[24] == {"key": "24", "task": "", "amount": "amount24"}
    assert fetched == [(20, ("amount",)), (5, ("amount",))]
    lines = ExportPlan(tmp_path / "t.jsonl", "all", ("amount",))
    await Export(lines, of_records(tasks), Cells()).run()
    assert fetched[2] == (20, ("amount",))
    last: Any = json.loads(lines.path.read_text().splitlines()[24])
    assert last["variables"] == {"amount": "amount24"}
    Cells.trouble = "busy"
    with pytest.raises(ExportFailed, match="the variables cannot be had: busy"):
        await Export(lines, of_records(tasks), Cells(), replace=True).run()


async def test_a_server_that_gives_one_cursor_for_ever_ends_it(tmp_path: Path) -> None:
    async def fetch(_: PageRequest) -> Page[UserTask]:
        return Page(items=(UserTask(user_task_key="1"),), page=PageInfo(end_cursor="x", has_more_total_items=True))

    running = Export(ExportPlan(tmp_path / "t.csv", "all"), fetch)
    assert running.seconds_left is None
    with pytest.raises(ExportFailed, match="one cursor twice"):
        await running.run()
    assert running.rows == 2
    assert running.seconds_left is None

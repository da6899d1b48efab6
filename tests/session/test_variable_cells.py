"""Variables as cells: many tasks in one search, the task's own value first, kept for a while."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import httpx
import msgspec
import pytest

from c8tui.model.user_tasks import UserTask
from c8tui.model.variables import Variable
from c8tui.session.session import Session
from c8tui.session.variables import BATCH, CELLS_FRESH_S, SOON_S, Known, VariableCells
from tests.sandboxes import Sandbox, every_task

TASK = UserTask(user_task_key="1", process_instance_key="10", element_instance_key="20")


def known(**values: str) -> VariableCells:
    """Cells that know these variables of TASK."""
    cells = VariableCells(wire=None, clock=lambda: 0.0)  # type: ignore[arg-type]
    found = {name: Variable(name=name, value=value) for name, value in values.items()}
    cells._known["1"] = Known(0.0, frozenset({*values, "absent"}), found)
    return cells


CUSTOMER = '{"name": "ACME", "tags": ["a", "b"], "more": {}}'


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("amount", "12400.00"),
        ("customer", "{3}"),
        ("customer.name", "ACME"),
        ("customer.tags", "[2]"),
        ("customer.tags[1]", "b"),
        ("customer.tags[9]", "-"),
        ("customer.name.first", "-"),
        ("customer.name[0]", "-"),
        ("ok", "true"),
        ("big", "1e5"),
        ("nothing", "null"),
        ("absent", "-"),
        ("unknown", None),
        ("cut", '{"a": "xxx…'),
    ],
)
def test_what_stands_in_a_cell(path: str, text: str | None) -> None:
    cells = known(amount="12400.00", big="1e5", customer=CUSTOMER, ok="true", nothing="null", cut='{"a": "xxx')
    assert cells.text(TASK, path) == text


def test_numbers_sort_as_numbers_and_what_is_missing_last() -> None:
    values = {"a": "9", "b": "10.5", "c": '"Zed"', "d": '"ann"', "e": "true"}
    cells = known(**values)
    order = sorted(["absent", *values], key=lambda path: cells.sort_key(TASK, path))
    assert order == ["a", "b", "d", "e", "c", "absent"]
    assert cells.sort_key(TASK, "b") == (0, Decimal("10.5"))


async def test_tasks_in_sight_cost_one_search(sandbox: Sandbox, sandbox_session: Session) -> None:
    cells, tasks = sandbox_session.cells, [task for _, task in await every_task(sandbox_session)][:60]
    cells.clock = sandbox.clock
    sandbox.sent.clear()
    assert await cells.fetch(tasks, ["amount", "customer.name"])
    assert [request.url.path for request in sandbox.sent] == ["/v2/variables/search"]
    (body,) = sandbox.bodies("/variables/search")
    assert set(body["filter"]["name"]["$in"]) == {"amount", "customer"}
    assert len(body["filter"]["processInstanceKey"]["$in"]) == len({task.process_instance_key for task in tasks})
    await check(sandbox_session, cells, tasks)
    assert not await cells.fetch(tasks, ["amount"])
    assert len([r for r in sandbox.sent if r.url.path == "/v2/variables/search"]) == 1
    sandbox.clock.at += CELLS_FRESH_S
    assert await cells.fetch(tasks[:1], ["amount"])


async def check(session: Session, cells: VariableCells, tasks: Iterable[UserTask]) -> None:
    """The cells say what the variables of each task say."""
    shown = 0
    for task in tasks:
        own = {variable.name: variable for variable in await session.user_tasks.variables(task.user_task_key)}
        amount = own.get("amount")
        assert cells.text(task, "amount") == (amount.value if amount else "-")
        shown += amount is not None
    assert shown > 5


async def test_the_tasks_own_value_wins() -> None:
    cells, task = VariableCells(wire=Told(), clock=lambda: 0.0), TASK  # type: ignore[arg-type]
    await cells.fetch([task, msgspec.structs.replace(task, user_task_key="2", element_instance_key="21")], ["x"])
    assert cells.text(task, "x") == "local"
    assert cells.text(UserTask(user_task_key="2"), "x") == "process"


class Told:
    """A wire that knows a variable of the process, of one task and of a scope between."""

    async def search(self, path: str, query: Any, item: Any, **_: Any) -> Any:
        from c8tui.model.search import Page, PageInfo

        scopes = {"10": '"process"', "20": '"local"', "15": '"between"'}
        items = tuple(Variable(name="x", value=value, scope_key=scope) for scope, value in scopes.items())
        return Page(items=items, page=PageInfo(total_items=3))


async def test_a_refusal_is_told_and_not_asked_again_at_once(sandbox: Sandbox, sandbox_session: Session) -> None:
    cells, tasks = sandbox_session.cells, [task for _, task in await every_task(sandbox_session)][:3]
    cells.clock = sandbox.clock
    await sandbox.faults("403@/v2/variables/search*1")
    assert not await cells.fetch(tasks, ["amount"])
    assert cells.trouble
    sent = len(sandbox.sent)
    assert not await cells.fetch(tasks, ["amount"])
    assert len(sandbox.sent) == sent
    sandbox.clock.at += CELLS_FRESH_S
    assert await cells.fetch(tasks, ["amount"])
    assert cells.trouble == ""


async def test_other_columns_keep_their_cells_and_an_outage_is_over_soon(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    cells, tasks = sandbox_session.cells, [task for _, task in await every_task(sandbox_session)][:3]
    cells.clock = sandbox.clock
    await cells.fetch(tasks, ["amount"])
    await sandbox.faults("500@/v2/variables/search*1")
    assert not await cells.fetch(tasks, ["amount", "customer"])
    assert cells.trouble
    sandbox.clock.at += SOON_S
    assert await cells.fetch(tasks, ["customer"])
    assert all(cells.text(task, path) is not None for task in tasks for path in ("amount", "customer"))


async def test_what_came_before_a_failure_is_kept(sandbox: Sandbox, open_session: Any) -> None:
    sandbox = Sandbox(tasks=600)
    session = await open_session(sandbox)
    tasks = [task for _, task in await every_task(session)][: BATCH + 20]
    searches = 0

    async def fail_behind_the_first(request: httpx.Request) -> None:
        nonlocal searches
        searches += request.url.path.endswith("/variables/search")
        if searches > 1:
            raise httpx.ConnectError("gone", request=request)

    sandbox.meddle = fail_behind_the_first
    assert await session.cells.fetch(tasks, ["amount"])
    assert session.cells.text(tasks[0], "amount") is not None
    assert session.cells.text(tasks[-1], "amount") is None

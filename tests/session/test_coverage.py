"""Coverage over a sandbox: what fired, limits and dates, evaluations that cannot be read, and when it stops."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import httpx
import pytest

from c8tui.decisions.coverage import rule_key
from c8tui.decisions.sheet import Sheet, sheet_of
from c8tui.errors import ServerFault, Unauthorized, Unavailable
from c8tui.feel import dmn
from c8tui.model.base import moment
from c8tui.model.decisions import DecisionDefinition
from c8tui.session import coverage as coverage_module
from c8tui.session.coverage import IN_A_ROW, IN_FLIGHT
from c8tui.session.session import Session
from tests.decisions.models import table_of
from tests.sandboxes import Sandbox
from tests.session import lists

READS = "GET:/v2/decision-instances/*"


async def newest(session: Session, decision_id: str) -> tuple[DecisionDefinition, Sheet]:
    """The newest version of a decision of the sandbox, with its table."""
    definition = await lists.newest(session, decision_id)
    detail = await session.decisions.detail(definition)
    return definition, sheet_of(table_of(dmn.read(detail.xml or ""), decision_id))


def reads(sandbox: Sandbox) -> list[str]:
    """The keys of the evaluations that were read one by one, in the order in which they were asked for."""
    paths = [request.url.path for request in sandbox.sent if request.method == "GET"]
    return [path.rpartition("/")[2] for path in paths if "/decision-instances/" in path]


async def test_what_fired_and_what_never_did(sandbox: Sandbox, sandbox_session: Session) -> None:
    definition, sheet = await newest(sandbox_session, "dish")
    heard: list[tuple[int, int]] = []
    looked = await sandbox_session.decision_models.coverage(
        definition, sheet, progress=lambda done, total: heard.append((done, total))
    )
    found = looked.coverage
    assert found.looked_at == looked.total == looked.done == len(reads(sandbox)) > 20
    assert (looked.all_seen, looked.stopped, looked.gone, looked.unread) == (True, None, 0, [])
    assert sum(fired.count for fired in found.fired.values()) == found.looked_at
    assert set(found.fired) | set(found.never) == {rule_key(row.id, row.number) for row in sheet.rows}
    assert found.strangers == {}
    assert heard == [(done, looked.total) for done in range(looked.total + 1)]
    assert found.first is not None
    assert found.last is not None
    assert found.first < found.last


async def test_failed_evaluations(sandbox_session: Session) -> None:
    definition, sheet = await newest(sandbox_session, "guestCount")
    looked = await sandbox_session.decision_models.coverage(definition, sheet)
    assert looked.coverage.failed == 1


async def test_rules_of_another_table_are_strangers(sandbox_session: Session) -> None:
    definition, _ = await newest(sandbox_session, "dish")
    _, other = await newest(sandbox_session, "guestCount")
    looked = await sandbox_session.decision_models.coverage(definition, other)
    assert looked.coverage.fired == {}
    assert sum(fired.count for fired in looked.coverage.strangers.values()) == looked.coverage.looked_at


async def test_no_more_than_wanted_and_the_newest_of_them(
    sandbox: Sandbox, sandbox_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coverage_module, "PAGE", 4)
    definition, sheet = await newest(sandbox_session, "dish")
    newest_five = [
        one.decision_evaluation_instance_key
        for one in ((await sandbox_session.decisions.detail(definition)).instances or ())[:5]
    ]
    looked = await sandbox_session.decision_models.coverage(definition, sheet, most=5)
    assert reads(sandbox) == newest_five
    assert (looked.coverage.looked_at, looked.all_seen) == (5, False)
    assert looked.total > 5


async def test_as_many_as_there_are_is_all(sandbox_session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    definition, sheet = await newest(sandbox_session, "dish")
    every = await sandbox_session.decision_models.coverage(definition, sheet)
    monkeypatch.setattr(coverage_module, "PAGE", every.total)
    exactly = await sandbox_session.decision_models.coverage(definition, sheet, most=every.total)
    assert exactly.all_seen
    assert exactly.coverage == every.coverage


async def test_none_before_a_date(sandbox_session: Session) -> None:
    definition, sheet = await newest(sandbox_session, "dish")
    instances = (await sandbox_session.decisions.detail(definition)).instances
    dates = [moment(one.evaluation_date) or datetime.max for one in instances or ()]
    looked = await sandbox_session.decision_models.coverage(definition, sheet, since=dates[3])
    assert (looked.coverage.looked_at, looked.coverage.first, looked.all_seen) == (4, dates[3], True)
    looked = await sandbox_session.decision_models.coverage(definition, sheet, since=dates[0] + timedelta(seconds=1))
    assert (looked.coverage.looked_at, looked.total, looked.all_seen) == (0, 0, True)


async def test_eight_at_a_time(sandbox: Sandbox, sandbox_session: Session) -> None:
    definition, sheet = await newest(sandbox_session, "dish")
    now, most = 0, 0

    async def meddle(request: httpx.Request) -> None:
        nonlocal now, most
        if request.method == "GET":
            now += 1
            most = max(most, now)
            for _ in range(20):
                await asyncio.sleep(0)
            now -= 1

    sandbox.meddle = meddle
    await sandbox_session.decision_models.coverage(definition, sheet)
    assert most == IN_FLIGHT


async def test_what_is_gone_is_no_failure(sandbox: Sandbox, sandbox_session: Session) -> None:
    definition, sheet = await newest(sandbox_session, "dish")
    await sandbox.faults(f"404@{READS}*12")
    looked = await sandbox_session.decision_models.coverage(definition, sheet)
    assert (looked.gone, looked.unread, looked.stopped) == (12, [], None)
    assert looked.coverage.looked_at == looked.total - 12 > 0


async def test_one_that_cannot_be_read_is_told(sandbox: Sandbox, sandbox_session: Session) -> None:
    definition, sheet = await newest(sandbox_session, "dish")
    await sandbox.faults(f"500@{READS}*2", f"garbage@{READS}*1")
    looked = await sandbox_session.decision_models.coverage(definition, sheet)
    assert sorted(type(why).__name__ for _, why in looked.unread) == ["BadAnswer", "ServerFault", "ServerFault"]
    assert {key for key, _ in looked.unread} <= set(reads(sandbox))
    assert looked.stopped is None
    assert looked.done == looked.total == looked.coverage.looked_at + 3


async def test_many_that_cannot_be_read_in_a_row_stop_it(sandbox: Sandbox, sandbox_session: Session) -> None:
    definition, sheet = await newest(sandbox_session, "dish")
    await sandbox.faults(f"500@{READS}")
    looked = await sandbox_session.decision_models.coverage(definition, sheet)
    assert isinstance(looked.stopped, ServerFault)
    assert IN_A_ROW <= len(looked.unread) < IN_A_ROW + IN_FLIGHT
    assert not looked.all_seen


async def test_many_that_cannot_be_read_here_and_there_do_not(sandbox: Sandbox, sandbox_session: Session) -> None:
    definition, sheet = await newest(sandbox_session, "dish")

    async def meddle(request: httpx.Request) -> None:
        if request.method == "GET" and len(reads(sandbox)) % 2:
            await sandbox.faults(f"500@{READS}*1")

    sandbox.meddle = meddle
    looked = await sandbox_session.decision_models.coverage(definition, sheet)
    assert len(looked.unread) >= IN_A_ROW
    assert (looked.stopped, looked.all_seen, looked.done) == (None, True, looked.total)


@pytest.mark.parametrize(("fault", "kind"), [("401", Unauthorized), ("unavailable", Unavailable)])
async def test_what_the_next_one_would_meet_too_stops_it(
    sandbox: Sandbox, sandbox_session: Session, fault: str, kind: type[Exception]
) -> None:
    definition, sheet = await newest(sandbox_session, "dish")

    async def meddle(request: httpx.Request) -> None:
        if len(reads(sandbox)) == 11 and request.method == "GET":
            await sandbox.faults(f"{fault}@{READS}")

    sandbox.meddle = meddle
    looked = await sandbox_session.decision_models.coverage(definition, sheet)
    assert isinstance(looked.stopped, kind)
    assert 0 < looked.coverage.looked_at < looked.total
    assert len(set(reads(sandbox))) < looked.total
    assert not looked.all_seen


async def test_a_page_that_is_not_to_be_had(
    sandbox: Sandbox, sandbox_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coverage_module, "PAGE", 4)
    definition, sheet = await newest(sandbox_session, "dish")

    async def meddle(request: httpx.Request) -> None:
        if len(reads(sandbox)) == 4:
            await sandbox.faults("401@*/search")

    sandbox.meddle = meddle
    looked = await sandbox_session.decision_models.coverage(definition, sheet)
    assert isinstance(looked.stopped, Unauthorized)
    assert looked.coverage.looked_at == 4
    sandbox.meddle = None
    with pytest.raises(Unauthorized):
        await sandbox_session.decision_models.coverage(definition, sheet)


async def test_a_decision_that_is_not_there(sandbox_session: Session) -> None:
    _, sheet = await newest(sandbox_session, "dish")
    nobody = DecisionDefinition(decision_definition_key="7")
    looked = await sandbox_session.decision_models.coverage(nobody, sheet)
    assert (looked.total, looked.coverage.looked_at, looked.all_seen) == (0, 0, True)
    assert len(looked.coverage.never) == len(sheet.rows)


async def test_cancelling_stops_all_that_was_asked(sandbox: Sandbox, sandbox_session: Session) -> None:
    definition, sheet = await newest(sandbox_session, "dish")
    waiting, ended = asyncio.Event(), 0

    async def meddle(request: httpx.Request) -> None:
        nonlocal ended
        if request.method == "GET":
            waiting.set()
            try:
                await asyncio.Event().wait()
            finally:
                ended += 1

    sandbox.meddle = meddle
    asked = asyncio.create_task(sandbox_session.decision_models.coverage(definition, sheet))
    await waiting.wait()
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert ended == len(reads(sandbox)) > 0

"""Versions, differences, evaluations and rules that fired, from the decision screen."""

from __future__ import annotations

import pytest

from c8tui.api import decisions
from c8tui.api.wire import Wire
from c8tui.errors import Unreachable
from c8tui.model.decisions import DecisionInstance
from c8tui.session.session import Session
from c8tui.tui.dialogs.choice import ChoiceDialog
from c8tui.tui.dialogs.lines import LinesDialog
from c8tui.tui.widgets.notice import Notice
from tests.sandboxes import Sandbox
from tests.tui.apps import loaded, text_of, until
from tests.tui.decisions.shown import decision_on


async def test_another_version_is_shown(sandbox_session: Session) -> None:
    async with decision_on(sandbox_session, "discount") as (app, pilot, screen):
        await pilot.press("A")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "Discount   v1" in text_of(app))
        assert "1 input  1 output  2 rules" in text_of(app)
        assert screen.version.definition.version == 1


async def test_versions_are_compared_rule_by_rule(sandbox_session: Session) -> None:
    async with decision_on(sandbox_session, "discount") as (app, pilot, screen):
        await pilot.press("equals_sign")
        await until(pilot, lambda: isinstance(app.screen, LinesDialog))
        shown = text_of(app)
        for part in ("Discount: v1 -> v2", "3 added, 2 changed", "+ input column Customer tier", "5  ->  3"):
            assert part in shown
        await pilot.press("y")
        await until(pilot, lambda: "Copied" in text_of(app))
        assert "+ rule 5" in app.clipboard
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)


async def test_one_version_has_nothing_to_be_compared_with(sandbox_session: Session) -> None:
    async with decision_on(sandbox_session, "dish") as (_, pilot, screen):
        await pilot.press("equals_sign")
        await until(pilot, lambda: screen.query_one(Notice).text == "there is one version only")


async def test_rules_that_fired_are_counted_beside_them(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with decision_on(sandbox_session, "dish") as (app, pilot, screen):
        await pilot.press("number_sign", "enter")
        await until(pilot, lambda: "hits (of" in text_of(app))
        assert "evaluationDate" not in sandbox.bodies("/decision-instances/search")[-1]["filter"]
        told = screen.query_one(Notice).text
        sheet = screen.view.table.sheet
        assert sheet is not None
        counts = [int(row.cells[-1].split()[0]) for row in sheet.rows]
        reads = [one for one in sandbox.sent if one.method == "GET" and "/decision-instances/" in one.url.path]
        assert f"{len(reads):,} of {len(reads):,} evaluations" in told
        assert 0 < sum(counts) <= len(reads)
        never = [str(row.number) for row, count in zip(sheet.rows, counts, strict=True) if not count]
        assert (f"never fired: rule {', '.join(never)}" if never else "every rule fired") in told


async def test_a_period_is_asked_of_the_cluster_and_the_counts_can_be_hidden(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    async with decision_on(sandbox_session, "dish") as (app, pilot, screen):
        await pilot.press("number_sign", "down", "enter")
        await until(pilot, lambda: "evaluations" in screen.query_one(Notice).text or "no eval" in text_of(app))
        await until(pilot, lambda: not screen.flow.busy)
        since = sandbox.bodies("/decision-instances/search")[-1]["filter"]["evaluationDate"]
        assert since.keys() == {"$gte"}
        await pilot.press("number_sign")
        if screen.view.state is not None and "hits (of" in text_of(app):
            await until(pilot, lambda: "hits (of" not in text_of(app))


async def test_counting_that_is_cut_off_keeps_what_it_has_and_says_so(
    sandbox_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, asked = decisions.get_instance, 0

    async def three_times(wire: Wire, key: str) -> DecisionInstance:
        nonlocal asked
        asked += 1
        if asked > 3:
            raise Unreachable("nobody is there")
        return await real(wire, key)

    monkeypatch.setattr(decisions, "get_instance", three_times)
    async with decision_on(sandbox_session, "dish") as (app, pilot, screen):
        await pilot.press("number_sign", "enter")
        await until(pilot, lambda: "stopped: nobody is there" in screen.query_one(Notice).text)
        assert screen.query_one(Notice).text.startswith("3 of ")
        assert "hits (of 3)" in text_of(app)


async def test_a_count_that_read_nothing_says_so_and_calls_no_rule_idle(
    sandbox: Sandbox, sandbox_session: Session
) -> None:
    async with decision_on(sandbox_session, "dish") as (app, pilot, screen):
        for fault in ("401@/v2/decision-instances/*-3", "500@/v2/decision-instances/*-3"):
            await sandbox.faults(fault)
            await pilot.press("number_sign", "enter")
            await until(pilot, lambda: "nothing could be counted" in screen.query_one(Notice).text)
            shown = text_of(app)
            assert "no evaluation" not in shown
            assert "never" not in shown
            assert "hits (of" not in shown
            screen.query_one(Notice).clear()


async def test_the_evaluations_of_the_version_are_listed(sandbox: Sandbox, sandbox_session: Session) -> None:
    async with decision_on(sandbox_session, "discount") as (app, pilot, screen):
        await pilot.press("H")
        await until(pilot, lambda: app.current_mode == "evaluations" and loaded(app))
        sent = sandbox.bodies("/decision-instances/search")[-1]["filter"]
        assert sent == {"decisionDefinitionKey": screen.version.definition.decision_definition_key}

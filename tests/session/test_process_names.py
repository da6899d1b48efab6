"""Processes by their names, and what finds tasks by a text in either name."""

from __future__ import annotations

import pytest

from c8tui.model.search import Op
from c8tui.session.process_names import KNOWN_S, ProcessNames, name_pattern
from c8tui.session.session import Session
from tests.conftest import OpenSession
from tests.sandboxes import Sandbox

SEARCH = "/process-definitions/search"


@pytest.mark.parametrize(
    ("text", "pattern"),
    [("invoice", "*?nvoice*"), ("Review INV", "*Review INV*"), ("a*b?", "*?\\*b\\?*"), ("  ", None)],
)
def test_a_pattern_for_names_that_contain_a_text(text: str, pattern: str | None) -> None:
    assert name_pattern(text) == pattern


async def test_the_latest_versions_are_asked_for_once_in_a_while(sandbox: Sandbox, sandbox_session: Session) -> None:
    now = 0.0
    names = ProcessNames(sandbox_session.user_tasks.wire, clock=lambda: now)
    found = await names.latest()
    assert {"complaint", "invoice-approval"} <= {one.process_definition_id for one in found}
    assert len({one.process_definition_id for one in found}) == len(found)
    now = KNOWN_S - 1
    await names.latest()
    assert len(sandbox.bodies(SEARCH)) == 1
    now = KNOWN_S
    await names.latest()
    assert len(sandbox.bodies(SEARCH)) == 2


@pytest.mark.parametrize(
    ("dialect", "name", "processes"),
    [
        ("8.8", "approval", ("invoice-approval",)),
        ("8.9", Op(like="*?pproval*"), ("invoice-approval",)),
        ("8.10", Op(like="*?pproval*"), ("invoice-approval",)),
    ],
)
async def test_each_version_is_asked_what_it_can_answer(
    open_session: OpenSession, dialect: str, name: object, processes: tuple[str, ...]
) -> None:
    session = await open_session(Sandbox(dialect=dialect))
    named = await session.process_names.search_for(" approval ", session.topology.gateway_version)
    assert named.options == (("name", (name,)), ("process_definition_id", processes))
    assert ("whole task names only" in named.note) is (dialect == "8.8")
    several = await session.process_names.search_for("in", session.topology.gateway_version)
    ids = dict(several.options)["process_definition_id"]
    assert (len(ids) == 1) is (dialect == "8.10"), "8.10 takes all of them in one condition"
    view = session.views.named("open")
    assert view is not None
    rows = session.user_tasks.rows(view, session.identity, several)
    await rows.load(0, 0)
    assert {task.process_definition_id for _, task in rows.loaded()} >= {*processes}

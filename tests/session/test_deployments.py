"""Deploying files: what is wrong with them, what became of each, and what is true when the answer is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from c8tui.errors import OutcomeUnknown, Refusal
from c8tui.session.session import Session
from tests.sandbox.test_own_files import DMN, FORM, ORDER, bpmn
from tests.sandboxes import Sandbox


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in (ORDER, DMN, FORM):
        (tmp_path / file.name).write_bytes(file.content)
    return tmp_path


def empty(**options: Any) -> Sandbox:
    return Sandbox(story="empty", tasks=None, **options)


async def opened(sandbox: Sandbox, **settings: Any) -> Session:
    session = await sandbox.session(**settings)
    session.deployments.sleep = sandbox.clock.sleep
    return session


async def deployed(session: Session, folder: Path, *names: str) -> tuple[str, ...]:
    files = session.deployments.read([str(folder / name) for name in names])
    report = await session.deployments.deploy(files)
    assert report.refused is None
    return report.lines


async def test_what_became_of_each(folder: Path) -> None:
    session = await opened(empty())
    names = ("order.bpmn", "rates.dmn", "ask.form")
    assert await deployed(session, folder, *names) == (
        "order.bpmn: process order, version 1",
        "rates.dmn: decision rate, version 1",
        "ask.form: form ask, version 1",
    )
    (folder / "order.bpmn").write_bytes(bpmn("order.bpmn", work="other").content)
    assert await deployed(session, folder, *names) == (
        "order.bpmn: process order, version 2",
        "rates.dmn: unchanged, version 1",
        "ask.form: form ask, version 1",
    )
    await session.close()


async def test_on_8_8_and_for_a_tenant(folder: Path) -> None:
    session = await opened(empty(dialect="8.8"), tenant_id="tenant-b")
    assert await deployed(session, folder, "order.bpmn") == ("order.bpmn: process order, version 1",)
    (definition,) = await session.forms.startable()
    assert (definition.process_definition_id, definition.tenant_id) == ("order", "tenant-b")
    await session.close()


async def test_all_that_is_wrong_with_the_files_is_said_and_nothing_sent(folder: Path) -> None:
    sandbox = empty()
    session = await opened(sandbox)
    (folder / "other").mkdir()
    (folder / "other" / "order.bpmn").write_bytes(b"")
    paths = [str(folder / name) for name in ("none.bpmn", "order.bpmn", "other/order.bpmn", "other")]
    with pytest.raises(Refusal) as refused:
        session.deployments.read(paths)
    for said in ("there is no file", "is a folder", "two files are called order.bpmn"):
        assert said in refused.value.detail
    with pytest.raises(Refusal, match="no file is named"):
        session.deployments.read([])
    assert sandbox.commands_sent() == []
    await session.close()


async def test_a_read_only_profile_deploys_nothing(folder: Path) -> None:
    session = await opened(empty(), read_only=True)
    with pytest.raises(Refusal, match="read-only"):
        session.deployments.read([str(folder / "order.bpmn")])
    await session.close()


async def test_what_the_cluster_refuses_comes_with_all_its_lines(folder: Path) -> None:
    (folder / "one.form").write_text("{")
    (folder / "two.form").write_text("[]")
    session = await opened(empty())
    files = session.deployments.read([str(folder / "one.form"), str(folder / "two.form")])
    refused = (await session.deployments.deploy(files)).refused
    assert refused is not None
    first, *reasons = refused.detail.splitlines()
    assert "nothing was deployed" in first
    assert [reason.partition(":")[0] for reason in reasons] == ["- one.form", "- two.form"]
    await session.close()


class TestLost:
    """The answer is lost, after the deployment or before it; it is sent once."""

    @pytest.mark.parametrize("names", [("order.bpmn",), ("rates.dmn",), ("order.bpmn", "ask.form")])
    async def test_what_the_cluster_has_is_deployed(self, folder: Path, names: tuple[str, ...]) -> None:
        sandbox = empty()
        session = await opened(sandbox)
        await sandbox.faults("lost@/v2/deployments*1")
        (line,) = await deployed(session, folder, *names)
        assert "deployed: the answer was lost, the cluster has" in line
        assert sandbox.commands_sent() == ["POST /deployments"]
        await session.close()

    @pytest.mark.parametrize("names", [("order.bpmn",), ("order.bpmn", "ask.form")])
    async def test_what_it_has_not_is_unknown(self, folder: Path, names: tuple[str, ...]) -> None:
        sandbox = empty()
        session = await opened(sandbox)
        await sandbox.faults("504@/v2/deployments*1")
        with pytest.raises(OutcomeUnknown):
            await deployed(session, folder, *names)
        assert sandbox.commands_sent() == ["POST /deployments"]
        await session.close()

    async def test_what_was_there_before_proves_nothing_of_a_form(self, folder: Path) -> None:
        sandbox = empty()
        session = await opened(sandbox)
        await deployed(session, folder, "order.bpmn")
        await sandbox.faults("lost@/v2/deployments*1")
        with pytest.raises(OutcomeUnknown):
            await deployed(session, folder, "order.bpmn", "ask.form")
        await session.close()

    async def test_an_older_version_proves_nothing(self, folder: Path) -> None:
        sandbox = empty()
        session = await opened(sandbox)
        await deployed(session, folder, "order.bpmn")
        (folder / "order.bpmn").write_bytes(bpmn("order.bpmn", work="other").content)
        await sandbox.faults("504@/v2/deployments*1")
        with pytest.raises(OutcomeUnknown):
            await deployed(session, folder, "order.bpmn")
        await session.close()

"""Faults that answer after the effect: the command is in the log, whatever the answer says."""

from __future__ import annotations

import httpx
import pytest

from c8tui.sandbox.fault_after import answer_after
from c8tui.sandbox.fault_specs import NAMED, parse
from tests.sandboxes import Sandbox, a_task


@pytest.mark.parametrize("value", [*NAMED, "200", "202", "205", "301", "500", "502", "503", "504"])
async def test_the_effect_is_there_whatever_is_answered(value: str) -> None:
    sandbox = Sandbox(tasks=20)
    session = await sandbox.session()
    task = await a_task(session, assignee=None)
    await session.close()
    await sandbox.faults(f"after={value}*1")
    path = f"/v2/user-tasks/{task.user_task_key}/assignment"
    sent = httpx.Request("POST", f"http://sandbox.test{path}", json={"assignee": "demo", "allowOverride": False})
    answer = await sandbox.handle_async_request(sent)
    assert answer.status_code == answer_after(value, path).status_code
    assert await sandbox.log() == [f"POST /user-tasks/{task.user_task_key}/assignment"]


@pytest.mark.parametrize("value", ["204", "404", "nonsense", "999", ""])
def test_what_would_be_the_api_s_own_word_is_no_fault(value: str) -> None:
    with pytest.raises(ValueError, match="the value of after must be"):
        parse(f"after={value}")

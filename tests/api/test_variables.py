"""Variables over many process instances: what is asked, and what comes back from a real sandbox."""

from __future__ import annotations

from c8tui.api import variables
from c8tui.model.search import Op, PageRequest, Search
from c8tui.model.variables import InstanceVariableFilter
from c8tui.session.session import Session
from tests.sandboxes import Sandbox, a_task


async def test_it_asks_for_names_in_instances(sandbox: Sandbox, sandbox_session: Session) -> None:
    task = await a_task(sandbox_session)
    where = InstanceVariableFilter(process_instance_key=Op(in_=(task.process_instance_key,)), name=Op(like="*"))
    wire = sandbox_session.user_tasks.wire
    page = await variables.search(wire, Search(filter=where, page=PageRequest(limit=50)), truncate=False)
    assert page.items
    assert {variable.process_instance_key for variable in page.items} == {task.process_instance_key}
    request = sandbox.sent[-1]
    assert (request.method, request.url.path) == ("POST", "/v2/variables/search")
    assert request.url.params["truncateValues"] == "false"
    assert sandbox.bodies("/variables/search")[-1]["filter"] == {
        "processInstanceKey": {"$in": [task.process_instance_key]},
        "name": {"$like": "*"},
    }

"""Starting process instances."""

from __future__ import annotations

from c8tui.sandbox.calls import Call, Endpoint
from c8tui.sandbox.deploy import DEFAULT_TENANT
from c8tui.sandbox.flow import Flow
from c8tui.sandbox.problems import invalid, rejected
from c8tui.sandbox.store import Row
from c8tui.sandbox.values import key

_KNOWN = (
    *("processDefinitionId", "processDefinitionKey", "processDefinitionVersion", "variables", "tenantId"),
    *("startInstructions", "runtimeInstructions", "operationReference", "awaitCompletion", "requestTimeout"),
    *("fetchVariables", "tags", "businessId"),
)


class Starts:
    """The command that starts an instance."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow

    async def start(self, call: Call) -> object:
        """`POST /process-instances`: by key or by id, of which the latest version starts."""
        body = call.body.only(*_KNOWN)
        if body.has("processDefinitionId") == body.has("processDefinitionKey"):
            raise invalid("Exactly one of 'processDefinitionId' and 'processDefinitionKey' must be given.")
        variables = body.inner("variables").data
        tenant = body.text("tenantId") or DEFAULT_TENANT
        if tenant not in call.world.tenants:
            raise rejected("CREATE", "NOT_FOUND", f"there is no process for tenant '{tenant}'")
        definition = self._definition(call)
        store, at = call.world.store, call.world.now()
        with store.whole():
            number = store.new_key() % 1_000_000
            instance = self._flow.start(definition["process_definition_id"], variables, at, tenant, number)
            self._flow.enter(instance, 0, at)
        return {
            "processDefinitionId": definition["process_definition_id"],
            "processDefinitionKey": str(definition["key"]),
            "processDefinitionVersion": definition["version"],
            "processInstanceKey": str(instance["key"]),
            "tenantId": tenant,
            "variables": {},
            "tags": [],
        } | ({"businessId": None} if call.world.speaks("8.9") else {})

    def _definition(self, call: Call) -> Row:
        body, store = call.body, call.world.store
        if body.has("processDefinitionId"):
            wanted = body.text("processDefinitionId") or ""
            rows = store.find("process_definition", process_definition_id=wanted)
        else:
            number = key(body.data["processDefinitionKey"], "processDefinitionKey")
            wanted = str(number)
            rows = store.find("process_definition", key=number)
        if not rows:
            raise rejected("CREATE", "NOT_FOUND", f"there is no process '{wanted}'")
        return max(rows, key=lambda row: int(row["version"]))

    def endpoints(self) -> tuple[Endpoint, ...]:
        """What it serves."""
        return (Endpoint("command", "POST", "/process-instances", self.start),)

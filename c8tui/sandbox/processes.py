"""Process definitions and their instances, incidents and forms, as reads see them."""

from __future__ import annotations

from c8tui.sandbox.calls import Call, Endpoint, xml
from c8tui.sandbox.catalog import FORMS, INCIDENTS, PROCESS_DEFINITIONS, PROCESS_INSTANCES
from c8tui.sandbox.query import Conditions
from c8tui.sandbox.reads import found, getting, page_of, searching
from c8tui.sandbox.search import by_key


async def get_xml(call: Call) -> object:
    """`GET /process-definitions/{processDefinitionKey}/xml`: the BPMN."""
    found(call, PROCESS_DEFINITIONS, "process definition")
    return xml(call.world.store.select("SELECT xml FROM process_definition WHERE key = ?", _key(call))[0][0])


async def get_start_form(call: Call) -> object:
    """`GET /process-definitions/{processDefinitionKey}/form`: the start form; 204 when there is none."""
    found(call, PROCESS_DEFINITIONS, "process definition")
    form_key = call.world.store.select("SELECT form_key FROM process_definition WHERE key = ?", _key(call))[0][0]
    if form_key is None:
        return None
    return by_key(call.world.store, call.world.view(FORMS), "key", form_key, Conditions())


def _key(call: Call) -> tuple[int]:
    return (call.key("processDefinitionKey"),)


async def search_incidents_of(call: Call) -> object:
    """`POST /process-instances/{processInstanceKey}/incidents/search`."""
    found(call, PROCESS_INSTANCES, "process instance")
    scope = call.scope()
    scope.add("t.process_instance_key = ?", call.key("processInstanceKey"))
    return page_of(call, INCIDENTS, scope, filters=None if call.world.speaks("8.9") else ())


ENDPOINTS = (
    Endpoint("search", "POST", "/process-definitions/search", searching(PROCESS_DEFINITIONS)),
    Endpoint(
        "get",
        "GET",
        "/process-definitions/{processDefinitionKey}",
        getting(PROCESS_DEFINITIONS, "process definition"),
    ),
    Endpoint("get", "GET", "/process-definitions/{processDefinitionKey}/xml", get_xml),
    Endpoint("get", "GET", "/process-definitions/{processDefinitionKey}/form", get_start_form),
    Endpoint("get", "GET", "/forms/{formKey}", getting(FORMS, "form"), "8.10"),
    Endpoint("search", "POST", "/process-instances/search", searching(PROCESS_INSTANCES)),
    Endpoint("get", "GET", "/process-instances/{processInstanceKey}", getting(PROCESS_INSTANCES, "process instance")),
    Endpoint("search", "POST", "/process-instances/{processInstanceKey}/incidents/search", search_incidents_of),
    Endpoint("search", "POST", "/incidents/search", searching(INCIDENTS)),
    Endpoint("get", "GET", "/incidents/{incidentKey}", getting(INCIDENTS, "incident")),
)

"""The process-definition endpoints."""

from __future__ import annotations

import httpx

from c8tui.api import processes
from c8tui.model.processes import ProcessDefinition, ProcessDefinitionFilter
from c8tui.model.search import Search, Sort
from tests.api.fakes import Cluster, answer


async def test_search() -> None:
    here = Cluster(answer({"items": [{"processDefinitionKey": "1", "name": None}], "page": {"totalItems": 1}}))
    query = Search(filter=ProcessDefinitionFilter(is_latest_version=True), sort=(Sort("version_tag"),))
    page = await processes.search(here.wire(), query)
    assert here.asked == (
        "POST",
        "/process-definitions/search",
        {"filter": {"isLatestVersion": True}, "sort": [{"field": "versionTag", "order": "ASC"}]},
    )
    assert page.items == (ProcessDefinition(process_definition_key="1"),)


async def test_get() -> None:
    here = Cluster(
        answer({"processDefinitionKey": "1", "processDefinitionId": "order", "version": 3, "hasStartForm": True})
    )
    read = await processes.get(here.wire(), "1")
    assert read == ProcessDefinition(
        process_definition_key="1", process_definition_id="order", version=3, has_start_form=True
    )
    assert here.asked == ("GET", "/process-definitions/1", None)


async def test_xml() -> None:
    here = Cluster(httpx.Response(200, content=b"\xef\xbb\xbf<bpmn/>", headers={"content-type": "text/xml"}))
    assert await processes.xml(here.wire(), "1") == "<bpmn/>"
    assert here.asked == ("GET", "/process-definitions/1/xml", None)


async def test_no_xml() -> None:
    assert await processes.xml(Cluster(httpx.Response(204)).wire(), "1") == ""


async def test_start_form() -> None:
    here = Cluster(answer({"formId": "f", "schema": "{}"}))
    found = await processes.start_form(here.wire(), "1")
    assert found is not None
    assert found.form_id == "f"
    assert here.asked == ("GET", "/process-definitions/1/form", None)
    assert await processes.start_form(Cluster(httpx.Response(204)).wire(), "1") is None


async def test_start() -> None:
    here = Cluster(answer({"processInstanceKey": "7", "processDefinitionId": "order"}))
    started = await processes.start(here.wire(), "1", {"a": 1}, "t")
    assert here.asked == (
        "POST",
        "/process-instances",
        {"processDefinitionKey": "1", "variables": {"a": 1}, "tenantId": "t"},
    )
    assert started.process_instance_key == "7"

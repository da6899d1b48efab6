"""Reads of user tasks: items, forms, variables."""

from __future__ import annotations

import json

from tests.sandbox.clusters import Cluster


async def test_a_task_has_every_field(cluster: Cluster) -> None:
    task = await cluster.task(elementId="review-invoice")
    assert (task["name"], task["processName"], task["processDefinitionVersion"]) == (
        "Review invoice",
        "Invoice approval",
        3,
    )
    assert (task["candidateGroups"], task["customHeaders"], task["tags"]) == (["accounting"], {}, ["finance"])
    assert len(task) == 24


async def test_forms(cluster: Cluster) -> None:
    with_form = await cluster.task(elementId="review-invoice")
    form = await cluster.get(f"/user-tasks/{with_form['userTaskKey']}/form")
    assert (form["formKey"], form["formId"], form["version"]) == (with_form["formKey"], "review-invoice", 1)
    assert json.loads(form["schema"])["id"] == "review-invoice"
    assert set(form) == {"tenantId", "formId", "schema", "version", "formKey"}
    without = await cluster.task(elementId="verify-address")
    assert (await cluster.ask("GET", f"/user-tasks/{without['userTaskKey']}/form")).status_code == 204
    assert (await cluster.refused("GET", "/user-tasks/42/form"))["status"] == 404


async def test_a_long_value_is_cut_unless_it_is_wanted_whole(cluster: Cluster) -> None:
    task = await cluster.task(elementId="review-invoice")
    long = {"variables": {"essay": "x" * 9000, "short": "x"}}
    await cluster.do("POST", f"/user-tasks/{task['userTaskKey']}/completion", long)
    path = f"/user-tasks/{(await cluster.task(processInstanceKey=task['processInstanceKey']))['userTaskKey']}"
    essay, short = await cluster.items(f"{path}/variables", {"name": {"$in": ["essay", "short"]}}, "name")
    assert (len(essay["value"]), essay["isTruncated"]) == (8191, True)
    assert (short["value"], short["isTruncated"]) == ('"x"', False)
    for kind in ("variables", "effective-variables"):
        answer = await cluster.ask("POST", f"{path}/{kind}/search?truncateValues=false", {"filter": {"name": "essay"}})
        (whole,) = answer.json()["items"]
        assert (len(whole["value"]), whole["isTruncated"]) == (9002, False)
    assert len((await cluster.get(f"/variables/{essay['variableKey']}"))["value"]) == 9002
    assert (await cluster.ask("POST", f"{path}/variables/search?truncateValues=maybe")).status_code == 400


async def test_of_two_variables_with_one_name_the_inner_one_is_effective(cluster: Cluster) -> None:
    task = await cluster.task(elementId="review-invoice")
    instance = {"key": int(task["processInstanceKey"]), "tenant_id": "<default>", "root_process_instance_key": 1}
    cluster.app.flow.set_variables(instance, int(task["elementInstanceKey"]), {"amount": 1, "own": 2}, 0)
    path = f"/user-tasks/{task['userTaskKey']}"
    all_scopes = await cluster.items(f"{path}/variables", {"name": "amount"})
    assert {item["scopeKey"] for item in all_scopes} == {task["processInstanceKey"], task["elementInstanceKey"]}
    effective = {item["name"]: item["value"] for item in await cluster.items(f"{path}/effective-variables")}
    assert (effective["amount"], effective["own"]) == ("1", "2")
    assert "supplier" in effective
    local = [{"name": "own", "value": "2"}]
    assert await cluster.items("/user-tasks", {"localVariables": local}) == [task]
    assert await cluster.items("/user-tasks", {"processInstanceVariables": local}) == []


async def test_variables_of_a_task_take_one_filter_and_effective_ones_no_cursor(cluster: Cluster) -> None:
    path = f"/user-tasks/{(await cluster.task())['userTaskKey']}"
    problem = await cluster.refused("POST", f"{path}/variables/search", {"filter": {"value": "1"}})
    assert "'filter.value'" in problem["detail"]
    problem = await cluster.refused("POST", f"{path}/effective-variables/search", {"page": {"after": "W10="}})
    assert "'page.after'" in problem["detail"]
    assert (await cluster.refused("POST", "/user-tasks/42/variables/search"))["status"] == 404

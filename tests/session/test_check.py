"""What check asks, in order and harmless, and what it says of clusters that work, lack something, cannot be reached."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from c8tui.api import (
    batch_operations,
    decisions,
    deployments,
    documents,
    expressions,
    incident_statistics,
    incidents,
    job_statistics,
    jobs,
    messages,
    process_instances,
    process_statistics,
    processes,
    user_tasks,
    variables,
)
from c8tui.api.connect import Connection, connect, in_process
from c8tui.model.search import Page, PageInfo
from c8tui.model.user_tasks import Form, UserTask
from c8tui.sandbox.app import build
from c8tui.sandbox.fields import DIALECTS
from c8tui.sandbox.options import Options
from c8tui.session.check import CheckLine, check
from c8tui.session.probes import COMMANDS, PROBES
from c8tui.settings import Settings

ADDRESS = "http://cluster/v2"
SECRET = "s3cr3t-value"
BROKER = {
    "nodeId": 0,
    "host": "b0",
    "port": 26501,
    "version": "8.9.1",
    "partitions": [{"partitionId": 1, "role": "leader", "health": "healthy"}],
}
TOPOLOGY = {
    "brokers": [BROKER],
    "clusterSize": 1,
    "partitionsCount": 1,
    "replicationFactor": 1,
    "gatewayVersion": "8.9.1",
}
ME = {"username": "demo", "groups": ["sales"], "tenants": [{"tenantId": "<default>"}, {"tenantId": "blue"}]}
ITEM = {
    "name": "a",
    "userTaskKey": "1",
    "jobKey": "2",
    "incidentKey": "7",
    "processDefinitionKey": "3",
    "decisionDefinitionKey": "4",
    "decisionRequirementsKey": "5",
    "decisionEvaluationInstanceKey": "6-1",
    "processInstanceKey": "8",
    "processDefinitionId": "p",
    "elementInstanceKey": "9",
    "batchOperationKey": "10",
    "errorHashCode": 11,
    "errorMessage": "e",
    "jobType": "j",
    "messageSubscriptionKey": "12",
    "messageKey": "13",
    "variableKey": "14",
    "auditLogKey": "15",
    "itemKey": "16",
    "elementId": "x",
}
PAGE = {"items": [ITEM], "page": {"totalItems": 12_345, "hasMoreTotalItems": True}}


class Cluster:
    """A cluster that answers every read, unless a test said otherwise; it keeps what was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers: dict[str, Callable[[], httpx.Response]] = {}

    def says(self, where: str, status: int, body: Mapping[str, Any] | None = None) -> None:
        """Answer requests whose path, after /v2, is `where`; a problem when `status` is one."""
        problem = {"title": "T", "status": status, "detail": f"because of {where}"}
        self.answers[where] = lambda: httpx.Response(status, json=body if body is not None else problem)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        where = request.url.path.removeprefix("/v2/")
        self.asked.append(f"{request.method} {where}")
        if where in self.answers:
            return self.answers[where]()
        if where.endswith("/call-hierarchy"):
            return httpx.Response(200, json=[ITEM])
        if where.endswith(("/search", "/sequence-flows")) or "/statistics/" in where:
            return httpx.Response(200, json=PAGE)
        if where.endswith("/xml"):
            return httpx.Response(200, text="<definitions/>", headers={"content-type": "text/xml"})
        if where == "status" or where.endswith("/form"):
            return httpx.Response(204)
        known: dict[str, object] = {
            "topology": TOPOLOGY,
            "authentication/me": ME,
            "license": {"validLicense": True, "licenseType": "production"},
            "oauth": {"access_token": "t", "token_type": "Bearer", "expires_in": 300},
        }
        return httpx.Response(200, json=known.get(request.url.path.removeprefix("/v2/").strip("/"), ITEM))


@pytest.fixture
def cluster() -> Cluster:
    return Cluster()


async def looked(
    transport: Callable[[httpx.Request], httpx.Response],
    origins: Mapping[str, str] | None = None,
    *,
    cache_dir: Path | None = None,
    view_file: Path | None = None,
    **given: Any,
) -> dict[str, CheckLine]:
    """Every line of a check by its name."""
    settings = Settings(address=ADDRESS, **given)
    connection: Connection = connect(settings, transport=httpx.MockTransport(transport), cache_dir=cache_dir)
    places = {**dict.fromkeys(Settings.__struct_fields__, "default"), **(origins or {})}
    try:
        lines = [line async for line in check(connection, settings, places, view_file)]
    finally:
        await connection.aclose()
    names = [line.name for line in lines]
    assert len(names) == len(set(names))
    return {line.name: line for line in lines}


async def test_a_good_cluster_passes_every_line(cluster: Cluster) -> None:
    lines = await looked(cluster, user="demo")
    assert {name: line.detail for name, line in lines.items() if line.ok is False} == {}
    assert lines["topology"].detail == "gateway 8.9.1, 1 broker, 1 partition"
    assert lines["health"].detail == "1/1 brokers healthy"
    assert lines["authentication/me"].detail == "demo; groups: sales"
    assert lines["license"].detail == "production, valid"
    assert lines["user-tasks/search"].detail == "12,345+ found"
    assert lines["user-tasks/KEY/form"].detail == "there is none"
    assert lines["permissions"].ok
    assert all(lines[probe.endpoint].ok for probe in PROBES)
    assert all(line.seconds is not None for name, line in lines.items() if name in {probe.endpoint for probe in PROBES})


async def test_it_changes_nothing_and_says_so(cluster: Cluster) -> None:
    lines = await looked(cluster)
    assert all(lines[endpoint].ok is None for endpoint in COMMANDS)
    assert {lines[endpoint].detail for endpoint in COMMANDS} == {"not tried: it changes data"}
    assert cluster.asked
    reads = ("/search", "expression/evaluation")
    changes = [what for what in cluster.asked if not what.startswith("GET") and not what.endswith(reads)]
    assert [what for what in changes if "/statistics/" not in what] == []


async def test_reads_by_key_look_at_what_was_found(cluster: Cluster) -> None:
    await looked(cluster)
    assert "GET user-tasks/1" in cluster.asked
    assert "GET decision-instances/6-1" in cluster.asked


async def test_an_empty_list_may_mean_no_permission(cluster: Cluster) -> None:
    cluster.says("jobs/search", 200, {"items": [], "page": {"totalItems": 0}})
    cluster.says("user-tasks/search", 200, {"items": [], "page": {"totalItems": 0}})
    lines = await looked(cluster)
    assert lines["jobs/search"].ok
    assert "may also mean no permission" in lines["jobs/search"].detail
    assert lines["user-tasks/KEY"].detail == "not tried: no user task was found to look at"
    assert lines["permissions"].ok is None
    assert "user task, job" in lines["permissions"].detail
    assert "administrator" in lines["permissions"].advice


async def test_a_missing_permission_is_a_failure(cluster: Cluster) -> None:
    cluster.says("process-definitions/3/xml", 403)
    lines = await looked(cluster)
    assert lines["process-definitions/KEY/xml"].ok is False
    assert "because of process-definitions/3/xml" in lines["process-definitions/KEY/xml"].detail
    assert lines["permissions"].ok is False
    assert "process-definitions/KEY/xml" in lines["permissions"].detail


async def test_what_a_version_lacks_is_no_failure(cluster: Cluster) -> None:
    cluster.says("user-tasks/1/audit-logs/search", 404)
    cluster.says("user-tasks/1/effective-variables/search", 404)
    lines = await looked(cluster)
    audit = lines["user-tasks/KEY/audit-logs/search"]
    assert (audit.ok, audit.detail) == (None, "not offered by this cluster (it came with 8.9)")
    assert lines["user-tasks/KEY/effective-variables/search"].ok is None


async def test_what_every_version_has_is_a_failure(cluster: Cluster) -> None:
    cluster.says("user-tasks/1", 404)
    assert (await looked(cluster))["user-tasks/KEY"].ok is False


async def test_an_old_cluster_is_told_so_and_left_alone(cluster: Cluster) -> None:
    cluster.says("topology", 200, {**TOPOLOGY, "gatewayVersion": "8.7.12"})
    lines = await looked(cluster)
    assert lines["version"].ok is False
    assert "8.7.12 is older than 8.8" in lines["version"].detail
    assert "Upgrade" in lines["version"].advice
    assert cluster.asked == ["GET topology"]


@pytest.mark.parametrize("version", ["8.8.0", "8.10.0-alpha1", "", "dev", "9"])
async def test_other_versions_are_looked_at(cluster: Cluster, version: str) -> None:
    cluster.says("topology", 200, {**TOPOLOGY, "gatewayVersion": version})
    assert (await looked(cluster))["permissions"].ok


async def test_an_ill_cluster_says_why(cluster: Cluster) -> None:
    cluster.says("topology", 200, {**TOPOLOGY, "clusterSize": 2})
    cluster.says("status", 500)
    lines = await looked(cluster)
    assert lines["topology"].ok
    assert lines["health"].ok is False
    assert "1 of 2 brokers is missing" in lines["health"].detail
    assert lines["status"].ok is False


@pytest.mark.parametrize(
    "page", [httpx.Response(200, json={}), httpx.Response(200, html="<title>Welcome</title>"), httpx.Response(200)]
)
async def test_a_server_that_answers_everything_is_no_cluster(page: httpx.Response) -> None:
    lines = await looked(lambda _: page)
    assert lines["topology"].ok is False
    assert all(line.ok is not True for name, line in lines.items() if not name.startswith("setting"))


async def test_a_licence_that_does_not_say_whether_it_is_valid_is_none(cluster: Cluster) -> None:
    cluster.says("license", 200, {"licenseType": "saas"})
    line = (await looked(cluster))["license"]
    assert (line.ok, line.detail) == (False, "saas, and whether it is valid is not said")


async def test_what_a_cluster_may_lack_is_not_offered(cluster: Cluster) -> None:
    for path in ("license", "status", "authentication/me"):
        cluster.says(path, 501)
    lines = await looked(cluster)
    assert {lines[name].detail for name in ("license", "status", "authentication/me")} == {
        "not offered by this cluster"
    }


async def test_an_old_cluster_can_be_asked_all_the_same(cluster: Cluster) -> None:
    cluster.says("topology", 200, {**TOPOLOGY, "gatewayVersion": "8.7.12"})
    lines = await looked(cluster, any_version=True)
    assert lines["version"].ok is None
    assert "any_version" in lines["version"].advice
    assert lines["user-tasks/search"].ok


async def test_when_nobody_is_there_one_line_says_it() -> None:
    def dead(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("Connection refused", request=request)

    lines = await looked(dead)
    assert lines["topology"].ok is False
    assert "cluster" in lines["topology"].detail
    assert lines["topology"].advice
    assert list(lines)[-1] == "everything else"
    assert lines["everything else"].ok is False


class TestToken:
    OAUTH: dict[str, Any] = {
        "auth": "oauth",
        "client_id": "c8tui",
        "client_secret": SECRET,
        "oauth_url": "http://login/oauth",
    }

    async def test_its_life_is_told(self, cluster: Cluster) -> None:
        cluster.says("/oauth", 200, {"access_token": SECRET, "token_type": "Bearer", "expires_in": 300})
        lines = await looked(cluster, **self.OAUTH)
        assert lines["token"].ok
        assert "obtained" in lines["token"].detail
        assert SECRET not in repr(lines)

    async def test_without_one_nothing_else_is_tried(self, cluster: Cluster) -> None:
        cluster.says("/oauth", 401, {"error": "unauthorized_client", "error_description": "Invalid client"})
        lines = await looked(cluster, **self.OAUTH)
        assert lines["token"].ok is False
        assert "c8tui" in lines["token"].detail
        assert "secret" in lines["token"].advice
        assert lines["everything else"].ok is False
        assert {what for what in cluster.asked if "oauth" not in what} == set()
        assert SECRET not in repr(lines)

    async def test_a_cache_that_cannot_be_used_says_what_to_mend(self, cluster: Cluster, tmp_path: Path) -> None:
        cluster.says("/oauth", 200, {"access_token": SECRET, "token_type": "Bearer", "expires_in": 300})
        assert "token cache" not in await looked(cluster, **self.OAUTH)
        os.chmod(tmp_path, 0o755)
        kept = (await looked(cluster, cache_dir=tmp_path, **self.OAUTH))["token cache"]
        assert kept.ok is None
        assert "chmod 700" in kept.advice

    async def test_none_is_needed_without_oauth(self, cluster: Cluster) -> None:
        assert (await looked(cluster))["token"].ok is None


class TestSettings:
    async def test_what_was_set_is_shown_with_its_origin(self, cluster: Cluster) -> None:
        origins = {"address": "flag --address", "password": "profile dev in /c.toml", "username": "environment U"}
        lines = await looked(cluster, origins, username="demo", password=SECRET)
        assert lines["setting address"].detail == f"{ADDRESS} (flag --address)"
        assert lines["setting password"].detail == "**** (profile dev in /c.toml)"
        assert "setting timeout_s" not in lines
        assert SECRET not in repr(lines)

    async def test_who_me_is(self, cluster: Cluster) -> None:
        assert (await looked(cluster))["user"].ok is None
        assert (await looked(cluster, user="anna"))["user"].detail == "anna, as set"
        named = await looked(cluster, username="demo", password=SECRET)
        assert named["user"].detail == "demo, as the cluster says"

    async def test_a_tenant_has_to_be_ours(self, cluster: Cluster) -> None:
        assert (await looked(cluster, tenant_id="blue"))["tenant"].ok
        foreign = (await looked(cluster, tenant_id="red"))["tenant"]
        assert foreign.ok is False
        assert "<default>, blue" in foreign.advice


async def test_the_view_file_and_what_is_wrong_with_it(tmp_path: Path) -> None:
    path = tmp_path / "views.toml"
    assert "views" not in await looked(Cluster(), view_file=path)
    path.write_text('[views.good]\nname = "x"\n[views.fine]\ntags = "vip"\n')
    line = (await looked(Cluster(), view_file=path))["views"]
    assert (line.ok, line.detail) == (True, f"good, fine ({path})")
    path.write_text('[views.bad]\nnaem = "x"\n')
    line = (await looked(Cluster(), view_file=path))["views"]
    assert line.ok is False
    assert "line 2: view bad, naem: there is no such key; did you mean name?" in line.detail


# The list of what check asks: complete, in order, and harmless


def test_every_endpoint_is_either_asked_or_named_as_not_tried() -> None:
    modules = (
        user_tasks, jobs, incidents, decisions, processes, documents, expressions, batch_operations, deployments,
        incident_statistics, job_statistics, messages, process_instances, process_statistics, variables,
    )  # fmt: skip
    coroutines = [
        function
        for module in modules
        for _, function in inspect.getmembers(module, inspect.iscoroutinefunction)
        if function.__module__ == module.__name__
    ]
    coroutines.remove(variables.set_variables)  # the same endpoint as that of process instances
    assert len(PROBES) + len(COMMANDS) == len(coroutines)
    endpoints = [*(probe.endpoint for probe in PROBES), *COMMANDS]
    assert len(set(endpoints)) == len(endpoints)


def test_a_search_comes_before_what_looks_at_its_find() -> None:
    found: set[str] = {""}
    for probe in PROBES:
        assert probe.needs in found, probe.endpoint
        found.add(probe.finds)


def test_a_search_gives_the_key_of_its_first_item() -> None:
    probe = next(probe for probe in PROBES if probe.finds == "user task")
    page = Page(items=(UserTask(user_task_key="7"), UserTask(user_task_key="8")), page=PageInfo(total_items=2))
    assert (probe.key_of(page), probe.say(page)) == ("7", "2 found")
    empty: Page[UserTask] = Page(items=())
    assert probe.key_of(empty) == ""
    assert "no permission" in probe.say(empty)


def test_answers_in_words() -> None:
    say = {probe.endpoint: probe.say for probe in PROBES}
    assert say["user-tasks/KEY/form"](None) == "there is none"
    assert say["user-tasks/KEY/form"](Form(schema="{}", form_id="review", version=3)) == "review, version 3"
    assert say["process-definitions/KEY/xml"]("<a/>") == "4 characters"
    assert say["process-definitions/KEY/xml"]("") == "none stored"


NEWER = {
    "user-tasks/KEY/effective-variables/search",
    "user-tasks/KEY/audit-logs/search",
    "expression/evaluation",
    "audit-logs/search",
    "jobs/statistics/by-types",
    "incidents/statistics/process-instances-by-error",
    "incidents/statistics/process-instances-by-definition",
    "process-definitions/statistics/process-instances",
    "process-definitions/statistics/process-instances-by-version",
}
"""What the sandbox has since 8.9."""


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("story", ["triage", "incidents", "tree", "messages", "batch", "empty", "hostile"])
async def test_every_version_that_the_sandbox_speaks_is_understood(story: str, dialect: str) -> None:
    settings = Settings(address="http://sandbox/v2", auth="none")
    app = build(Options(story=story, dialect=dialect))
    connection = connect(settings, transport=in_process(app), cache_dir=None)
    origins = dict.fromkeys(Settings.__struct_fields__, "default")
    lines = [line async for line in check(connection, settings, origins)]
    await connection.aclose()
    assert [line for line in lines if line.ok is False] == []
    not_offered = {line.name for line in lines if line.detail.startswith("not offered")}
    assert not_offered <= (NEWER if dialect == "8.8" else set())
    assert "expression/evaluation" in not_offered or dialect != "8.8"

"""The client meets the sandbox, which shares no code with it: every name has to be spelled alike on both sides."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any, get_args, get_type_hints

import pytest

from c8tui.api import cluster, decisions, jobs, processes, user_tasks
from c8tui.api.connect import Connection, connect, in_process
from c8tui.api.wire import Wire, pages
from c8tui.errors import (
    Backpressure,
    BadAnswer,
    C8Error,
    Conflict,
    CredentialsRejected,
    GatewayFailure,
    InvalidArgument,
    NotFound,
    ServerFault,
    Unauthorized,
    Unavailable,
)
from c8tui.model.audit_logs import AuditLog, AuditLogFilter
from c8tui.model.base import Record
from c8tui.model.cluster import Broker, License, Me, Partition, Tenant, Topology
from c8tui.model.decisions import (
    DecisionDefinition,
    DecisionDefinitionFilter,
    DecisionInstance,
    DecisionInstanceFilter,
    DecisionRequirements,
    DecisionRequirementsFilter,
    EvaluatedInput,
    EvaluatedOutput,
    MatchedRule,
)
from c8tui.model.jobs import ActivatedJob, Activation, Job, JobChangeset, JobFilter
from c8tui.model.processes import ProcessDefinition, ProcessDefinitionFilter
from c8tui.model.search import Filter, Op, Page, PageInfo, PageRequest, Search, Sort
from c8tui.model.user_tasks import Changeset, Form, UserTask, UserTaskFilter
from c8tui.model.variables import Variable, VariableFilter
from c8tui.sandbox.app import build
from c8tui.sandbox.options import Options
from c8tui.secret_text import SecretStr
from c8tui.settings import Settings

FIRST = Search(filter=UserTaskFilter(state="CREATED", assignee=Op(exists=False)), page=PageRequest(limit=1))


@asynccontextmanager
async def sandbox(credentials: dict[str, Any] | None = None, **options: Any) -> AsyncIterator[Connection]:
    app = build(Options(**{"tasks": 120, "dialect": "8.10", **options}))
    settings = Settings(**{"address": "http://sandbox.test/v2", "auth": "none", **(credentials or {})})
    connection = connect(settings, transport=in_process(app), cache_dir=None)
    connection.wire._sleep = lambda _: asyncio.sleep(0)
    yield connection
    await connection.aclose()


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with sandbox() as connection:
        yield connection.wire


async def a_free_task(wire: Wire) -> str:
    return (await user_tasks.search(wire, FIRST)).items[0].user_task_key


Ask = Callable[[Wire, Search[Any]], Awaitable[Page[Any]]]


def of_a_task(ask: Any) -> Ask:
    async def asked(wire: Wire, query: Search[Any]) -> Page[Any]:
        key = await a_free_task(wire)
        await user_tasks.update(wire, key, Changeset(priority=50))  # so that the audit log has an entry
        page: Page[Any] = await ask(wire, key, query)
        return page

    return asked


SEARCHES: list[tuple[Ask, type[Filter], type[Record]]] = [
    (user_tasks.search, UserTaskFilter, UserTask),
    (jobs.search, JobFilter, Job),
    (decisions.search, DecisionDefinitionFilter, DecisionDefinition),
    (decisions.search_requirements, DecisionRequirementsFilter, DecisionRequirements),
    (decisions.search_instances, DecisionInstanceFilter, DecisionInstance),
    (processes.search, ProcessDefinitionFilter, ProcessDefinition),
    (of_a_task(user_tasks.variables), VariableFilter, Variable),
    (of_a_task(user_tasks.audit_logs), AuditLogFilter, AuditLog),
]


def a_value(field: str, hint: Any) -> Any:
    """Something that `field` can be compared with."""
    kinds = get_args(hint)
    if field.endswith(("_date", "_time")) or field in ("timestamp", "deadline"):
        return "2026-01-01T00:00:00Z"
    if field.endswith("_key"):
        return "1-1" if field == "decision_evaluation_instance_key" else "1"
    if bool in kinds or int in kinds:
        return True if bool in kinds else 1
    if str not in kinds:
        return ()
    return Op(like="x*") if Op in kinds else WORDS.get(field, "x")


WORDS = {"state": "ACTIVE", "decision_definition_type": "DECISION_TABLE"}
"""Enums that are compared with one of their values only."""


def names(item: type[Record]) -> set[str]:
    """The fields of `item` as the API spells them."""
    return set(item.__struct_encode_fields__)


class TestNames:
    """Every field that we speak of is one that the other side knows."""

    @pytest.mark.parametrize(("ask", "kind"), [row[:2] for row in SEARCHES])
    async def test_every_sort(self, wire: Wire, ask: Ask, kind: type[Filter]) -> None:
        for field in sorted(kind.sort_fields):
            await ask(wire, Search(filter=kind(), sort=(Sort(field, "DESC"),)))

    @pytest.mark.parametrize(("ask", "kind"), [row[:2] for row in SEARCHES])
    async def test_every_filter(self, wire: Wire, ask: Ask, kind: type[Filter]) -> None:
        hints = get_type_hints(kind)
        for field in kind.__struct_fields__:
            await ask(wire, Search(filter=kind(**{field: a_value(field, hints[field])})))

    @pytest.mark.parametrize(("ask", "kind", "item"), SEARCHES)
    async def test_every_field(self, heard: list[Any], wire: Wire, ask: Ask, kind: type[Filter], item: Any) -> None:
        await ask(wire, Search(filter=kind(), page=PageRequest(limit=1)))
        inner = {"evaluatedInputs", "matchedRules"}  # of a single instance only
        assert names(item) - inner <= set(heard[-1]["items"][0])
        assert names(PageInfo) <= set(heard[-1]["page"])

    async def test_every_field_of_the_cluster(self, heard: list[Any], wire: Wire) -> None:
        await cluster.topology(wire)
        assert names(Topology) <= set(heard[-1])
        assert names(Broker) <= set(heard[-1]["brokers"][0])
        assert names(Partition) <= set(heard[-1]["brokers"][0]["partitions"][0])
        await cluster.me(wire)
        assert names(Me) <= set(heard[-1])
        assert names(Tenant) <= set(heard[-1]["tenants"][0])
        await cluster.license(wire)
        assert names(License) <= set(heard[-1])
        await cluster.status(wire)

    async def test_every_field_of_a_form_and_of_an_instance(self, heard: list[Any], wire: Wire) -> None:
        async for page in pages(lambda query: user_tasks.search(wire, query), Search(filter=UserTaskFilter())):
            forms = [await user_tasks.form(wire, task.user_task_key) for task in page.items]
        assert any(forms)
        assert any(names(Form) <= set(said or {}) for said in heard)
        found = await decisions.search_instances(wire, Search(filter=DecisionInstanceFilter()))
        await decisions.get_instance(wire, found.items[0].decision_evaluation_instance_key)
        assert names(DecisionInstance) <= set(heard[-1])
        assert names(EvaluatedInput) <= set(heard[-1]["evaluatedInputs"][0])
        assert names(MatchedRule) <= set(heard[-1]["matchedRules"][0])
        assert names(EvaluatedOutput) <= set(heard[-1]["matchedRules"][0]["evaluatedOutputs"][0])


@pytest.fixture
def heard(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What came over `wire`, undecoded."""
    said: list[Any] = []
    send = wire.send

    async def listening(*args: Any, **kwargs: Any) -> Any:
        reply = await send(*args, **kwargs)
        said.append(json.loads(reply.body) if reply.body else None)
        return reply

    monkeypatch.setattr(wire, "send", listening)
    return said


class TestWork:
    """The commands do there what their names say."""

    async def test_a_task_from_claim_to_completion(self, wire: Wire) -> None:
        key = await a_free_task(wire)
        await user_tasks.assign(wire, key, "ann", allow_override=False, action="claim")
        with pytest.raises(Conflict, match="ann"):
            await user_tasks.assign(wire, key, "ben", allow_override=False)
        await user_tasks.assign(wire, key, "ben", allow_override=True)
        changes = Changeset(priority=3, due_date="2027-01-01T00:00:00Z", candidate_groups=("a",), candidate_users=())
        await user_tasks.update(wire, key, changes)
        task = await user_tasks.get(wire, key)
        assert (task.assignee, task.priority, task.candidate_groups, task.candidate_users) == ("ben", 3, ("a",), ())
        await user_tasks.update(wire, key, Changeset(due_date=""))
        await user_tasks.unassign(wire, key)
        task = await user_tasks.get(wire, key)
        assert (task.assignee, task.due_date) == (None, None)
        await user_tasks.complete(wire, key, {"amount": Decimal("1.50")})
        assert (await user_tasks.get(wire, key)).state == "COMPLETED"
        with pytest.raises(NotFound):
            await user_tasks.complete(wire, key, {})
        logs = await user_tasks.audit_logs(wire, key, Search(filter=AuditLogFilter(operation_type="COMPLETE")))
        assert [log.entity_type for log in logs.items] == ["USER_TASK"] * len(logs.items) != []

    async def test_variables_whole_and_cut(self, wire: Wire) -> None:
        key = await a_free_task(wire)
        query = Search(filter=VariableFilter(), page=PageRequest(from_=0, limit=100))
        whole = await user_tasks.effective_variables(wire, key, query, truncate=False)
        assert whole.items
        assert not [variable for variable in whole.items if variable.is_truncated]
        assert {v.name for v in whole.items} == {v.name for v in (await user_tasks.variables(wire, key, query)).items}

    async def test_jobs_in_their_four_ways(self) -> None:
        async with sandbox(tasks=600) as connection:
            await self.work_on_jobs(connection.wire)

    async def work_on_jobs(self, wire: Wire) -> None:
        page = await jobs.search(wire, Search(filter=JobFilter(state="CREATED"), page=PageRequest(limit=100)))
        activated: list[ActivatedJob] = []
        for type_ in sorted({job.type for job in page.items}):
            work = Activation(type=type_, timeout=60_000, max_jobs_to_activate=5, worker="me", request_timeout=-1)
            activated += await jobs.activate(wire, work)
        done, failed, thrown = (job.job_key for job in activated[:3])
        await jobs.complete(wire, done, {"ok": True})
        await jobs.fail(wire, failed, retries=0, error_message="no ink", variables={})
        await jobs.throw_error(wire, thrown, error_code="E1", error_message="m")
        await jobs.update(wire, failed, JobChangeset(retries=2))
        with pytest.raises(NotFound):
            await jobs.complete(wire, done, {})
        found = await jobs.search(wire, Search(filter=JobFilter(job_key=failed)))
        assert [(job.retries, job.error_message) for job in found.items] == [(2, "no ink")]

    async def test_definitions_and_their_xml(self, wire: Wire) -> None:
        decision = (await decisions.search(wire, Search(filter=DecisionDefinitionFilter()))).items[0]
        assert await decisions.get(wire, decision.decision_definition_key) == decision
        graph = await decisions.get_requirements(wire, decision.decision_requirements_key)
        assert graph.decision_requirements_id == decision.decision_requirements_id
        dmn = await decisions.xml(wire, decision.decision_definition_key)
        assert dmn == await decisions.requirements_xml(wire, graph.decision_requirements_key)
        assert f'id="{decision.decision_definition_id}"' in dmn
        process = (await processes.search(wire, Search(filter=ProcessDefinitionFilter()))).items[0]
        assert await processes.get(wire, process.process_definition_key) == process
        assert f'id="{process.process_definition_id}"' in await processes.xml(wire, process.process_definition_key)

    async def test_every_task_once_by_cursor(self, wire: Wire) -> None:
        query = Search(filter=UserTaskFilter(), sort=(Sort("priority"),), page=PageRequest(limit=7))
        walked = [page async for page in pages(lambda q: user_tasks.search(wire, q), query)]
        keys = [task.user_task_key for page in walked for task in page.items]
        assert len(keys) == len(set(keys)) == walked[0].page.total_items
        assert max(len(page.items) for page in walked) == 7

    async def test_what_an_older_cluster_lacks_is_not_found(self) -> None:
        async with sandbox(dialect="8.8") as connection:
            key = await a_free_task(connection.wire)
            with pytest.raises(NotFound):
                await user_tasks.audit_logs(connection.wire, key, Search(filter=AuditLogFilter()))

    async def test_a_bad_request_names_its_property(self, wire: Wire) -> None:
        with pytest.raises(InvalidArgument, match="priority"):
            await user_tasks.update(wire, await a_free_task(wire), Changeset(priority=101))


COMPLETION = "POST:/v2/user-tasks/*/completion"


class TestWeather:
    """What the sandbox does wrong on purpose gets its name, and only what is safe is sent again."""

    @pytest.mark.parametrize(
        ("fault", "kind", "known"),
        [
            ("401", Unauthorized, True),
            ("409", Conflict, True),
            ("500", ServerFault, False),
            ("502", GatewayFailure, False),
            ("504", GatewayFailure, False),
            ("unavailable", Unavailable, False),
            ("html", GatewayFailure, False),
            ("html=503", Unavailable, False),
            ("servlet=500", ServerFault, False),
            ("deny=four eyes", Conflict, True),
        ],
    )
    async def test_a_command_meets_it(self, fault: str, kind: type[C8Error], known: bool) -> None:
        where = fault if fault.startswith("deny") else f"{fault}@{COMPLETION}"
        async with sandbox(faults=(f"{where}*1",)) as connection:
            key = await a_free_task(connection.wire)
            with pytest.raises(kind) as caught:
                await user_tasks.complete(connection.wire, key, {})
            assert caught.value.outcome_known is known
            await user_tasks.complete(connection.wire, key, {})

    @pytest.mark.parametrize("fault", ["garbage", "shape", "media", "big=33", "html=503", "504", "unavailable"])
    async def test_a_read_meets_it(self, fault: str) -> None:
        async with sandbox(faults=(f"{fault}@/v2/topology*1",)) as connection:
            if fault in ("html=503", "504", "unavailable"):
                assert (await cluster.topology(connection.wire)).cluster_size
            elif fault == "shape":
                assert (await cluster.topology(connection.wire)).brokers is None
            else:
                with pytest.raises(BadAnswer):
                    await cluster.topology(connection.wire)

    @pytest.mark.parametrize("fault", ["503", "429=0"])
    async def test_a_busy_cluster_is_asked_again(self, fault: str) -> None:
        async with sandbox(faults=(f"{fault}@{COMPLETION}*2",)) as connection:
            key = await a_free_task(connection.wire)
            await user_tasks.complete(connection.wire, key, {})

    async def test_a_busy_cluster_that_asks_for_more_time_than_we_have(self) -> None:
        async with sandbox(faults=("429=60@/v2/topology",)) as connection:
            with pytest.raises(Backpressure) as caught:
                await cluster.topology(connection.wire)
            assert caught.value.retry_after == 60


class TestDoors:
    """The ways to sign in."""

    OAUTH = {"auth": "oauth", "client_id": "c8tui", "oauth_url": "http://sandbox.test/oauth/token"}

    async def test_oauth_and_a_token_that_is_refused_once(self) -> None:
        credentials = {**self.OAUTH, "client_secret": SecretStr("c8tui-secret")}
        async with sandbox(credentials, auth="oauth", faults=("401@/v2/topology*1",)) as connection:
            assert (await cluster.topology(connection.wire)).cluster_size
            assert connection.tokens is not None
            assert connection.tokens.requests_made == 2

    async def test_a_wrong_secret(self) -> None:
        credentials = {**self.OAUTH, "client_secret": SecretStr("wrong")}
        async with sandbox(credentials, auth="oauth") as connection:
            with pytest.raises(CredentialsRejected, match=r"sandbox\.test:80 refused the client 'c8tui'"):
                await cluster.topology(connection.wire)

    async def test_basic(self) -> None:
        for password, kind in (("demo", None), ("wrong", Unauthorized)):
            credentials = {"auth": "basic", "username": "demo", "password": SecretStr(password)}
            async with sandbox(credentials, auth="basic") as connection:
                if kind is None:
                    assert (await cluster.me(connection.wire)).username == "demo"
                else:
                    with pytest.raises(kind):
                        await cluster.me(connection.wire)

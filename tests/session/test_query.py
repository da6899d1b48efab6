"""Questions to a list: reading their words, telling of them, turning an order round; what all lists have in common."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from c8tui.model.base import moment
from c8tui.model.decisions import DecisionDefinitionFilter, DecisionInstanceFilter
from c8tui.model.incidents import IncidentFilter
from c8tui.model.jobs import JobFilter
from c8tui.model.search import Filter, Op, Sort
from c8tui.session import decisions, evaluations, incidents, jobs
from c8tui.session.filter_syntax import NotWords, keys, whole
from c8tui.session.query import Condition, Order, Query, QuerySchema, exactly, then
from c8tui.session.session import Session
from tests.conftest import OpenSession
from tests.sandboxes import Sandbox
from tests.session.lists import all_of, every_evaluation, every_incident

NOW = datetime(2026, 5, 6, 10, 30, tzinfo=UTC)
NAME = Order("name", "name")
VERSION = Order("version", "version", "lowest first", "highest first", "DESC")
ALL = QuerySchema(
    (
        Condition("name", "Name", exactly, "Dish"),
        Condition("version", "Version", lambda words, _: whole(words), "2"),
        Condition("root_key", "Root key", lambda words, _: keys(words), "12", (8, 9)),
    ),
    (NAME, VERSION, Order("root_key", "root", since=(8, 9))),
)


def test_words_become_the_values_of_a_filter() -> None:
    assert ALL.read({"name": "a, b", "version": "2", "root_key": "1, 2"}, NOW) == {
        "name": "a, b",
        "version": 2,
        "root_key": Op(in_=("1", "2")),
    }
    assert ALL.read({}, NOW) == {}
    with pytest.raises(NotWords, match="does not filter by colour"):
        ALL.read({"colour": "red"}, NOW)


def test_what_is_wrong_is_told_at_its_field() -> None:
    assert ALL.check("version", "abc", NOW) == "a whole number from 1 on"
    assert ALL.check("version", " 2 ", NOW) is None
    assert ALL.check("version", " ", NOW) is None


def test_each_version_has_its_own() -> None:
    old = ALL.on("8.8.4")
    assert [one.field for one in old.conditions] == [one.field for one in old.orders] == ["name", "version"]
    assert old.check("root_key", "1", NOW) == "this cluster does not filter by root_key"
    assert ALL.on("8.9.0") == ALL.on("who knows") == ALL


def test_conditions_and_order_in_words() -> None:
    words = ALL.condition_words({"version": "2", "name": "Dish"})
    told = {"<default>": "name = <default>", "< b": "name < b", "not b": "name not b", "none": "name = none"}
    for typed, said in told.items():
        assert [*ALL.condition_words({"name": typed})] == [said]
    assert list(words) == ["name = Dish", "version = 2"]
    assert ALL.sort_words(Sort("version", "DESC")) == "version (highest first)"
    assert ALL.sort_words(Sort("elsewhere")) == "elsewhere"


def test_an_order_is_turned_round_where_it_stands_already() -> None:
    assert NAME.after(None) == Sort("name")
    assert VERSION.after(Sort("name")) == Sort("version", "DESC")
    assert VERSION.after(Sort("version", "DESC")) == Sort("version")
    assert VERSION.after(Sort("version")) == Sort("version", "DESC")


def test_a_key_decides_once() -> None:
    assert then(Sort("a", "DESC"), Sort("b"), Sort("a")) == (Sort("a", "DESC"), Sort("b"))


def test_empty_words_are_no_condition() -> None:
    assert Query(Sort("name")).by({"name": " Dish ", "version": "  "}).conditions == {"name": "Dish"}


# What all lists of the cluster have in common


@pytest.mark.parametrize(
    ("schema", "filter_", "others"),
    [
        (decisions.SCHEMA, DecisionDefinitionFilter, {"is_latest_version"}),
        (evaluations.SCHEMA, DecisionInstanceFilter, set()),
        (incidents.SCHEMA, IncidentFilter, set()),
        (jobs.SCHEMA, JobFilter, set()),
    ],
)
def test_everything_that_the_api_has_can_be_asked(schema: QuerySchema, filter_: type[Filter], others: set[str]) -> None:
    assert {one.field for one in schema.conditions} == set(filter_.__struct_fields__) - others
    assert {one.field for one in schema.orders} == filter_.sort_fields


Ask = Callable[..., Awaitable[list[Any]]]
EVALUATIONS = (every_evaluation, "evaluations", "/decision-instances/search")
INCIDENTS = (every_incident, "incidents", "/incidents/search")


@pytest.mark.parametrize(
    ("ask", "name", "path", "field", "words"),
    [
        (*EVALUATIONS, "state", "broken"),
        (*EVALUATIONS, "decision_evaluation_instance_key", "12"),
        (*EVALUATIONS, "decision_definition_version", "abc"),
        (*EVALUATIONS, "evaluation_date", "soon"),
        (*EVALUATIONS, "process_instance_key", "1, 2"),
        (*INCIDENTS, "state", "broken"),
        (*INCIDENTS, "error_type", "bad luck"),
        (*INCIDENTS, "error_type", "not unknown, unspecified"),
        (*INCIDENTS, "creation_time", "soon"),
        (*INCIDENTS, "process_instance_key", "1, x"),
        (*INCIDENTS, "job_key", "none"),
    ],
)
async def test_what_is_no_condition_is_not_asked(
    sandbox: Sandbox, sandbox_session: Session, ask: Ask, name: str, path: str, field: str, words: str
) -> None:
    listed = getattr(sandbox_session, name)
    assert listed.schema.check(field, words, listed.now())
    with pytest.raises(NotWords):
        await ask(sandbox_session, **{field: words})
    assert sandbox.bodies(path) == []


@pytest.mark.parametrize(
    ("ask", "name", "path", "sort"), [(*EVALUATIONS, "evaluationDate"), (*INCIDENTS, "creationTime")]
)
async def test_the_tenant_of_the_profile_unless_another_is_asked_for(
    sandbox: Sandbox, open_session: OpenSession, ask: Ask, name: str, path: str, sort: str
) -> None:
    session = await open_session(sandbox, tenant_id="<default>")
    assert await all_of(getattr(session, name).rows(Query(Sort("state"))))
    await ask(session, tenant_id="elsewhere")
    sent = sandbox.bodies(path)
    assert (sent[0]["filter"], sent[-1]["filter"]) == ({"tenantId": "<default>"}, {"tenantId": "elsewhere"})
    assert [key["field"] for key in sent[0]["sort"]] == ["state", sort]


@pytest.mark.parametrize(
    ("ask", "name", "path", "date", "hours"),
    [(*EVALUATIONS, "evaluation_date", 2), (*INCIDENTS, "creation_time", 6)],
)
async def test_dates_are_read_when_they_are_asked(
    sandbox: Sandbox, sandbox_session: Session, ask: Ask, name: str, path: str, date: str, hours: int
) -> None:
    getattr(sandbox_session, name).now = sandbox_session.user_tasks.now
    recent = await ask(sandbox_session, **{date: f">= now-{hours}h"})
    everything = await ask(sandbox_session)
    assert 0 < len(recent) < len(everything)
    assert recent == everything[: len(recent)]
    (sent,) = sandbox.bodies(path)[0]["filter"].values()
    when = moment(sent["$gte"])
    assert when is not None
    assert when.timestamp() == sandbox.clock() - hours * 3_600

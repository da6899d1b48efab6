"""Declarations of fields and what follows from them in each dialect."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.sandbox import enums, schema
from c8tui.sandbox.catalog import RESOURCES
from c8tui.sandbox.catalog_records import (
    AUDIT_LOGS,
    DECISION_DEFINITIONS,
    DECISION_INSTANCES,
    DECISION_REQUIREMENTS,
    FORMS,
    PROCESS_DEFINITIONS,
)
from c8tui.sandbox.catalog_work import INCIDENTS, JOBS, PROCESS_INSTANCES, USER_TASKS, VARIABLES
from c8tui.sandbox.fields import DIALECTS, OPERATORS, Field, Resource, reaches, snake
from c8tui.sandbox.problems import Problem
from c8tui.sandbox.schema import columns
from c8tui.sandbox.values import date, iso, key, stored

THING = Resource(
    "thing",
    "thingKey",
    (
        Field("thingKey", "key", filter="=", sort="8.8"),
        Field("dueDate", "date", filter="D@8.9", sort="8.8", sort_end="8.10", null=True),
        Field("kind", filter="= E@8.9", values=("A", "B@8.10"), since="8.9"),
        Field("secret", shown=False),
    ),
)


def test_versions_are_compared_as_versions() -> None:
    assert reaches("8.10", "8.9")
    assert not reaches("8.9", "8.10")


def test_columns_follow_from_names() -> None:
    assert snake("processDefinitionId") == "process_definition_id"
    key, due, *_ = THING.fields
    assert THING.column(key) == "key"
    assert THING.order_column(due) == "due_date_order"
    assert THING.order_column(key) == "key"


def test_each_dialect_has_its_own_view() -> None:
    old, middle, new = (THING.view(dialect) for dialect in ("8.8", "8.9", "8.10"))
    assert [field.name for field in old.shown] == ["thingKey", "dueDate"]
    assert [field.name for field in middle.shown] == ["thingKey", "dueDate", "kind"]
    assert {name: code for name, (_, code) in old.filters.items()} == {"thingKey": "=", "kind": "="}
    assert {name: code for name, (_, code) in new.filters.items()} == {"thingKey": "=", "kind": "E", "dueDate": "D"}
    assert (set(middle.sorts), set(new.sorts)) == ({"thingKey", "dueDate"}, {"thingKey"})
    assert middle.values(THING.fields[2]) == {"A"}
    assert new.values(THING.fields[2]) == {"A", "B"}
    assert THING.view("8.9") is middle


def test_every_code_has_operators() -> None:
    assert "$like" in OPERATORS["S"]
    assert "$like" not in OPERATORS["BS"] | OPERATORS["K"] | OPERATORS["I"] | OPERATORS["D"]
    assert "$notIn" not in OPERATORS["E"]


# Single values: dates, keys, numbers.


OUTSIDE = ("9999-12-31T23:59:59-00:01", "0001-01-01T00:00:00+00:01", "0000-01-01T00:00:00Z")
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(9998, 1, 1), timezones=st.just(UTC))


@given(moment=MOMENTS, hours=st.integers(-14, 14))
def test_dates_agree_with_the_library(moment: datetime, hours: int) -> None:
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    text = moment.astimezone(timezone(timedelta(hours=hours))).isoformat()
    milliseconds = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    assert date(text, "x") == milliseconds
    assert datetime.fromisoformat(iso(milliseconds)) == moment


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01t00:00:01.5z", 1500),
        ("1970-01-01T01:00+01:00", 0),
        ("1970-01-01T00:00:00.123456789-00:30", 1_800_123),
        ("1970-01-01T01:00:00+01:00[Europe/Berlin]", 0),
    ],
)
def test_the_spellings_of_dates(text: str, milliseconds: int) -> None:
    assert date(text, "x") == milliseconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "today",
        "2027-01-15",
        "2027-01-15T08:00:00",
        "2027-02-29T00:00:00Z",
        "2027-01-15T25:00:00Z",
        5,
        None,
        *OUTSIDE,
    ],
)
def test_what_is_no_date(text: object) -> None:
    with pytest.raises(Problem, match="'here'"):
        date(text, "here")


def test_keys() -> None:
    assert key("2251799813685249", "x") == 2251799813685249
    assert key("-1", "x") == -1
    for wrong in ("", "1.5", "a", "9" * 19, 7, None, "\u0661"):
        with pytest.raises(Problem, match="'here'"):
            key(wrong, "here")


def test_each_kind_of_field_takes_its_own() -> None:
    jobs, tasks, decisions = JOBS.view("8.9"), USER_TASKS.view("8.9"), DECISION_INSTANCES.view("8.9")
    assert stored(jobs, jobs.filters["isDenied"][0], True, "x") == 1
    assert stored(tasks, tasks.filters["priority"][0], 7, "x") == 7
    assert stored(decisions, decisions.filters["decisionEvaluationInstanceKey"][0], "1-2", "x") == "1-2"
    for view, name, wrong in (
        (jobs, "isDenied", 1),
        (tasks, "priority", True),
        (tasks, "state", "DONE"),
        (decisions, "decisionEvaluationInstanceKey", "12"),
    ):
        with pytest.raises(Problem, match="'here'"):
            stored(view, view.filters[name][0], wrong, "here")


# All resources: their declarations make sense together.


WITHOUT_SEARCH = {"document", "execution", "message", "sequence_flow", "trigger_subscription"}
"""What the engine alone looks at, or an endpoint that is no search."""


def test_tables_have_different_names() -> None:
    assert len({resource.table for resource in RESOURCES}) == len(RESOURCES)


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.table)
class TestEveryResource:
    def test_names_are_unique_and_codes_exist(self, resource: Resource) -> None:
        names = [field.name for field in resource.fields]
        assert len(set(names)) == len(names)
        codes = {part.partition("@")[0] for field in resource.fields for part in field.filter.split()}
        assert codes <= set(OPERATORS)

    def test_its_key_is_one_of_its_fields(self, resource: Resource) -> None:
        own = [field for field in resource.fields if field.name == resource.key]
        assert len(own) == int(resource.table not in WITHOUT_SEARCH)

    def test_orders_are_over_columns(self, resource: Resource) -> None:
        known = {resource.order_column(field) for field in resource.fields} | set(columns(resource))
        wanted = {part.removesuffix(" DESC") for order in resource.indexes for part in order}
        assert wanted <= known
        assert bool(resource.indexes) == bool(resource.state_branches)


# Records: what may be sorted and filtered, as the API lists it.


def test_definitions_know_their_latest_version_from_8_9() -> None:
    assert "isLatestVersion" not in DECISION_DEFINITIONS.view("8.8").filters
    assert "isLatestVersion" in DECISION_DEFINITIONS.view("8.9").filters
    assert "isLatestVersion" in PROCESS_DEFINITIONS.view("8.8").filters


def test_decision_instances_and_requirements() -> None:
    view = DECISION_INSTANCES.view("8.9")
    assert len(view.sorts) == 15
    assert view.filters["decisionDefinitionKey"][1] == "K"
    assert DECISION_INSTANCES.view("8.8").filters["state"][1] == "="
    assert len(DECISION_REQUIREMENTS.view("8.9").sorts) == 5
    assert [field.name for field in FORMS.view("8.10").shown] == ["tenantId", "formId", "schema", "version", "formKey"]


def test_the_audit_log_has_most_fields() -> None:
    assert len(AUDIT_LOGS.view("8.9").shown) == 31
    assert len(AUDIT_LOGS.view("8.10").shown) == 33
    assert AUDIT_LOGS.view("8.9").filters["userTaskKey"][1] == "BS"


# Running work: what may be sorted and filtered, as the API lists it.


def test_user_tasks_sort_by_few_fields() -> None:
    fields = {"creationDate", "completionDate", "followUpDate", "dueDate", "priority", "name"}
    assert set(USER_TASKS.view("8.9").sorts) == fields
    assert set(USER_TASKS.view("8.10").sorts) == fields | {"businessId"}


def test_user_tasks_filter_by_the_singular() -> None:
    filters = USER_TASKS.view("8.9").filters
    assert {"candidateGroup", "candidateUser", "tags"} <= set(filters)
    assert not {"candidateGroups", "candidateUsers", "processName", "businessId"} & set(filters)
    assert "tags" not in USER_TASKS.view("8.8").filters


def test_incidents_take_operators_and_leave_out_several_kinds_from_8_9_on() -> None:
    assert {code for _, code in INCIDENTS.view("8.8").filters.values()} == {"S", "BS", "E", "D", "K"}
    assert {code for _, code in INCIDENTS.view("8.9").filters.values()} == {"S", "BS", "EN", "D", "K"}


def test_jobs_and_the_others() -> None:
    assert len(JOBS.view("8.9").sorts) == 20
    assert {"creationTime", "lastUpdateTime"} <= set(JOBS.view("8.9").filters)
    assert "creationTime" not in JOBS.view("8.8").filters
    assert len(VARIABLES.view("8.9").sorts) == 6
    assert len(PROCESS_INSTANCES.view("8.9").sorts) == 14


# The words of the API.


WORDS = {name: words for name, words in vars(enums).items() if isinstance(words, tuple)}


def test_each_word_is_there_once_with_a_version_that_exists() -> None:
    assert len(WORDS) >= 15
    for words in WORDS.values():
        split = [word.partition("@") for word in words]
        assert len({word for word, _, _ in split}) == len(words)
        assert all(word.isupper() and (since or "8.8") in DIALECTS for word, _, since in split)


# Tables and indexes made from the catalog.


def test_sqlite_takes_every_statement() -> None:
    connection = sqlite3.connect(":memory:")
    for statement in (*schema.tables(), *schema.indexes()):
        connection.execute(statement)
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {resource.table for resource in RESOURCES} < names
    for resource in RESOURCES:
        assert (
            connection.execute(f"SELECT {', '.join(schema.columns(resource))} FROM {resource.table}").fetchall() == []
        )
    connection.close()


def test_null_sorts_behind_everything() -> None:
    connection = sqlite3.connect(":memory:")
    for statement in schema.tables():
        connection.execute(statement)
    names = schema.columns(AUDIT_LOGS)
    for number, actor in ((1, "zoe"), (2, None), (3, "anna")):
        row = dict.fromkeys(names, 0) | {"key": number, "actor_id": actor}
        marks = ", ".join(f":{name}" for name in names)
        connection.execute(f"INSERT INTO audit_log ({', '.join(names)}) VALUES ({marks})", row)
    ordered = connection.execute("SELECT actor_id FROM audit_log ORDER BY actor_id_order").fetchall()
    assert ordered == [("anna",), ("zoe",), (None,)]
    connection.close()


def test_what_the_engine_keeps_is_a_column_too() -> None:
    assert {"key", "phase", "ready_at"} <= set(schema.columns(JOBS))
    assert "candidate_group" not in schema.columns(USER_TASKS)
    assert {field.name for field in schema.stored(USER_TASKS)} >= {"userTaskKey", "candidateGroups"}


def test_indexes_have_telling_names() -> None:
    assert schema.index_name(USER_TASKS, ("priority DESC", "due_date_order")) == (
        "user_task_order_priority_DESC_due_date_order_key"
    )

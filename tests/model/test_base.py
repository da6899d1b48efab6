"""Leniently in, exactly out."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from c8tui.errors import Refusal
from c8tui.model.audit_logs import AuditLog, AuditLogFilter
from c8tui.model.base import Record, decode, encode, moment
from c8tui.model.cluster import Me, Topology
from c8tui.model.decisions import DecisionDefinition, DecisionInstance, DecisionRequirements, Evaluation
from c8tui.model.expressions import ExpressionResult, ExpressionWarning
from c8tui.model.incidents import Incident, IncidentFilter
from c8tui.model.jobs import JOB_STATES, ActivatedJobs, Activation, Job, JobChangeset
from c8tui.model.processes import ProcessDefinition
from c8tui.model.search import Op, Page, Search, Sort
from c8tui.model.user_tasks import ACTIONABLE, OPEN_STATES, Changeset, Form, UserTask
from c8tui.model.variables import Variable


class Thing(Record, frozen=True, kw_only=True):
    thing_key: str = ""
    name: str = "unnamed"
    count: int = 0
    parts: tuple[Thing, ...] = ()
    variables: dict[str, Any] = {}


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (b"{}", Thing()),
        (b'{"thingKey":"2251799813685251","fromTheFuture":[1]}', Thing(thing_key="2251799813685251")),
        (b'{"thingKey":9223372036854775807}', Thing(thing_key="9223372036854775807")),
        (b'{"name":null,"parts":[{"count":null}]}', Thing(parts=(Thing(),))),
        (b'{"name":"\\ud800"}', Thing(name="\ud800")),
        (b'{"name":"\xff"}', Thing(name="\udcff")),
        (b'{"count":"7"}', Thing(count=7)),
        (b'{"count":"many"}', Thing()),
        (b'{"count":[]}', Thing()),
        (b'{"count":' + b"9" * 5_000 + b"}", Thing()),
    ],
)
def test_what_other_servers_do_is_forgiven(body: bytes, read: Thing) -> None:
    assert decode(body, Thing) == read


def test_what_belongs_to_a_process_is_not_mended() -> None:
    """The null name forces the forgiving path, which must leave variables as they are."""
    body = b'{"name":null,"variables":{"orderKey":5,"gone":null,"flag":true,"deep":[{"aKey":1}]}}'
    assert decode(body, Thing).variables == {"orderKey": 5, "gone": None, "flag": True, "deep": [{"aKey": 1}]}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nul",
        b"[]",
        b"[" * 100_000,
    ],
)
def test_what_cannot_be_read_is_a_value_error(body: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        decode(body, Thing)


@given(
    st.binary() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(lambda j: json.dumps(j).encode())
)
@example(b'{"parts":[{}]}')
@pytest.mark.long
def test_any_body_is_read_or_a_value_error(body: bytes) -> None:
    try:
        assert isinstance(decode(body, Thing), Thing)
    except ValueError:
        assert body != b"{}"


texts = st.text(st.characters())
numbers = st.integers(-(2**70), 2**70) | st.decimals(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | texts | numbers, lambda inner: st.lists(inner) | st.dictionaries(texts, inner)
)


@given(values)
@example({"\ud800": [Decimal("1.10"), Decimal("1E+400"), "\udfff"]})
@example(["\ud800", '"', "\\", Decimal("-0.0")])
@pytest.mark.long
def test_what_is_written_reads_back_with_every_digit(value: Any) -> None:
    read = json.loads(encode(value), parse_float=Decimal, parse_int=Decimal)
    assert spelled(read) == spelled(value)


def spelled(value: Any) -> Any:
    """`value` with every number as the text of a Decimal, so that 1.0 and 1.00 differ."""
    if isinstance(value, dict):
        return {key: spelled(item) for key, item in value.items()}
    if isinstance(value, list):
        return [spelled(item) for item in value]
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return f"number {Decimal(value)}"
    return value


@pytest.mark.parametrize(
    ("timestamp", "read"),
    [
        ("2026-11-24T20:15:15.123Z", datetime(2026, 11, 24, 20, 15, 15, 123000, tzinfo=UTC)),
        ("2026-11-24T20:15:15+01:00", datetime(2026, 11, 24, 19, 15, 15, tzinfo=UTC)),
        ("2026-11-24T20:15:15", datetime(2026, 11, 24, 20, 15, 15, tzinfo=UTC)),
        ("2026-11-24", datetime(2026, 11, 24, tzinfo=UTC)),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_moments(timestamp: str | None, read: datetime | None) -> None:
    assert moment(timestamp) == read


@given(st.text() | st.datetimes().map(datetime.isoformat) | st.dates().map(lambda day: f"{day}"))
def test_a_moment_is_aware_or_none(timestamp: str) -> None:
    read = moment(timestamp)
    assert read is None or read.tzinfo is not None


# Variables: JSON in text, whole or cut.


def test_a_value_is_text_however_it_looks() -> None:
    variable = decode(b'{"name":"a","value":"{\\"b\\":nul","isTruncated":true,"variableKey":"1"}', Variable)
    assert (variable.value, variable.is_truncated) == ('{"b":nul', True)


# Process definitions: the version tag's two ways to be absent.


@pytest.mark.parametrize(("said", "tag"), [(b'""', ""), (b"null", None), (b'"v1"', "v1")])
def test_version_tags(said: bytes, tag: str | None) -> None:
    assert decode(b'{"processDefinitionKey":"1","versionTag":' + said + b"}", ProcessDefinition).version_tag == tag


# The audit log: unknown operations survive, the sort is the API's.


def test_an_entry() -> None:
    entry = decode(b'{"auditLogKey":"1","operationType":"TELEPORT","result":"FAIL","actorId":null}', AuditLog)
    assert (entry.operation_type, entry.result, entry.actor_id) == ("TELEPORT", "FAIL", None)


def test_it_is_not_sorted_by_what_the_api_lacks() -> None:
    assert "timestamp" in AuditLogFilter.sort_fields
    assert "entity_description" not in AuditLogFilter.sort_fields


# Expressions that the cluster has evaluated.


def test_any_result_is_taken() -> None:
    found = decode(
        b'{"expression": "=1", "result": [1, {"a": null}], "warnings": [{"message": "m"}], "new": 1}', ExpressionResult
    )
    assert found == ExpressionResult(
        expression="=1", result=[1, {"a": None}], warnings=(ExpressionWarning(message="m"),)
    )
    assert decode(b"{}", ExpressionResult) == ExpressionResult()


# Topology and identity as every version and every kind of principal gives them.


def test_a_topology_of_a_later_version() -> None:
    body = b'{"clusterId":"c","brokers":[{"nodeId":0,"brokerId":"b","partitions":[{"partitionId":1,"role":"new"}]}]}'
    topology = decode(body, Topology)
    assert topology.cluster_id == "c"
    replicas = [one for broker in topology.brokers or () for one in broker.partitions or ()]
    assert replicas[0].role == "new"


def test_a_client_has_no_user_name() -> None:
    me = decode(b'{"username":null,"groups":null,"tenants":[{"tenantId":"<default>"}]}', Me)
    assert (me.username, me.groups, me.tenants[0].tenant_id) == (None, (), "<default>")


# Decisions: keys that are no numbers, values that are JSON in text.


def test_an_instance_key_is_two_numbers() -> None:
    instance = decode(
        b'{"decisionEvaluationInstanceKey":"22-1","result":"\\"x\\"","processInstanceKey":null}', DecisionInstance
    )
    assert (instance.decision_evaluation_instance_key, instance.result) == ("22-1", '"x"')
    assert (instance.process_instance_key, instance.matched_rules) == (None, ())


def test_8_8_names_no_requirements_name() -> None:
    definition = decode(b'{"decisionDefinitionKey":"1","version":2}', DecisionDefinition)
    assert (definition.version, definition.decision_requirements_name) == (2, None)


def test_requirements() -> None:
    assert decode(b'{"resourceName":"a.dmn","version":3}', DecisionRequirements).resource_name == "a.dmn"


def test_a_failed_evaluation_is_an_answer() -> None:
    failed = decode(b'{"failureMessage":"no rule","output":null,"evaluatedDecisions":[{"output":null}]}', Evaluation)
    assert (failed.failure_message, failed.output, len(failed.evaluated_decisions)) == ("no rule", "", 1)


# Jobs: searched ones and activated ones.


def test_a_searched_job_has_a_date_and_an_activated_one_milliseconds() -> None:
    assert decode(b'{"jobKey":"1","deadline":"2026-11-24T20:00:00Z"}', Job).deadline == "2026-11-24T20:00:00Z"
    (job,) = decode(b'{"jobs":[{"jobKey":"1","deadline":1800000000000}]}', ActivatedJobs).jobs
    assert job.deadline == 1_800_000_000_000


def test_variables_of_a_job_keep_their_nulls() -> None:
    (job,) = decode(b'{"jobs":[{"jobKey":"1","worker":null,"variables":{"a":null,"orderKey":7}}]}', ActivatedJobs).jobs
    assert job.variables == {"a": None, "orderKey": 7}


def test_an_activation_says_no_more_than_it_must() -> None:
    activation = Activation(type="mail", timeout=1_000, max_jobs_to_activate=2)
    assert json.loads(encode(activation)) == {"type": "mail", "timeout": 1000, "maxJobsToActivate": 2}


def test_a_changeset_can_set_to_nought() -> None:
    assert json.loads(encode(JobChangeset(retries=0))) == {"retries": 0}


def test_an_unknown_state_survives() -> None:
    assert decode(b'{"jobKey":"1","state":"PRIORITY_UPDATED"}', Job).state == "PRIORITY_UPDATED"
    assert "PRIORITY_UPDATED" not in JOB_STATES


# Incidents: little needed, everything kept, and filters as the API spells them.


def test_only_the_key_is_needed() -> None:
    incident = decode(b'{"incidentKey":"7"}', Incident)
    assert incident == Incident(incident_key="7")
    assert (incident.job_key, incident.creation_time, incident.error_message) == (None, None, "")


def test_a_message_keeps_its_lines_and_its_controls() -> None:
    message = "Card declined\n\tat pay(Pay.java:7)\x1b[2J [bold]"
    body = json.dumps({"incidentKey": "7", "errorMessage": message, "jobKey": None, "rootCause": {"new": 1}})
    assert decode(body.encode(), Incident) == Incident(incident_key="7", error_message=message)


def test_enums_are_read_in_any_case_and_unknown_ones_survive() -> None:
    incident = decode(b'{"incidentKey":"7","state":"active","errorType":"AGENT_RAN_AWAY"}', Incident)
    assert (incident.state, incident.error_type) == ("ACTIVE", "AGENT_RAN_AWAY")


def test_what_is_odd_spoils_neither_the_incident_nor_the_page() -> None:
    body = b'{"items":[{"incidentKey":7,"errorMessage":null,"creationTime":5,"elementId":{}},{"state":"ACTIVE"}]}'
    page = decode(body, Page[Incident])
    assert [(one.incident_key, one.error_message) for one in page.items] == [("7", "")]
    assert page.left_out == 1


def test_a_filter_and_a_sort_on_the_wire() -> None:
    wanted = IncidentFilter(state="ACTIVE", error_message=Op(like="*ink*"), job_key=Op(in_=("1", "2")))
    assert json.loads(encode(Search(filter=wanted, sort=(Sort("creation_time", "DESC"),)).body())) == {
        "filter": {"state": "ACTIVE", "errorMessage": {"$like": "*ink*"}, "jobKey": {"$in": ["1", "2"]}},
        "sort": [{"field": "creationTime", "order": "DESC"}],
    }


def test_the_api_does_not_sort_by_message() -> None:
    with pytest.raises(Refusal, match="error_message"):
        Search(filter=IncidentFilter(), sort=(Sort("error_message"),))


# User tasks: what a version lacks, what a changeset says.


def test_the_least_that_8_8_says() -> None:
    task = decode(b'{"userTaskKey":"1"}', UserTask)
    assert (task.user_task_key, task.priority, task.assignee, task.candidate_groups) == ("1", None, None, ())


def test_everything_that_8_10_says() -> None:
    said = {
        "userTaskKey": "2251799813685251",
        "name": "Check",
        "state": "CREATED",
        "assignee": "ann",
        "priority": 80,
        "dueDate": "2026-11-24T20:00:00.000Z",
        "followUpDate": None,
        "creationDate": "2026-11-20T20:00:00.000Z",
        "completionDate": None,
        "candidateGroups": ["a"],
        "candidateUsers": ["b"],
        "elementId": "check",
        "elementInstanceKey": "2",
        "processName": "Order",
        "processDefinitionId": "order",
        "processDefinitionKey": "3",
        "processDefinitionVersion": 4,
        "processInstanceKey": "5",
        "rootProcessInstanceKey": "6",
        "businessId": "B-1",
        "tenantId": "<default>",
        "formKey": "7",
        "externalFormReference": None,
        "customHeaders": {"k": "v"},
        "tags": ["vip"],
    }
    task = decode(json.dumps(said).encode(), UserTask)
    assert json.loads(encode(task)) == said


@pytest.mark.parametrize(
    ("changes", "sent"),
    [
        (Changeset(), {}),
        (Changeset(priority=0), {"priority": 0}),
        (Changeset(due_date="", follow_up_date="2026-01-01T00:00:00Z"), None),
        (Changeset(candidate_groups=(), candidate_users=("a",)), {"candidateGroups": [], "candidateUsers": ["a"]}),
    ],
)
def test_none_keeps_and_empty_clears(changes: Changeset, sent: Any) -> None:
    expected = sent if sent is not None else {"dueDate": "", "followUpDate": "2026-01-01T00:00:00Z"}
    assert json.loads(encode(changes)) == expected


def test_a_form_carries_its_schema_as_text() -> None:
    assert decode(b'{"formKey":"1","schema":"{\\"components\\":[]}"}', Form).schema == '{"components":[]}'


def test_commands_need_a_settled_state() -> None:
    assert ACTIONABLE in OPEN_STATES

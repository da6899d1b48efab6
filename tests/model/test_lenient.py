"""The second reading: what is odd is left out, what is needed is missed in a sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest

from c8tui.model.base import decode
from c8tui.model.cluster import License, Topology
from c8tui.model.jobs import Job
from c8tui.model.processes import StartedProcess
from c8tui.model.search import Page
from c8tui.model.user_tasks import UserTask
from c8tui.model.variables import Variable


def task(**members: Any) -> UserTask:
    return decode(json.dumps({"userTaskKey": "1", "name": "a", **members}).encode(), UserTask)


@pytest.mark.parametrize("odd", [None, 7, "odd", True, 1.5, {}, [], {"a": 1}, [None], "", -1, 2**70, [[]], [{"a": 1}]])
@pytest.mark.parametrize(
    "name",
    [
        "assignee", "state", "priority", "dueDate", "candidateGroups", "candidateUsers", "elementId",
        "processDefinitionVersion", "processDefinitionKey", "customHeaders", "tags", "formKey", "creationDate",
    ],
)  # fmt: skip
def test_an_odd_value_costs_no_more_than_its_field(name: str, odd: Any) -> None:
    read = task(**{name: odd})
    assert (read.user_task_key, read.name) == ("1", "a")


@pytest.mark.parametrize(
    ("members", "field", "value"),
    [
        ({"candidateGroups": None}, "candidate_groups", ()),
        ({"candidateGroups": "sales"}, "candidate_groups", ("sales",)),
        ({"candidateGroups": ["a", None, "b", 3]}, "candidate_groups", ("a", "b", "3")),
        ({"customHeaders": {"a": None, "b": "c", "d": 1, "e": {"f": []}}}, "custom_headers",
         {"a": "null", "b": "c", "d": "1", "e": '{"f":[]}'}),
        ({"priority": "high"}, "priority", None),
        ({"priority": "75"}, "priority", 75),
        ({"priority": 75.0}, "priority", 75),
        ({"priority": True}, "priority", None),
        ({"assignee": 5}, "assignee", "5"),
        ({"assignee": {"id": "x"}}, "assignee", None),
        ({"dueDate": 1800000000000}, "due_date", "1800000000000"),
        ({"userTaskKey": 2251799813685249}, "user_task_key", "2251799813685249"),
        ({"userTaskKey": 10**30}, "user_task_key", str(10**30)),
        ({"processInstanceKey": {"a": 1}}, "process_instance_key", ""),
        ({"state": "created"}, "state", "CREATED"),
        ({"state": "Created"}, "state", "CREATED"),
        ({"state": "in the air!"}, "state", "in the air!"),
    ],
)  # fmt: skip
def test_a_field_is_read_as_far_as_it_can_be(members: dict[str, Any], field: str, value: Any) -> None:
    assert getattr(task(**members), field) == value


@pytest.mark.parametrize(
    ("value", "text"), [("{}", "{}"), ({"a": [1.10]}, '{"a":[1.1]}'), (7, "7"), (True, "true"), (10**25, f"{10**25}")]
)
def test_a_variable_that_came_as_json_is_its_json(value: Any, text: str) -> None:
    assert decode(json.dumps({"name": "x", "value": value}).encode(), Variable).value == text


def test_digits_are_kept() -> None:
    raw = b'{"name": "x", "value": {"n": 0.10000000000000000001}}'
    assert decode(raw, Variable).value == '{"n":0.10000000000000000001}'


def test_an_item_without_its_key_is_left_out_and_counted() -> None:
    body = b'{"items": [{"userTaskKey": "1"}, {"name": "keyless"}, 7, null, {"userTaskKey": []}], "page": {}}'
    page = decode(body, Page[UserTask])
    assert [one.user_task_key for one in page.items] == ["1"]
    assert (page.left_out, page.why_left_out) == (4, "[1].userTaskKey is missing")


@pytest.mark.parametrize(
    ("body", "into", "why"),
    [
        (b"{}", Page[UserTask], "items is missing"),
        (b'{"items": null, "page": {"totalItems": 3}}', Page[UserTask], "items is null, where a list belongs"),
        (b'{"items": "x"}', Page[UserTask], 'items is text ("x"), where a list belongs'),
        (b'{"items": [{"name": "a"}]}', Page[UserTask], "items[0].userTaskKey is missing"),
        (b'{"name": "a"}', UserTask, "userTaskKey is missing"),
        (b'{"userTaskKey": null}', UserTask, "userTaskKey is null, where text belongs"),
        (b'{"processDefinitionId": "x"}', StartedProcess, "processInstanceKey is missing"),
        (b"[]", Topology, "the whole of it is a list, where an object belongs"),
        (b"null", Topology, "the whole of it is null, where an object belongs"),
        (b"  ", Topology, "it is empty"),
        (b"<html>\n<body>", Topology, 'it is no JSON, and begins with "<html> <body>"'),
    ],
)
def test_what_is_needed_and_not_there_is_one_sentence(body: bytes, into: type[Any], why: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        decode(body, into)
    assert str(caught.value) == why


def test_what_was_not_said_is_unknown() -> None:
    said = decode(b'{"brokers": [{"nodeId": "x", "partitions": null}], "clusterSize": null}', Topology)
    assert said.brokers is not None
    assert (said.brokers[0].node_id, said.brokers[0].partitions, said.cluster_size) == (None, None, None)
    assert decode(b"{}", License).valid_license is None
    assert decode(b'{"validLicense": "TRUE"}', License).valid_license is True
    assert decode(b'{"jobKey": "1", "retries": {}}', Job).retries is None
    assert decode(b'{"items": []}', Page[UserTask]).page.total_items is None

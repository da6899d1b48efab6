"""User tasks: what a version lacks, what a changeset says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from c8tui.model.base import decode, encode
from c8tui.model.user_tasks import ACTIONABLE, OPEN_STATES, Changeset, Form, UserTask


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

"""Filters against a second opinion: the same question answered in plain Python over all items."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c8tui.sandbox.catalog import DECISION_INSTANCES, PROCESS_INSTANCES, USER_TASKS
from c8tui.sandbox.problems import Problem
from c8tui.sandbox.query import compile_filter, glob, serialized
from tests.sandbox.clusters import Cluster

Item = dict[str, Any]


def like(pattern: str) -> Callable[[str], bool]:
    out = ""
    i = 0
    while i < len(pattern):
        letter = pattern[i]
        if letter == "\\" and i + 1 < len(pattern):
            i += 1
            out += re.escape(pattern[i])
        else:
            out += {"*": ".*", "?": "."}.get(letter, re.escape(letter))
        i += 1
    return lambda value: re.fullmatch(out, value, re.DOTALL) is not None


def holds(value: Any, condition: Any) -> bool:
    """Whether a plain value (None, text or number) meets a condition of the API."""
    if not isinstance(condition, dict):
        return bool(value == condition)
    tests: dict[str, Callable[[Any], bool]] = {
        "$eq": lambda operand: value == operand,
        "$neq": lambda operand: value != operand,
        "$exists": lambda operand: (value is not None) == operand,
        "$in": lambda operand: value in operand,
        "$notIn": lambda operand: value not in operand,
        "$gt": lambda operand: value is not None and value > operand,
        "$gte": lambda operand: value is not None and value >= operand,
        "$lt": lambda operand: value is not None and value < operand,
        "$lte": lambda operand: value is not None and value <= operand,
        "$like": lambda operand: value is not None and like(operand)(value),
    }
    return all(tests[operator](operand) for operator, operand in condition.items())


def member_holds(values: list[str], condition: Any) -> bool:
    """The same for the members of a list: one that meets it, or for a negation no one that does not."""
    if not isinstance(condition, dict):
        return condition in values
    for operator, operand in condition.items():
        if operator == "$exists":
            met = bool(values) == operand
        elif operator in ("$neq", "$notIn"):
            met = all(holds(value, {operator: operand}) for value in values)
        else:
            met = any(holds(value, {operator: operand}) for value in values)
        if not met:
            return False
    return True


def matches(item: Item, wanted: dict[str, Any]) -> bool:
    for name, condition in wanted.items():
        if name in ("candidateGroup", "candidateUser"):
            if not member_holds(item[f"{name}s"], condition):
                return False
        elif not holds(item[name], condition):
            return False
    return True


NAMES = st.sampled_from(["Review invoice", "Sign contract", "Check delivery", "nothing"])
PEOPLE = st.sampled_from(["anna", "ben", "demo", "zoe"])
GROUPS = st.sampled_from(["accounting", "sales", "leads", "support", "none"])
STATES = st.sampled_from(["CREATED", "COMPLETED", "CANCELED"])
PATTERNS = st.sampled_from(["*", "*i*", "?????", "Re*", "a*", "\\*", "*\\?*", "[ab]*", "", "*n"])
DATES = st.integers(-10, 10).map(lambda days: f"2027-01-{15 + days:02d}T08:00:00.000Z")
NUMBERS = st.sampled_from([0, 25, 50, 75, 90, 100])


def texts(values: st.SearchStrategy[str], *, pattern: bool = True) -> st.SearchStrategy[Any]:
    operators: dict[str, st.SearchStrategy[Any]] = {
        "$eq": values,
        "$neq": values,
        "$exists": st.booleans(),
        "$in": st.lists(values, max_size=3),
        "$notIn": st.lists(values, max_size=3),
    }
    if pattern:
        operators["$like"] = PATTERNS
    return values | some(operators)


def ordered(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    names = ("$eq", "$neq", "$gt", "$gte", "$lt", "$lte")
    operators: dict[str, st.SearchStrategy[Any]] = dict.fromkeys(names, values)
    return values | some(operators | {"$exists": st.booleans(), "$in": st.lists(values, max_size=3)})


def some(operators: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({}, optional=operators).filter(lambda chosen: 0 < len(chosen) < 3)


FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "name": texts(NAMES),
        "assignee": texts(PEOPLE),
        "candidateGroup": texts(GROUPS),
        "candidateUser": texts(PEOPLE),
        "state": STATES | some({"$eq": STATES, "$neq": STATES, "$in": st.lists(STATES), "$like": PATTERNS}),
        "priority": ordered(NUMBERS),
        "dueDate": ordered(DATES),
        "creationDate": ordered(DATES),
        "followUpDate": ordered(DATES),
        "tenantId": texts(st.sampled_from(["<default>", "tenant-b"])),
        "elementId": st.sampled_from(["review-invoice", "x"]),
        "processDefinitionId": texts(st.sampled_from(["complaint", "onboarding"])),
    },
)


class Both:
    """The sandbox and all its items, fetched once for every example."""

    def __init__(self) -> None:
        self.cluster = Cluster(dialect="8.10")
        self.all: list[Item] = []


@pytest.fixture(scope="module")
def both() -> Both:
    return Both()


@given(wanted=FILTERS)
async def test_filters_agree_with_plain_python(both: Both, wanted: dict[str, Any]) -> None:
    if not both.all:
        both.all = await both.cluster.items("/user-tasks")
    found = await both.cluster.search("/user-tasks", wanted)
    expected = [item["userTaskKey"] for item in both.all if matches(item, wanted)]
    assert [item["userTaskKey"] for item in found["items"]] == expected
    assert found["page"]["totalItems"] == len(expected)


async def test_variables_of_instance_and_task(cluster: Cluster) -> None:
    gold = {"name": "tier", "value": '"gold"'}
    found = await cluster.items("/user-tasks", {"processInstanceVariables": [gold]})
    variables = await cluster.items("/variables", {"name": "tier", "value": '"gold"'})
    instances = {variable["processInstanceKey"] for variable in variables}
    expected = [t["userTaskKey"] for t in await cluster.items("/user-tasks") if t["processInstanceKey"] in instances]
    assert [item["userTaskKey"] for item in found] == expected != []
    both = [gold, {"name": "daysLate", "value": {"$like": "1?"}}]
    narrower = await cluster.items("/user-tasks", {"processInstanceVariables": both})
    assert 0 < len(narrower) < len(found)
    assert await cluster.items("/user-tasks", {"localVariables": [gold]}) == []
    long = "x" * 60
    task = await cluster.task(elementId="review-invoice")
    await cluster.do("POST", f"/user-tasks/{task['userTaskKey']}/completion", {"variables": {"note": long}})
    (found_one,) = await cluster.items(
        "/user-tasks",
        {"state": "CREATED", "processInstanceVariables": [{"name": "note", "value": {"$in": [f'"{long}"', "1"]}}]},
    )
    assert found_one["processInstanceKey"] == task["processInstanceKey"]


async def test_all_tags_must_be_there(cluster: Cluster) -> None:
    tagged = await cluster.items("/user-tasks", {"tags": ["sales", "region:emea"]})
    assert {item["processDefinitionId"] for item in tagged} == {"quote-to-cash"}
    assert await cluster.items("/user-tasks", {"tags": ["sales", "finance"]}) == []


async def test_either_of_several_filters(cluster: Cluster) -> None:
    either = {"$or": [{"processDefinitionId": "complaint", "state": "ACTIVE"}, {"hasIncident": True}]}
    found = await cluster.items("/process-instances", either)
    expected = [
        item
        for item in await cluster.items("/process-instances")
        if (item["processDefinitionId"] == "complaint" and item["state"] == "ACTIVE") or item["hasIncident"]
    ]
    assert found == expected != []


@pytest.mark.parametrize(
    ("wanted", "named"),
    [
        ([], "filter"),
        ({"candidateGroups": "sales"}, "filter.candidateGroups"),
        ({"state": "OPEN"}, "filter.state"),
        ({"state": {"$in": ["CREATED", "created"]}}, "filter.state.$in[1]"),
        ({"name": 7}, "filter.name"),
        ({"name": {"$gt": "a"}}, "filter.name.$gt"),
        ({"name": {"$like": 1}}, "filter.name.$like"),
        ({"name": {"$exists": "yes"}}, "filter.name.$exists"),
        ({"name": {"$in": "a"}}, "filter.name.$in"),
        ({"name": {"$like": "*" * 10_001}}, "filter.name.$like"),
        ({"priority": "high"}, "filter.priority"),
        ({"priority": 2**31}, "filter.priority"),
        ({"priority": {"$notIn": [1]}}, "filter.priority.$notIn"),
        ({"dueDate": "2027-01-15"}, "filter.dueDate"),
        ({"elementId": {"$eq": "x"}}, "filter.elementId"),
        ({"userTaskKey": 42}, "filter.userTaskKey"),
        ({"userTaskKey": "9" * 25}, "filter.userTaskKey"),
        ({"processDefinitionId": {"$eq": "x"}}, "filter.processDefinitionId"),
        ({"tags": "sales"}, "filter.tags"),
        ({"tags": [1]}, "filter.tags[0]"),
        ({"tags": ["a"] * 11}, "filter.tags"),
        ({"processInstanceVariables": {}}, "filter.processInstanceVariables"),
        ({"processInstanceVariables": [{"name": "a"}]}, "filter.processInstanceVariables[0]"),
        ({"processInstanceVariables": [{"name": "a", "val": 1}]}, "filter.processInstanceVariables[0].val"),
        ({"processInstanceVariables": [{"name": "a", "value": 1}]}, "filter.processInstanceVariables[0].value"),
        ({"$or": [{}]}, "filter.$or"),
    ],
)
async def test_a_bad_filter_names_the_property(cluster: Cluster, wanted: Any, named: str) -> None:
    problem = await cluster.refused("POST", "/user-tasks/search", {"filter": wanted})
    assert (problem["status"], problem["title"]) == (400, "INVALID_ARGUMENT")
    assert f"'{named}'" in problem["detail"]


def test_operators_come_with_their_version() -> None:
    for resource, wanted, since in (
        (USER_TASKS, {"name": {"$like": "x"}}, "8.9"),
        (USER_TASKS, {"processDefinitionId": {"$in": ["x"]}}, "8.10"),
        (DECISION_INSTANCES, {"state": {"$in": ["FAILED"]}}, "8.9"),
    ):
        older = "8.8" if since == "8.9" else "8.9"
        assert compile_filter(resource.view(since), wanted).params
        with pytest.raises(Problem) as refused:
            compile_filter(resource.view(older), wanted)
        assert older in refused.value.detail


def test_8_10_takes_enums_in_any_case() -> None:
    assert compile_filter(USER_TASKS.view("8.10"), {"state": "created"}).params == ["CREATED"]
    assert compile_filter(PROCESS_INSTANCES.view("8.10"), {"state": "Suspended"}).params == ["SUSPENDED"]
    with pytest.raises(Problem):
        compile_filter(PROCESS_INSTANCES.view("8.9"), {"state": "SUSPENDED"})


def test_the_states_that_can_match_are_known() -> None:
    view = USER_TASKS.view("8.9")
    states = compile_filter(view, {"state": {"$in": ["CREATED", "FAILED"]}}).states
    assert states == frozenset({"CREATED", "FAILED"})
    assert compile_filter(view, {"state": {"$neq": "CREATED"}}).states is None
    assert compile_filter(view, {"state": None}).sql == "1"


@pytest.mark.parametrize(
    ("pattern", "translated"),
    [("a*b?", "a*b?"), (r"\*\?", "[*][?]"), ("[x]", "[[]x]"), ("\\\\", "\\"), ("\\", "\\"), (r"\a", "a")],
)
def test_patterns_become_globs(pattern: str, translated: str) -> None:
    assert glob(pattern, "x") == translated


def test_lists_are_stored_without_spaces() -> None:
    assert serialized(["a", "ü"]) == '["a","ü"]'

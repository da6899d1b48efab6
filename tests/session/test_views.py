"""What each view of the inbox asks for, what it needs to know, and what it is called by."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from c8tui.errors import Refusal
from c8tui.model.search import Op, Search, Sort
from c8tui.model.user_tasks import OPEN_STATES, UserTask
from c8tui.session.identity import Identity
from c8tui.session.process_names import NameSearch
from c8tui.session.session import Session
from c8tui.session.task_filters import FIELDS
from c8tui.session.views import BUILT_IN, NEAREST_DUE, View, tasks_of_instance, view_named

NOW = datetime(2026, 5, 6, 10, 30, tzinfo=UTC)
ANNA = Identity(user="anna", groups=("accounting", "leads"), display_name="Anna")
NOBODY = Identity(user=None, groups=(), display_name="nobody")
OPEN = {"state": {"$in": list(OPEN_STATES)}}
GROUPS = {"candidateGroup": {"$in": ["accounting", "leads"]}}
BY_ID = {view.id: view for view in BUILT_IN}


def asked(view: View, **narrowed: Any) -> list[Any]:
    return [msgspec.json.decode(msgspec.json.encode(one)) for one in view.filters(ANNA, NOW, **narrowed)]


@pytest.mark.parametrize(
    ("name", "conditions"),
    [
        ("open", [OPEN]),
        ("mine", [{**OPEN, "assignee": "anna"}]),
        (
            "mine-or-groups",
            [{**OPEN, "assignee": "anna"}, {**OPEN, "candidateGroup": {"$in": ["accounting", "leads"]}}],
        ),
        ("unassigned", [{**OPEN, "assignee": {"$exists": False}}]),
        ("groups", [{**OPEN, "candidateGroup": {"$in": ["accounting", "leads"]}}]),
        ("completed", [{"state": "COMPLETED"}]),
    ],
)
def test_every_view_asks_for_its_tasks(name: str, conditions: list[dict[str, Any]]) -> None:
    assert asked(BY_ID[name]) == conditions
    narrowed = asked(BY_ID[name], tenant_id="blue", named=by_name("*invoice*"))
    assert narrowed == [{**one, "tenantId": "blue", "name": {"$like": "*invoice*"}} for one in conditions]


def by_name(pattern: str, *process_ids: str) -> NameSearch:
    """A search for names like a pattern, or for processes."""
    ids = (("process_definition_id", process_ids),) if process_ids else ()
    return NameSearch(pattern, (("name", (Op(like=pattern),)), *ids))


def test_a_name_is_looked_for_among_tasks_and_processes() -> None:
    view = View("x", "X", ({"assignee": "me"}, {"process_definition_id": "order"}))
    assert asked(view, named=by_name("*a*", "order", "complaint")) == [
        {**OPEN, "assignee": "anna", "name": {"$like": "*a*"}},
        {**OPEN, "assignee": "anna", "processDefinitionId": "order"},
        {**OPEN, "assignee": "anna", "processDefinitionId": "complaint"},
        {**OPEN, "processDefinitionId": "order", "name": {"$like": "*a*"}},
        {**OPEN, "processDefinitionId": "order"},
    ]


@pytest.mark.parametrize(
    ("base", "conditions", "title"),
    [
        ("open", {"process_definition_id": "complaint"}, "All open + process = complaint"),
        ("open", {"due_date": "< now", "assignee": "not ben"}, "All open + assignee not ben + due < now"),
        ("overdue", {"due_date": "< now", "priority": ">= 51"}, "Overdue + priority >= 51"),
        ("overdue", {"priority": "high"}, "All open + priority = high"),
        ("overdue", {"state": "completed"}, "Tasks + state = completed"),
        ("mine-or-groups", {"name": "Pay*"}, "Mine and my groups + task = Pay*"),
    ],
)
def test_what_is_changed_is_called_by_its_conditions(base: str, conditions: dict[str, str], title: str) -> None:
    before = BY_ID[base]
    changed = before.changed(before.with_conditions(conditions))
    assert (changed.title, changed.changed_from, changed.own) == (title, before, False)
    assert changed.changed(changed.with_conditions(before.conditions)) == before, "it is itself again"
    turned = changed.changed(replace(changed, sort=(Sort("name"),)))
    assert (turned.title, turned.changed_from) == (title, before)


def test_those_of_a_date_are_relative_to_now() -> None:
    (overdue,), (today,) = asked(BY_ID["overdue"]), asked(BY_ID["today"])
    assert datetime.fromisoformat(overdue["dueDate"]["$lt"]) == NOW
    assert {*today["dueDate"]} == {"$gte", "$lt"}


def test_each_sort_exists_and_is_said_in_words() -> None:
    for view in BUILT_IN:
        Search(filter=view.filters(ANNA, NOW)[0], sort=view.sort)  # raises for what the cluster does not sort by
    assert BY_ID["open"].sort_words == "due, then priority (high first), then created"
    assert BY_ID["completed"].sort_words == "completed (latest first)"
    own = View("x", "X", sort=(Sort("priority", "DESC"), Sort("due_date")))
    assert own.sort_words == "priority (high first), then due"
    assert View("x", "X", sort=(Sort("priority"), Sort("name"))).sort_words == "priority (low first), then name"


@pytest.mark.parametrize(
    ("view", "needs"),
    [
        (BY_ID["mine"], {"user"}),
        (BY_ID["groups"], {"groups"}),
        (BY_ID["mine-or-groups"], {"user", "groups"}),
        (View("x", "X", ({"assignee": "ben, me"},)), {"user"}),
        (View("x", "X", ({"candidate_user": "not me"},)), {"user"}),
        (View("x", "X", ({"assignee": "james"},)), set()),
    ],
)
def test_a_view_of_mine_is_never_asked_for_nobody(view: View, needs: set[str]) -> None:
    assert view.needs == needs
    if needs:
        with pytest.raises(Refusal, match="needs to know"):
            view.filters(NOBODY, NOW)


@pytest.mark.parametrize(
    ("typed", "found"),
    [("mine", "mine"), ("un", "unassigned"), (" MY ", "groups"), ("my g", "groups"), ("c", "completed"),
     ("all", "open"), ("o", None), ("op", "open"), ("over", "overdue"), ("m", None), ("", None), ("done", None)],
)  # fmt: skip
def test_by_name_or_the_beginning_of_only_one(typed: str, found: str | None) -> None:
    view = view_named(typed, BUILT_IN)
    assert (view and view.id) == found


def test_the_tasks_of_an_instance() -> None:
    view = tasks_of_instance(UserTask(user_task_key="1", process_name="Order", process_instance_key="7"))
    assert view.title == "Order 7"
    assert asked(view) == [{**OPEN, "processInstanceKey": "7"}]


EXAMPLES = {
    "name": "Review*", "state": "created, completed", "assignee": "not ben", "candidate_group": "mine",
    "candidate_user": "any", "priority": "26..75", "due_date": "< now+400d", "follow_up_date": "none",
    "creation_date": ">= today-400d", "completion_date": "none", "process_definition_id": "invoice-approval",
    "element_id": "review-invoice", "process_instance_variables": "approved != true; customer like *a*",
    "local_variables": "approved not exists", "tags": "vip", "tenant_id": "<default>",
    "process_definition_key": "2251799813685249", "process_instance_key": "2251799813685253",
    "element_instance_key": "2251799813685258", "user_task_key": "2251799813685259",
}  # fmt: skip


@pytest.mark.parametrize("field", sorted(set(FIELDS) - {"business_id"}))
async def test_the_cluster_takes_every_field(sandbox_session: Session, field: str) -> None:
    number, bound = await sandbox_session.user_tasks.count(View("x", "X", ({field: EXAMPLES[field]},)), ANNA)
    assert number >= 0
    assert not bound


def test_nearest_due_comes_first_unless_a_view_says_otherwise() -> None:
    assert View("x", "X").sort == NEAREST_DUE == BY_ID["mine"].sort


@pytest.mark.parametrize(
    ("view", "filters"),
    [
        (View("x", "X", ({"assignee": "none, me"},)), [{"assignee": {"$exists": False}}, {"assignee": "anna"}]),
        (View("x", "X", ({"assignee": "not none, ben"},)), [{"assignee": {"$neq": "ben", "$exists": True}}]),
        (
            View(
                "x", "X", ({"priority": "high"}, {"priority": "90", "tags": "a"}),
                common={"priority": "60..", "tags": "b"},
            ),
            [
                {"priority": {"$gte": 60, "$lte": 75}, "tags": ["b"]},
                {"priority": 90, "tags": ["b", "a"]},
            ],
        ),
        (View("x", "X", ({"name": "a"}, {"name": "b"}), common={"name": "not b"}), [{"name": "a"}]),
        (View("x", "X", ({"name": "a"},), common={"name": "b"}), []),
    ],
)  # fmt: skip
def test_conditions_on_one_field_must_all_hold(view: View, filters: list[dict[str, Any]]) -> None:
    assert asked(view) == [{**OPEN, **one} for one in filters]


def test_names_that_are_searched_for_are_those_of_the_view_too() -> None:
    named = View("x", "X", ({"name": "Rev*"},))
    assert [one["name"] for one in asked(named, named=by_name("*inv*"))] == [{"$like": "Rev*inv*"}]
    assert [one["name"] for one in asked(named, named=by_name("*view*"))] == [
        {"$like": "Review*"},
        {"$like": "Rev*view*"},
    ]
    exact = View("x", "X", ({"name": "Review invoice, Pay"},))
    assert [one["name"] for one in asked(exact, named=by_name("*?nvoice*"))] == ["Review invoice"]
    assert asked(exact, named=by_name("*discount*")) == []


async def test_what_no_task_can_meet_is_an_empty_list_and_asks_nobody(sandbox_session: Session) -> None:
    view = View("x", "X", ({"name": "a"},), common={"name": "b"})
    rows = sandbox_session.user_tasks.rows(view, ANNA)
    await rows.load(0, 10)
    assert rows.total == 0
    assert await sandbox_session.user_tasks.count(view, ANNA) == (0, False)


async def test_nobody_or_somebody_is_one_list(sandbox_session: Session) -> None:
    rows = sandbox_session.user_tasks.rows(View("x", "X", ({"assignee": "none, demo"},)), ANNA)
    await rows.load(0, 200)
    assert {task.assignee for _, task in rows.loaded()} == {None, "demo"}
    assert len([*rows.loaded()]) == rows.total

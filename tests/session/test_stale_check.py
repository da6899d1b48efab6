"""Looking again before something is sent: what changed, by field and path, and conflicts that say what became of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from c8tui.errors import Conflict, NotFound, Refusal
from c8tui.model.audit_logs import AuditLog
from c8tui.model.user_tasks import Changeset, UserTask
from c8tui.model.variables import Variable
from c8tui.session.actions import Step
from c8tui.session.stale_check import (
    Changed,
    Look,
    NotRead,
    differences,
    explained,
    held,
    in_words,
    reason_in,
    variable_differences,
)
from tests.clocks import NOON
from tests.sandboxes import Sandbox, a_task

NOW = datetime.fromtimestamp(NOON, UTC)


async def test_what_did_not_change_is_read_once_and_goes_on(sandbox: Sandbox, open_session: Any) -> None:
    session = await open_session(sandbox)
    task = await a_task(session, assignee=None)
    sandbox.sent.clear()
    assert await Look(session.user_tasks, task).unless_changed() == task
    assert [f"{r.method} {r.url.path}" for r in sandbox.sent] == [f"GET /v2/user-tasks/{task.user_task_key}"]


async def test_what_changed_stops_once_and_counts_as_seen_then(sandbox: Sandbox, open_session: Any) -> None:
    ben, session = await open_session(sandbox, "ben"), await open_session(sandbox)
    look = Look(session.user_tasks, await a_task(session, assignee=None))
    await Step("claim", "ben").send(ben.user_tasks, look.task)
    with pytest.raises(Changed, match="assignee: nobody -> ben"):
        await look.unless_changed()
    assert (await look.unless_changed()).assignee == "ben"


async def test_what_we_wrote_ourselves_is_no_change_while_the_index_is_behind(open_session: Any) -> None:
    sandbox = Sandbox(lag_ms=10_000)
    session = await open_session(sandbox)
    task = await a_task(session, assignee=None)
    await Step("claim", "demo").send(session.user_tasks, task)
    look = Look(session.user_tasks, session.user_tasks.overlay.over(task))
    for _ in range(3):
        assert await look.again() == ()
        assert look.task.assignee == "demo"
        sandbox.clock.at += 6


async def test_variables_are_compared_where_they_were_seen(sandbox: Sandbox, open_session: Any) -> None:
    session = await open_session(sandbox)
    task = await a_task(session, assignee=None, element_id="review-invoice")
    seen = await session.user_tasks.variables(task.user_task_key)
    look = Look(session.user_tasks, task)
    assert await look.whole_again() == ()
    assert look.variables is not None
    look.variables = (*seen[1:], seen[0].__class__(name="zzz", value="1"))
    assert [found.words() for found in await look.whole_again()] == [f"{seen[0].name} added", "zzz removed"]


async def test_what_cannot_be_read_says_that_nothing_was_sent(sandbox: Sandbox, open_session: Any) -> None:
    session = await open_session(sandbox)
    task = await a_task(session)
    with pytest.raises(Refusal, match="it is gone"):
        await Look(session.user_tasks, UserTask(user_task_key="999")).again()
    await sandbox.faults("500")
    with pytest.raises(NotRead, match="could not be read first") as failed:
        await Look(session.user_tasks, task).again()
    assert failed.value.advice == "Nothing has been sent."


@pytest.mark.parametrize(("dialect", "words"), [("8.9", "Assigned to ben since "), ("8.8", "Now assigned to ben")])
async def test_a_conflict_says_who_holds_it_and_since_when(open_session: Any, dialect: str, words: str) -> None:
    sandbox = Sandbox(dialect=dialect)
    ben, session = await open_session(sandbox, "ben"), await open_session(sandbox)
    task = await a_task(session, assignee=None)
    await Step("claim", "ben").send(ben.user_tasks, task)
    with pytest.raises(Conflict, match=words) as refused:
        await explained(
            session.user_tasks, task, lambda task: Step("claim", "demo").send(session.user_tasks, task), NOW
        )
    assert isinstance(refused.value.__cause__, Conflict)
    assert refused.value.detail.endswith("The cluster said: " + reason_in(refused.value.__cause__.detail))


async def test_a_conflict_says_what_else_became_of_it(sandbox: Sandbox, open_session: Any) -> None:
    ben, session = await open_session(sandbox, "ben"), await open_session(sandbox)
    task = await a_task(session, assignee="demo", priority=50)

    async def change() -> str:
        with pytest.raises((Conflict, NotFound)) as refused:
            await explained(
                session.user_tasks,
                task,
                lambda task: Step("change", changeset=Changeset(priority=1)).send(session.user_tasks, task),
                NOW,
            )
        return refused.value.detail

    await sandbox.faults("deny=Budget exceeded")
    assert (await change()).rstrip(".").endswith("Budget exceeded")
    await sandbox.faults()
    await Step("change", changeset=Changeset(priority=60)).send(ben.user_tasks, task)
    await sandbox.faults("deny=Budget exceeded")
    assert (await change()).startswith("priority: 50 -> 60. The cluster said: ")
    await sandbox.faults()
    await Step("complete", "demo").send(ben.user_tasks, task)
    assert (await change()).startswith("Now it is completed. The cluster said: ")


def entry(operation: str, hour: int, result: str = "SUCCESS") -> AuditLog:
    return AuditLog(operation_type=operation, timestamp=f"2026-11-24T{hour:02}:00:00Z", result=result)


@pytest.mark.parametrize(
    ("history", "words"),
    [
        ([entry("UPDATE", 11), entry("ASSIGN", 10), entry("ASSIGN", 9)], "Assigned to ben since 10:00"),
        ([entry("ASSIGN", 11, "FAIL"), entry("ASSIGN", 8)], "Assigned to ben since 08:00"),
        ([entry("UNASSIGN", 11), entry("ASSIGN", 8)], "Now assigned to ben"),
        ([], "Now assigned to ben"),
    ],
)
def test_since_when_somebody_holds_it(history: list[AuditLog], words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    local = f"{datetime(2026, 11, 24, int(words[-5:-3]), tzinfo=UTC).astimezone():%H:%M}" if ":" in words else ""
    assert held(UserTask(user_task_key="1", assignee="ben"), history, now) == (words[:-5] + local if local else words)
    assert held(UserTask(user_task_key="1"), history, now) == "Now unassigned"


def test_since_another_day() -> None:
    words = held(
        UserTask(user_task_key="1", assignee="ben"), [entry("ASSIGN", 12)], datetime(2026, 11, 27, 12, tzinfo=UTC)
    )
    assert words.startswith("Assigned to ben since 24 Nov ")


@pytest.mark.parametrize(
    ("detail", "reason"),
    [
        ("Command 'COMPLETE' rejected with code 'INVALID_STATE': budget exceeded", "budget exceeded"),
        ("something else: really", "something else: really"),
    ],
)
def test_the_reason_in_what_the_engine_says(detail: str, reason: str) -> None:
    assert reason_in(detail) == reason


# What changed is told by field and by path, and what did not change is not told

TASK = UserTask(
    user_task_key="1", state="CREATED", priority=50, due_date="2026-11-24T17:00:00Z", candidate_groups=("a", "b")
)


def changed(**fields: object) -> list[str]:
    return [found.words() for found in differences(TASK, msgspec.structs.replace(TASK, **fields))]


def told(before: str, after: str, *, cut: tuple[bool, bool] = (False, False)) -> list[str]:
    one, other = (
        Variable(name="v", value=value, is_truncated=c) for value, c in zip((before, after), cut, strict=True)
    )
    return [found.words() for found in variable_differences([one], [other])]


def test_fields_of_a_task() -> None:
    assert changed(assignee="ben", state="COMPLETING", priority=90) == [
        "assignee: nobody -> ben", "state: created -> completing", "priority: 50 -> 90",
    ]  # fmt: skip
    assert changed(candidate_groups=(), name="Pay") == ["candidate groups: a, b -> none", "name: none -> Pay"]
    due = changed(due_date=None)
    assert len(due) == 1
    assert due[0].startswith("due: 24 Nov 2026")
    assert due[0].endswith("-> none")


def test_what_is_not_there_is_told_in_words() -> None:
    full = {name: "2026-11-24T18:00:00Z" if name.endswith("_date") else 5 if name == "priority" else "x"
            for name in UserTask.__struct_fields__ if msgspec.structs.replace(TASK, **{name: None}) != TASK
            and name not in ("candidate_groups", "candidate_users", "custom_headers", "tags", "state")}  # fmt: skip
    for name, value in full.items():
        there, gone = (msgspec.structs.replace(TASK, **{name: what}) for what in (value, None))
        for pair in ((there, gone), (gone, there)):
            assert not any("None" in found.words() for found in differences(*pair)), name


def test_a_date_that_cannot_be_read_is_told_as_it_is() -> None:
    assert changed(due_date="soon")[0].endswith("-> soon")


@pytest.mark.parametrize(
    "fields",
    [{}, {"due_date": "2026-11-24T18:00:00+01:00"}, {"candidate_groups": ("b", "a")}, {"assignee": ""},
     {"tags": ("x",)}],
)  # fmt: skip
def test_what_nobody_decides_by_is_no_difference(fields: dict[str, object]) -> None:
    assert changed(**fields) == []


def test_the_first_values_are_kept_raw() -> None:
    found = differences(TASK, msgspec.structs.replace(TASK, assignee="\x1b[2J"))[0]
    assert (found.before, found.after) == (None, "\x1b[2J")


def test_variables_that_came_and_went_and_changed() -> None:
    before = [Variable(name="amount", value="10"), Variable(name="gone", value="1")]
    after = [Variable(name="amount", value="12"), Variable(name="customer", value="{}")]
    words = [found.words() for found in variable_differences(before, after)]
    assert words == ["amount: 10 -> 12", "customer added", "gone removed"]


def test_a_change_inside_an_object_is_told_by_its_path() -> None:
    assert told('{"a": {"b": [1, 2]}, "c": 1}', '{"a": {"b": [1, 3]}, "d": 1}') == [
        "v.a.b[2]: 2 -> 3", "v.c removed", "v.d added",
    ]  # fmt: skip
    assert told("[1]", "[1, 2]") == ["v: [1] -> [1,2]"]
    assert told("{}", str(dict.fromkeys("abcdefg", 1)).replace("'", '"'))[0].startswith("v: {} -> {")


@pytest.mark.parametrize(
    ("before", "after"),
    [('{"a":1,"b":2}', '{ "b": 2, "a": 1 }'), ("[1, 2]", "[1,2]"), ('"\\u00e9"', '"é"'), ('"\ud800"', '"\ud800"')],
)
def test_json_that_means_the_same_is_the_same(before: str, after: str) -> None:
    assert told(before, after) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [("1", "true"), ("1", '"1"'), ("0", "null"), ("12345678901234567890", "12345678901234567891"),
     ('"\ud800"', '"\ud801"'), ("[" * 3000 + "]" * 3000, "[" * 3001 + "]" * 3001)],
)  # fmt: skip
def test_json_that_means_something_else_is_told(before: str, after: str) -> None:
    assert len(told(before, after)) == 1


def test_a_cut_value_is_compared_as_far_as_it_is_known() -> None:
    assert told('"abc', '"abc', cut=(True, True)) == []
    assert told('"abc', '"abcdef"', cut=(True, False)) == []
    assert told('"abcdef"', '"abc', cut=(False, True)) == []
    assert told('"abc', '"abd', cut=(True, True)) == ['v: "abc -> "abd']
    # The shorter one is whole, so the longer one is another.
    assert told('"ab"', '"ab" and more', cut=(False, True)) == ['v: "ab" -> "ab" and more']


def test_long_values_are_short_in_words_and_many_differences_are_counted() -> None:
    assert told(f'"{"a" * 50}"', f'"{"a" * 50}b"') == ["v changed"]
    assert len(told('"b"', f'"{"a" * 90_000}"')[0]) < 60
    before = [Variable(name=f"v{number:02}", value="1") for number in range(15)]
    lines = in_words(variable_differences(before, ()), most=12).splitlines()
    assert (lines[0], lines[-1], len(lines)) == ("v00 removed", "and 3 more", 13)
